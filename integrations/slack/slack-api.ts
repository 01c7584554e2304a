import type { Block, HomeView, KnownBlock, ModalView } from '@slack/types'

type Blocks = readonly (KnownBlock | Block)[]

export interface SlackMessage {
  readonly channel: string
  readonly text: string
  readonly blocks: Blocks
}

export interface SlackUser {
  readonly id: string
  readonly teamId: string
  /** null where the profile has none, or the token may not see it. */
  readonly email: string | null
  readonly isBot: boolean
  readonly isDeleted: boolean
}

/**
 * Slack's Web API as far as Tourniquet needs it. Every failure is a SlackCallError: `retryAfterMs` where it is worth trying
 * again, null where Slack will answer the same again.
 */
export interface SlackApi {
  /** Who the token is. */
  whoAmI(): Promise<{
    readonly botUserId: string
    readonly teamId: string
    readonly scopes: readonly string[]
    readonly appId: string | null
  }>
  post(message: SlackMessage & { readonly threadTs?: string; readonly broadcast?: boolean }): Promise<{ ts: string }>
  /** Throws SlackCallError with code `message_not_found` where it was deleted. */
  update(message: SlackMessage & { readonly ts: string }): Promise<void>
  /** Only this user sees it, until the next reload. */
  whisper(message: {
    readonly channel: string
    readonly user: string
    readonly text: string
    readonly threadTs?: string
  }): Promise<void>
  openModal(triggerId: string, view: ModalView): Promise<void>
  publishHome(user: string, view: HomeView): Promise<void>
  user(id: string): Promise<SlackUser>
  /** null: nobody in the workspace has this address. */
  userByEmail(email: string): Promise<SlackUser | null>
  /** Posts to the person alone. */
  directMessage(user: string, message: Omit<SlackMessage, 'channel'>): Promise<{ channel: string; ts: string }>
  /** Members of a user group that are not disabled. */
  groupMembers(groupId: string): Promise<readonly string[]>
  permalink(channel: string, ts: string): Promise<string>
  /** Whether the bot is in the channel, and who else could read there. */
  channel(id: string): Promise<{
    readonly isMember: boolean
    readonly isPrivate: boolean
    readonly isShared: boolean
    readonly name: string
  }>
}

/** Slack did not do as asked. `code` is Slack's own error, or `network`, `ratelimited`, `http_503`. The message names no token. */
export class SlackCallError extends Error {
  override readonly name = 'SlackCallError'
  readonly method: string
  readonly code: string
  readonly retryAfterMs: number | null

  constructor(method: string, code: string, retryAfterMs: number | null, options?: { cause: unknown }) {
    super(`Slack's ${method} failed: ${code}.`, options)
    this.method = method
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}
