import type { SocketModeReceiverOptions } from '@slack/bolt'
import type { Log } from '../../../src/engine/engine.js'
import type { Clock } from '../../../src/ports.js'
import type { ClickSigner } from '../click/click-signer.js'
import type { SlackApi } from '../slack-api.js'
import type { SlackDesk } from '../slack-desk.js'
import type { SlackBuilders } from './slack-builders.js'

/** How Slack reaches us: it posts to us, or we hold a connection to it. */
export type SlackMode =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | {
      readonly kind: 'socket'
      readonly appToken: string
      /** `https://slack.com/api/` if not given. */
      readonly apiUrl?: string
      /** undici's, for a proxy: `apps.connections.open` and the socket both go through it. HTTP/1.1 alone (`allowH2: false`). */
      readonly dispatcher?: NonNullable<SocketModeReceiverOptions['dispatcher']>
    }

export interface SlackAppSettings {
  readonly mode: SlackMode
  /** Whoever comes from another workspace is refused. */
  readonly teamId: string
  /** null: not known, and not checked. */
  readonly appId: string | null
  /** Where Tourniquet posts: the channel of the live realms, and that of exercises where there is one. */
  readonly channels: readonly string[]
  /** The emoji that adds a message to a timeline, without colons. */
  readonly noteReaction: string
  readonly desk: SlackDesk
  readonly api: Pick<SlackApi, 'whisper' | 'openModal' | 'publishHome' | 'directMessage' | 'permalink'>
  readonly signer: ClickSigner
  readonly builders: SlackBuilders
  readonly clock: Clock
  readonly log: Log
  /** How long Slack is made to wait for the desk; Slack itself waits 3 s. */
  readonly answerWithinMs?: number
}
