import {
  type SlackApi,
  SlackCallError,
  type SlackMessage,
  type SlackUser,
} from '../../../integrations/slack/slack-api.js'

export interface StandingMessage extends SlackMessage {
  readonly ts: string
  readonly threadTs: string | null
  readonly isBroadcast: boolean
  readonly postedAtMs: number
  readonly editedAtMs: readonly number[]
  readonly isDeleted: boolean
}

export interface SlackCall {
  readonly atMs: number
  readonly method: 'chat.postMessage' | 'chat.update'
  readonly channel: string
  readonly ts: string | null
  readonly text: string
}

/** Slack in memory: what stands, every call that came, and the failures that a test wants. */
export interface MemorySlackApi extends SlackApi {
  readonly messages: readonly StandingMessage[]
  /** Posts and edits, those too that failed. */
  readonly calls: readonly SlackCall[]
  /** Asked before each post and edit: what it throws fails the call, and nothing stands. */
  failing: (call: SlackCall) => void
  /** Awaited after each post and edit that stands: whoever is killed in it never learns of the answer. */
  answering: (call: SlackCall) => Promise<void>
  /** By hand, as a person with the rights to. */
  delete(ts: string): void
  readonly users: Map<string, SlackUser>
  readonly groups: Map<string, readonly string[]>
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[]
  readonly modals: Parameters<SlackApi['openModal']>[1][]
  readonly homes: Map<string, Parameters<SlackApi['publishHome']>[1]>
}

export function memorySlackApi(nowMs: () => number): MemorySlackApi {
  const messages: StandingMessage[] = []
  const calls: SlackCall[] = []
  const find = (channel: string, ts: string) =>
    messages.findIndex((one) => one.channel === channel && one.ts === ts && !one.isDeleted)
  const called = (call: Omit<SlackCall, 'atMs'>): SlackCall => {
    const made = { ...call, atMs: nowMs() }
    calls.push(made)
    slack.failing(made)
    return made
  }
  const post: SlackApi['post'] = async ({ channel, text, blocks, threadTs = null, broadcast = false }) => {
    const call = called({ method: 'chat.postMessage', channel, ts: null, text })
    if (threadTs !== null && find(channel, threadTs) === -1) fail('chat.postMessage', 'thread_not_found')
    const ts = `17${String(messages.length + 1).padStart(8, '0')}.000100`
    const stands = { ts, channel, text, blocks, threadTs, isBroadcast: broadcast }
    messages.push({ ...stands, postedAtMs: nowMs(), editedAtMs: [], isDeleted: false })
    await slack.answering(call)
    return { ts }
  }
  const slack: MemorySlackApi = {
    messages,
    calls,
    failing: () => undefined,
    answering: async () => undefined,
    users: new Map(),
    groups: new Map(),
    whispers: [],
    modals: [],
    homes: new Map(),
    delete: (ts) => {
      const at = messages.findIndex((one) => one.ts === ts)
      const message = messages[at]
      if (message !== undefined) messages[at] = { ...message, isDeleted: true }
    },
    post,
    update: async ({ channel, ts, text, blocks }) => {
      const call = called({ method: 'chat.update', channel, ts, text })
      const at = find(channel, ts)
      const message = messages[at]
      if (message === undefined) return fail('chat.update', 'message_not_found')
      messages[at] = { ...message, text, blocks, editedAtMs: [...message.editedAtMs, nowMs()] }
      await slack.answering(call)
    },
    whisper: async ({ channel, user, text }) => void slack.whispers.push({ channel, user, text }),
    openModal: async (_trigger, view) => void slack.modals.push(view),
    publishHome: async (user, view) => void slack.homes.set(user, view),
    whoAmI: async () => ({ botUserId: 'U0BOT', teamId: 'T0TEAM', scopes: ['chat:write'], appId: 'A0APP' }),
    user: async (id) => slack.users.get(id) ?? fail('users.info', 'user_not_found'),
    userByEmail: async (email) => [...slack.users.values()].find((user) => user.email === email) ?? null,
    directMessage: async (user, message) => ({
      channel: `D${user}`,
      ...(await post({ channel: `D${user}`, ...message })),
    }),
    groupMembers: async (id) => slack.groups.get(id) ?? fail('usergroups.users.list', 'no_such_subteam'),
    permalink: async (channel, ts) => `https://team.slack.com/archives/${channel}/p${ts.replace('.', '')}`,
    channel: async (id) => ({ isMember: true, isPrivate: true, isShared: false, name: id.toLowerCase() }),
  }
  return slack
}

function fail(method: string, code: string): never {
  throw new SlackCallError(method, code, null)
}
