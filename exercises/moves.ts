import type { BlockScope } from '../src/domain/block-scope.js'
import type { Question } from '../src/domain/effect.js'
import type { RestoreAs } from '../src/domain/plan.js'

/** What a person of the exercise does to an incident or to Tourniquet: carried out by the product's own use cases. */
export type PersonalAct =
  | {
      readonly kind: 'decide'
      readonly incident: string
      readonly question: Question
      readonly decision: 'approve' | 'deny'
      /** Of the plan that the person was shown: a decision is bound to it. */
      readonly planDigest: string
      readonly reason: string
    }
  | { readonly kind: 'requestBlock'; readonly arn: string; readonly reason: string }
  | {
      readonly kind: 'requestRestore'
      readonly incident: string
      readonly restoreAs: RestoreAs
      readonly reason: string
    }
  | { readonly kind: 'retry' | 'close' | 'vouch'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'name'; readonly incident: string; readonly arn: string; readonly reason: string }
  | { readonly kind: 'scope'; readonly incident: string; readonly scope: BlockScope; readonly reason: string }
  | { readonly kind: 'note'; readonly incident: string; readonly text: string }
  | { readonly kind: 'askOwner'; readonly incident: string; readonly owner: string }
  | { readonly kind: 'answerOwner'; readonly incident: string; readonly wasMe: boolean }
  | { readonly kind: 'freeze' | 'unfreeze'; readonly reason: string }
export type ActKind = PersonalAct['kind']

/** What became of it. Refused: with the product's own code and sentence. */
export type ActAnswer =
  | { readonly status: 'done'; readonly says: string; readonly incident: string | null }
  | { readonly status: 'refused'; readonly code: string; readonly reason: string }

/** Who makes a move, and about which incident: its id, or its number in the order of opening; the first that it can be about. */
interface ByAPlayer {
  readonly by: string
  readonly incident?: string | number | undefined
}

/** What a player can do. */
export type Move = ProductMove | TalkMove | FacilitatorMove

/** Acts on the product: carried out by its own use cases. */
export type ProductMove = DecisionMove | IncidentMove | BlockMove | BrakeMove

/** About the plan that was shown last. */
export type DecisionMove = ByAPlayer & {
  readonly does: 'approve' | 'deny'
  readonly question: Question
  readonly reason: string
}
export type BlockMove = ByAPlayer & { readonly does: 'requestBlock'; readonly arn: string; readonly reason: string }
export type BrakeMove = ByAPlayer & { readonly does: 'freeze' | 'unfreeze'; readonly reason: string }
export type IncidentMove =
  | (ByAPlayer & { readonly does: 'note'; readonly text: string })
  | (ByAPlayer & { readonly does: 'askOwner'; readonly owner: string })
  | (ByAPlayer & { readonly does: 'answerOwner'; readonly wasMe: boolean })
  | (ByAPlayer & { readonly does: 'name'; readonly arn: string; readonly reason: string })
  /** Wants the whole principal blocked, or its sessions alone. */
  | (ByAPlayer & { readonly does: 'scope'; readonly scope: BlockScope; readonly reason: string })
  | (ByAPlayer & { readonly does: 'requestRestore'; readonly as: RestoreAs; readonly reason: string })
  | (ByAPlayer & { readonly does: 'vouch' | 'retry' | 'close'; readonly reason: string })

/** What is said in the exercise itself: an answer to an inject, a question to the facilitator. */
export type TalkMove = AnswerMove | (ByAPlayer & { readonly does: 'ask'; readonly text: string })
export type AnswerMove = ByAPlayer & {
  readonly does: 'answer'
  readonly inject: string
  readonly text: string
  readonly choice?: 'approve' | 'deny' | 'wait' | 'escalate' | 'askOwner' | undefined
}

/** Ends the run here: it is the one thing of the facilitator's that everybody who plays may do. */
export type EndMove = ByAPlayer & { readonly does: 'end'; readonly reason: string }

/** What only the role `facilitator` can do, but for the end. */
export type FacilitatorMove =
  | (ByAPlayer & { readonly does: 'inject'; readonly inject: string })
  /** Whether an answer made a point of the rubric (from 0), in their judgement, whatever the keywords said. */
  | (ByAPlayer & { readonly does: 'judge'; readonly inject: string; readonly point: number; readonly made: boolean })
  | (ByAPlayer & { readonly does: 'reveal'; readonly step: string })
  | EndMove

/** The id of the role that leads: injects by hand, judgements and the end are theirs. */
export const FACILITATOR = 'facilitator'
