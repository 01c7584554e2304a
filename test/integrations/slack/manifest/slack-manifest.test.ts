import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { controls } from '../../../../integrations/slack/controls.js'
import { EXAMPLE_URL, manifestText } from '../../../../integrations/slack/manifest/manifest-text.js'
import {
  appLevelScopes,
  botScopes,
  featureScopes,
  methodScopes,
} from '../../../../integrations/slack/manifest/scopes.js'
import { botEvents, slackManifest } from '../../../../integrations/slack/manifest/slack-manifest.js'

const root = new URL('../../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** Method names as they are written in code: `'chat.postMessage'`. */
const METHOD =
  /['"`]((?:admin|api|apps|assistant|auth|bookmarks|bots|calls|canvases|chat|conversations|dialog|dnd|emoji|files|functions|lists|migration|oauth|openid|pins|reactions|reminders|rtm|search|slackLists|stars|team|tooling|usergroups|users|views|workflows)(?:\.[a-zA-Z]+)+)['"`]/g
/** Or called by name on a client of Slack's library: `client.chat.postMessage(`. */
const CALL = /client\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g

function methodsCalled(): string[] {
  const files = readdirSync(new URL('integrations/slack', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('manifest/'))
    .map((path) => read(join('integrations/slack', path)))
  const scopes = new Set<string>([...botScopes, ...Object.values(appLevelScopes)])
  const found = files.flatMap((text) =>
    [...text.matchAll(METHOD), ...text.matchAll(CALL)].map(([, method = '']) => method),
  )
  return [...new Set(found)].filter((method) => !scopes.has(method)).sort()
}

describe('the manifest', () => {
  it('has a scope table of exactly the methods that are called', () => {
    const withAppToken = Object.keys(appLevelScopes)
    expect(methodsCalled().filter((method) => !withAppToken.includes(method))).toEqual(Object.keys(methodScopes).sort())
  })

  it('declares exactly the scopes of what is called and listened to', () => {
    const used = new Set<string>([...Object.values(methodScopes).flat(), ...Object.values(featureScopes)])
    for (const how of [{ mode: 'socket' } as const, { mode: 'http', publicUrl: 'https://x.example.com' } as const]) {
      expect(new Set(slackManifest(how).oauth_config.scopes.bot)).toEqual(used)
    }
    expect(botScopes).toEqual([
      'channels:read',
      'chat:write',
      'commands',
      'groups:read',
      'im:write',
      'reactions:read',
      'usergroups:read',
      'users:read',
      'users:read.email',
    ])
  })

  it('asks for nothing that reads messages, takes files, joins channels or acts for people', () => {
    expect(botScopes.filter((scope) => /history|files|:join|manage|public|admin|write\.customize/.test(scope))).toEqual(
      [],
    )
    expect(Object.keys(slackManifest({ mode: 'socket' }).oauth_config.scopes)).toEqual(['bot'])
  })

  it('subscribes to the events that have a listener, and names the command and the shortcut as they are listened to', () => {
    const listeners = read('integrations/slack/bolt/listeners/register-listeners.ts')
    const events = [...listeners.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name]) => name)
    const { settings, features } = slackManifest({ mode: 'socket' })

    expect([...botEvents].sort()).toEqual(events.sort())
    expect(settings.event_subscriptions.bot_events).toEqual(botEvents)
    expect(features.slash_commands.map(({ command }) => command)).toEqual([controls.command])
    expect(features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual([controls.shortcut])
  })

  it('needs no address with Socket Mode, and the same one in three places with HTTP', () => {
    const socket = JSON.stringify(slackManifest({ mode: 'socket' }))
    const http = slackManifest({ mode: 'http', publicUrl: 'https://ir.example.com/' })

    expect(socket).not.toContain('https:')
    expect(http).toMatchObject({
      features: { slash_commands: [{ url: 'https://ir.example.com/slack/events' }] },
      settings: {
        socket_mode_enabled: false,
        event_subscriptions: { request_url: 'https://ir.example.com/slack/events' },
        interactivity: { is_enabled: true, request_url: 'https://ir.example.com/slack/events' },
      },
    })
  })

  it('is refused for an address that Slack would not post to', () => {
    for (const publicUrl of ['', 'ir.example.com', 'http://ir.example.com', 'ftp://x', 'javascript:alert(1)']) {
      expect(() => slackManifest({ mode: 'http', publicUrl })).toThrow('https')
    }
  })

  it('stays within Slack’s limits of names', () => {
    const { display_information: shown, features } = slackManifest({ mode: 'socket' })
    expect(shown.name.length).toBeLessThanOrEqual(35)
    expect(shown.description.length).toBeLessThanOrEqual(140)
    for (const { name, description } of features.shortcuts) {
      expect([name.length <= 24, description.length <= 150]).toEqual([true, true])
    }
    for (const command of features.slash_commands) {
      expect([command.description.length <= 2_000, command.usage_hint.length <= 1_000]).toEqual([true, true])
    }
  })

  it.each([
    ['slack/manifest.yaml', { mode: 'socket' } as const],
    ['slack/manifest-http.yaml', { mode: 'http', publicUrl: EXAMPLE_URL } as const],
  ])('is what %s says', (path, how) => {
    expect(read(path)).toBe(manifestText(how))
    expect(parse(read(path))).toEqual(slackManifest(how))
  })
})
