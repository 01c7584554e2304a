import type { BlockScope } from '../../../src/domain/block-scope.js'
import type { RestoreAs } from '../../../src/domain/plan.js'

export type AnswerChoice = 'approve' | 'deny' | 'wait' | 'escalate' | 'askOwner'

/** Which incident is meant, by its number; null: the one that it can be about. */
interface OnIncident {
  readonly incident: number | null
}

/** Acts on the product. A reason that is '' is still to be asked for. */
export type ActCommand =
  | (OnIncident & { readonly does: 'approve' | 'deny'; readonly reason: string })
  | (OnIncident & { readonly does: 'restore'; readonly as: RestoreAs; readonly reason: string })
  | (OnIncident & { readonly does: 'retry' | 'close' | 'vouch'; readonly reason: string })
  | (OnIncident & { readonly does: 'name'; readonly arn: string; readonly reason: string })
  | (OnIncident & { readonly does: 'scope'; readonly scope: BlockScope; readonly reason: string })
  | (OnIncident & { readonly does: 'note'; readonly text: string })
  | (OnIncident & { readonly does: 'ownerAsk'; readonly owner: string | null })
  | (OnIncident & { readonly does: 'ownerSays'; readonly wasMe: boolean })
  | { readonly does: 'block'; readonly arn: string; readonly reason: string }
  | { readonly does: 'freeze' | 'unfreeze'; readonly reason: string }

/** What is said in the exercise. `inject` null: what was asked last. A text that is '' is still to be asked for. */
export type TalkCommand =
  | { readonly does: 'ask'; readonly text: string }
  | {
      readonly does: 'answer'
      readonly inject: string | null
      readonly choice: AnswerChoice | null
      readonly text: string
    }

export type LeadCommand =
  | { readonly does: 'inject'; readonly inject: string }
  | { readonly does: 'judge'; readonly inject: string; readonly point: number; readonly made: boolean }
  | { readonly does: 'reveal'; readonly step: string }

export type PaceCommand =
  | { readonly does: 'pause' | 'go' | 'ff' | 'faster' | 'slower' }
  | { readonly does: 'scale'; readonly scale: number }

export type LookCommand = {
  readonly does: 'evidence' | 'plan' | 'status' | 'who' | 'briefing'
  readonly incident: number | null
}

/** What somebody at the terminal wants. */
export type Command =
  | ActCommand
  | TalkCommand
  | LeadCommand
  | PaceCommand
  | LookCommand
  | { readonly does: 'choose'; readonly number: number }
  | { readonly does: 'help'; readonly about: string | null }
  /** null: whoever may. */
  | { readonly does: 'as'; readonly role: string | null }
  | { readonly does: 'quit' }
  | { readonly does: 'nothing' }

/** Why a line is no command, with what to type. */
export interface NoCommand {
  readonly error: 'unknown' | 'missing' | 'malformed' | 'tooLong'
  readonly says: string
}
