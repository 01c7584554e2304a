import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { startEmulator } from './emulator-process.js'

export const BOT_TOKEN = 'xoxb-4711-a-token-that-no-seed-has'
export const APP_ID = 'A0TOURNIQUET'

const messageSchema = z.looseObject({
  ts: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
  blocks: z.array(z.looseObject({ type: z.string() })).default([]),
})
export type StandingMessage = z.infer<typeof messageSchema>

const modalSchema = z.looseObject({ callback_id: z.string().optional(), private_metadata: z.string().optional() })
export type Modal = z.infer<typeof modalSchema>

/** What Slack's side answers in place of the emulator: an outage, a limit, a slow network. null: as usual. */
export type Disturbance = (method: string) => Promise<{
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: string
} | null>

/**
 * A workspace in an emulator that nobody here wrote, behind a small gateway that adds what it lacks (user groups, the scopes of
 * a token) and that can be told to fail.
 */
export class EmulatedWorkspace {
  readonly #emulator: Awaited<ReturnType<typeof startEmulator>>
  readonly #server: Server
  readonly #users: ReadonlyMap<string, string>
  readonly #channels: ReadonlyMap<string, string>
  readonly teamId: string
  /** Members of the only user group, `S0APPROVERS`. */
  approvers: string[] = []
  disturb: Disturbance = async () => null
  /** Where `apps.connections.open` is answered; null: Socket Mode is off. */
  openConnection: (() => string) | null = null
  /** Every call that reached this side, oldest first. */
  readonly calls: { readonly method: string; readonly body: string }[] = []

  private constructor(parts: {
    emulator: Awaited<ReturnType<typeof startEmulator>>
    server: Server
    teamId: string
    users: ReadonlyMap<string, string>
    channels: ReadonlyMap<string, string>
  }) {
    this.#emulator = parts.emulator
    this.#server = parts.server
    this.#users = parts.users
    this.#channels = parts.channels
    this.teamId = parts.teamId
  }

