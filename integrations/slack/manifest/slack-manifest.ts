import { SLACK_PATH } from '../bolt/http/slack-requests.js'
import { controls } from '../controls.js'
import { botScopes } from './scopes.js'

/** How Slack reaches us; `publicUrl` is where the server is seen from outside, without a path. */
export type ManifestMode = { readonly mode: 'socket' } | { readonly mode: 'http'; readonly publicUrl: string }

/** The events that have a listener. */
export const botEvents = ['app_home_opened', 'reaction_added'] as const

/**
 * The app as Slack makes it from a manifest (https://docs.slack.dev/reference/app-manifest). One source for both ways: they
 * differ in addresses alone. Refused: an address that is not https, since Slack posts to no other.
 */
export function slackManifest(how: ManifestMode) {
  const url = how.mode === 'http' ? eventsUrl(how.publicUrl) : null
  const address = url === null ? {} : { url }
  const requests = url === null ? {} : { request_url: url }
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Tourniquet',
      description: 'Approve, watch and undo the blocking of compromised AWS principals.',
      background_color: '#7a1f1f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'tourniquet', always_online: true },
      shortcuts: [
        {
          name: 'Add to incident timeline',
          type: 'message',
          callback_id: controls.shortcut,
          description: 'Puts this message on the record of an incident.',
        },
      ],
      slash_commands: [
        {
          command: controls.command,
          description: 'Incidents of AWS principals: look, block, restore',
          usage_hint: 'status | list | show ID | block ARN REASON | restore ID | exercise | help',
          // What was typed stays as it was: names of channels and people are none of its words.
          should_escape: false,
          ...address,
        },
      ],
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { ...requests, bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: false,
      socket_mode_enabled: how.mode === 'socket',
      // A rotated token would void every button twice a day: their key is derived from it.
      token_rotation_enabled: false,
    },
  }
}

function eventsUrl(publicUrl: string): string {
  const isHttps = URL.canParse(publicUrl) && new URL(publicUrl).protocol === 'https:'
  if (!isHttps)
    throw new TypeError('Slack posts to https addresses alone: give one such as https://tourniquet.example.com.')
  return new URL(SLACK_PATH, publicUrl).href
}
