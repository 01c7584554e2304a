import type { Call } from './pipeline/call.js'

/**
 * Called for each signed HTTP call that could be read, before it is authenticated and has any effect, and awaited: the
 * place where a test moves a virtual clock on and lets attackers act. What it throws is an InternalFailure (500) to
 * the client. In-process actors do not call it, so it may use them.
 */
export type BeforeCall = (
  call: Pick<Call, 'service' | 'operation' | 'via'> & {
    /** The account that is called. */
    readonly accountId: string
  },
) => void | Promise<void>
