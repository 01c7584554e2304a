import type { Block, HomeView, KnownBlock, ModalView } from '@slack/types'
import type { SlackAppSettings } from '../../../integrations/slack/bolt/slack-app-settings.js'
import { SlackCallError } from '../../../integrations/slack/slack-api.js'

type Blocks = readonly (KnownBlock | Block)[]

/** Slack's Web API as far as listeners use it: keeps what it is sent, and fails where a test says so. */
export function recordedSlack() {
  const whispers: { channel: string; user: string; text: string; threadTs?: string }[] = []
  const modals: { triggerId: string; view: ModalView }[] = []
  const homes: { user: string; view: HomeView }[] = []
  const messages: { user: string; text: string; blocks: Blocks }[] = []
  const broken = new Map<string, string>()
  const permalinks = new Map<string, string>()
  const guard = (method: string) => {
    const code = broken.get(method)
    if (code !== undefined) throw new SlackCallError(method, code, null)
  }
  const api: SlackAppSettings['api'] = {
    whisper: async (message) => {
      guard('whisper')
      whispers.push(message)
    },
    openModal: async (triggerId, view) => {
      guard('openModal')
      modals.push({ triggerId, view })
    },
    publishHome: async (user, view) => {
      guard('publishHome')
      homes.push({ user, view })
    },
    directMessage: async (user, { text, blocks }) => {
      guard('directMessage')
      messages.push({ user, text, blocks })
      return { channel: 'D0', ts: '1.1' }
    },
    permalink: async (channel, ts) => {
      guard('permalink')
      return permalinks.get(ts) ?? `https://example.slack.test/archives/${channel}/p${ts.replace('.', '')}`
    },
  }
  return { api, whispers, modals, homes, messages, broken, permalinks }
}