  static async start(): Promise<EmulatedWorkspace> {
    const people = ['ana', 'ben', 'eve', 'cy']
    const emulator = await startEmulator({
      team: { name: 'Example', domain: 'example' },
      users: people.map((name) => ({ name, real_name: name, email: `${name}@example.com` })),
      channels: [{ name: 'security' }, { name: 'exercises' }, { name: 'other' }],
    })
    const ask = (method: string) => call(emulator.url, method, {})
    const { team_id } = z.object({ team_id: z.string() }).parse(await ask('auth.test'))
    const { members } = z.object({ members: z.array(named) }).parse(await ask('users.list'))
    const { channels } = z.object({ channels: z.array(named) }).parse(await ask('conversations.list'))
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const workspace = new EmulatedWorkspace({
      emulator,
      server,
      teamId: team_id,
      users: new Map(members.map(({ id, name }) => [name, id])),
      channels: new Map(channels.map(({ id, name }) => [name, id])),
    })
    server.on('request', (request, response) => void workspace.#answer(request, response))
    return workspace
  }

  /** The configuration's `slack` in HTTP mode, and the ids of its approvers. */
  asConfigured(signingSecret: string) {
    return {
      ids: { ana: this.user('ana'), ben: this.user('ben') },
      section: {
        botToken: BOT_TOKEN,
        signingSecret,
        teamId: this.teamId,
        appId: APP_ID,
        channel: this.channel('security'),
        exerciseChannel: this.channel('exercises'),
        apiUrl: this.apiUrl,
      },
    }
  }

  /** For `slack.apiUrl`. */
  get apiUrl(): string {
    const { port } = z.custom<AddressInfo>().parse(this.#server.address())
    return `http://127.0.0.1:${port}/api/`
  }

  /** The emulator's own page of its messages. */
  get inspectorUrl(): string {
    return this.#emulator.url
  }

  user(name: string): string {
    return known(this.#users, name)
  }

  channel(name: string): string {
    return known(this.#channels, name)
  }

  /** What stands in a channel, threads apart, oldest first. */
  async history(channel: string): Promise<StandingMessage[]> {
    const answer = await call(this.#emulator.url, 'conversations.history', {
      channel: this.channel(channel),
      limit: 200,
    })
    return messagesIn(answer)
  }

  /** A headline and its thread, oldest first. */
  async thread(channel: string, ts: string): Promise<StandingMessage[]> {
    const answer = await call(this.#emulator.url, 'conversations.replies', {
      channel: this.channel(channel),
      ts,
      limit: 200,
    })
    return messagesIn(answer)
  }

  /** What Slack would give an interaction of this person, to open one modal with. */
  async trigger(userId: string): Promise<string> {
    const answer = await call(this.#emulator.url, 'views.generateTriggerId', { user_id: userId })
    return z.object({ trigger_id: z.string() }).parse(answer).trigger_id
  }

  /** The modal that was opened with a trigger; null where none was within that time. */
  async modalOf(trigger: string, withinMs: number): Promise<z.infer<typeof modalSchema> | null> {
    const giveUpAt = performance.now() + withinMs
    for (;;) {
      for (const { method, body } of this.calls) {
        const form = new URLSearchParams(body)
        if (method !== 'views.open' || form.get('trigger_id') !== trigger) continue
        return modalSchema.parse(JSON.parse(form.get('view') ?? 'null'))
      }
      if (performance.now() > giveUpAt) return null
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  /** What was whispered to a person, oldest first. */
  whispersTo(name: string): string[] {
    const forms = this.calls.flatMap(({ method, body }) =>
      method === 'chat.postEphemeral' ? [new URLSearchParams(body)] : [],
    )
    return forms.filter((form) => form.get('user') === this.user(name)).map((form) => form.get('text') ?? '')
  }

  async deleteMessage(channel: string, ts: string): Promise<void> {
    await call(this.#emulator.url, 'chat.delete', { channel: this.channel(channel), ts })
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await this.#emulator.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = new URL(request.url ?? '/', 'http://slack').pathname.replace(/^\/api\//, '')
    const body = await textOf(request)
    this.calls.push({ method, body })
    const own = (await this.disturb(method)) ?? this.#ownAnswer(method)
    if (own !== null) {
      response.writeHead(own.status, { 'content-type': 'application/json', ...own.headers }).end(own.body)
      return
    }
    const answer = await fetch(`${this.#emulator.url}/api/${method}`, {
      method: 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? 'application/json',
        authorization: request.headers.authorization ?? '',
      },
      body,
    })
    response
      .writeHead(answer.status, { 'content-type': 'application/json', 'x-oauth-scopes': grantedScopes })
      .end(method === 'auth.test' ? asBot(await answer.text()) : await answer.text())
  }

  #ownAnswer(method: string): { status: number; headers?: Record<string, string>; body: string } | null {
    const json = (body: object) => ({ status: 200, body: JSON.stringify({ ok: true, ...body }) })
    if (method === 'usergroups.users.list') return json({ users: this.approvers })
    if (method === 'bots.info') return json({ bot: { id: 'B0TOURNIQUET', app_id: APP_ID } })
    if (method !== 'apps.connections.open') return null
    if (this.openConnection !== null) return json({ url: this.openConnection() })
    return { status: 200, body: JSON.stringify({ ok: false, error: 'socket_mode_not_enabled' }) }
  }
}

const named = z.object({ id: z.string(), name: z.string() })
/** What the manifest asks for; a test compares the two. */
export const grantedScopes =
  'chat:write,commands,im:write,users:read,users:read.email,usergroups:read,reactions:read,channels:read,groups:read'

function known(of: ReadonlyMap<string, string>, name: string): string {
  const id = of.get(name)
  if (id === undefined) throw new Error(`The workspace has no ${name}.`)
  return id
}

/** What Slack says of a bot token, and the emulator of a seeded one alone: which bot it is. */
function asBot(answer: string): string {
  return JSON.stringify({ bot_id: 'B0TOURNIQUET', ...z.looseObject({}).parse(JSON.parse(answer)) })
}

function messagesIn(answer: unknown): StandingMessage[] {
  const { messages } = z.object({ messages: z.array(messageSchema) }).parse(answer)
  return messages.toSorted((one, other) => Number(one.ts) - Number(other.ts))
}

async function call(url: string, method: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${BOT_TOKEN}` },
    body: JSON.stringify(body),
  })
  const read = z.looseObject({ ok: z.boolean(), error: z.string().optional() }).parse(await answer.json())
  if (!read.ok) throw new Error(`The emulator's ${method} answered ${read.error}.`)
  return read
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
