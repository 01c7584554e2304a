import type { Block, KnownBlock, ModalView } from '@slack/types'

/** What Slack takes as the answer to a request, as far as we give one. */
export type AckBody =
  | { readonly response_type: 'ephemeral'; readonly text: string; readonly blocks?: (KnownBlock | Block)[] }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ModalView }

/** What Bolt hands to a listener, as far as ours look at it: the body is parsed by each, so its type is not believed. */
export interface Taken {
  readonly body: object
  readonly ack: (answer?: AckBody) => Promise<void>
}
