import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import { z } from 'zod'
import { type SlackApi, SlackCallError, type SlackUser } from '../slack-api.js'
import { malformedAnswer, slackCallFailure } from './slack-call-failure.js'

export interface SlackWebApiOptions {
  /** The bot token, `xoxb-…`. */
  readonly token: string
  readonly apiUrl?: string
  /** The longest that one call takes, its answer included; 10 s. */
  readonly timeoutMs?: number
  /** Another way out than Node's: see environmentTransport. */
  readonly fetch?: WebClientOptions['fetch']
}

type Call = <T>(method: string, shape: z.ZodType<T>, given?: Record<string, unknown>) => Promise<T>

const nothing = z.looseObject({})
const text = z.string().min(1)
const flag = z.boolean().optional().default(false)
const posted = z.object({ ts: text })
const userShape = z.object({
  user: z.object({
    id: text,
    team_id: z.string().default(''),
    is_bot: flag,
    deleted: flag,
    profile: z.object({ email: z.string().optional() }).default({}),
  }),
})

/**
 * Slack's Web API. Each call is tried once: what is to be posted is told by the record, so whoever asked asks again. Every
 * failure is a SlackCallError that names neither the token nor anything that was sent.
 */
export function slackWebApi(options: SlackWebApiOptions): SlackApi {
  const call = callerOf(options)
  return { ...messages(call), ...people(call), ...places(call) }
}

/**
 * Asks for the address of a Socket Mode connection and does not go there: Slack says by it whether the app-level token
 * (`xapp-…`) is good. Throws SlackCallError where it is not.
 */
export async function tryAppToken(options: SlackWebApiOptions): Promise<void> {
  await callerOf(options)('apps.connections.open', nothing)
}

function callerOf({ token, apiUrl, timeoutMs = 10_000, fetch }: SlackWebApiOptions): Call {
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    ...(fetch === undefined ? {} : { fetch }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silentLogger,
  })
  return async (method, shape, given = {}) => {
    let answer: unknown
    try {
      answer = await client.apiCall(method, given)
    } catch (error) {
      throw slackCallFailure(method, error)
    }
    const parsed = shape.safeParse(answer)
    if (!parsed.success) throw malformedAnswer(method)
    return parsed.data
  }
}

function messages(call: Call) {
  const post: SlackApi['post'] = async ({ channel, text: words, blocks, threadTs, broadcast }) => {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: broadcast === true }
    // Links in a card may be an attacker's: Slack must not fetch them.
    const quiet = { unfurl_links: false, unfurl_media: false }
    const given = { channel, text: words.toWellFormed(), blocks, ...thread, ...quiet }
    return await call('chat.postMessage', posted, given)
  }
  return {
    post,
    update: async ({ channel, ts, text: words, blocks }) => {
      await call('chat.update', nothing, { channel, ts, text: words.toWellFormed(), blocks })
    },
    whisper: async ({ channel, user, text: words, threadTs }) => {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
      await call('chat.postEphemeral', nothing, { channel, user, text: words.toWellFormed(), ...thread })
    },
    directMessage: async (user, message) => {
      const opened = await call('conversations.open', z.object({ channel: z.object({ id: text }) }), { users: user })
      const channel = opened.channel.id
      return { channel, ...(await post({ channel, ...message })) }
    },
    permalink: async (channel, ts) => {
      const found = await call('chat.getPermalink', z.object({ permalink: z.url() }), { channel, message_ts: ts })
      return found.permalink
    },
    openModal: async (triggerId, view) => {
      await call('views.open', nothing, { trigger_id: triggerId, view })
    },
    publishHome: async (user, view) => {
      await call('views.publish', nothing, { user_id: user, view })
    },
  } satisfies Partial<SlackApi>
}

function people(call: Call) {
  const shown = ({ user }: z.infer<typeof userShape>): SlackUser => ({
    id: user.id,
    teamId: user.team_id,
    email: user.profile.email ?? null,
    isBot: user.is_bot,
    isDeleted: user.deleted,
  })
  return {
    whoAmI: async () => {
      const who = await call('auth.test', whoShape)
      const appId = who.app_id ?? (who.bot_id === undefined ? null : await appOf(call, who.bot_id))
      return { botUserId: who.user_id, teamId: who.team_id, scopes: who.response_metadata.scopes, appId }
    },
    user: async (id) => shown(await call('users.info', userShape, { user: id })),
    userByEmail: async (email) => {
      const found = await orNull(call('users.lookupByEmail', userShape, { email }), ['users_not_found'])
      return found === null ? null : shown(found)
    },
    groupMembers: async (groupId) => {
      const shape = z.object({ users: z.array(text) })
      return (await call('usergroups.users.list', shape, { usergroup: groupId, include_disabled: false })).users
    },
  } satisfies Partial<SlackApi>
}

const whoShape = z.object({
  user_id: text,
  team_id: text,
  bot_id: text.optional(),
  app_id: text.optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
})

/** null: the token may not see it. */
async function appOf(call: Call, botId: string): Promise<string | null> {
  const shape = z.object({ bot: z.object({ app_id: text.optional() }) })
  const found = await orNull(call('bots.info', shape, { bot: botId }), [
    'missing_scope',
    'bot_not_found',
    'unknown_method',
  ])
  return found?.bot.app_id ?? null
}

function places(call: Call) {
  const shape = z.object({
    channel: z.object({
      name: z.string().default(''),
      is_member: flag,
      is_private: flag,
      is_shared: flag,
      is_ext_shared: flag,
      is_pending_ext_shared: flag,
    }),
  })
  return {
    channel: async (id) => {
      const { channel } = await call('conversations.info', shape, { channel: id })
      const isShared = channel.is_shared || channel.is_ext_shared || channel.is_pending_ext_shared
      return { isMember: channel.is_member, isPrivate: channel.is_private, isShared, name: channel.name }
    },
  } satisfies Partial<SlackApi>
}

async function orNull<T>(asked: Promise<T>, codes: readonly string[]): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof SlackCallError && codes.includes(error.code)) return null
    throw error
  }
}

/** The library would print requests and answers; what failed is in the error. */
const silentLogger: NonNullable<WebClientOptions['logger']> = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
}
