import type { RefusalCode } from '../../../src/incidents/authorise.js'

/** What a racer was told, and where the record must have it. `reason` is that racer's own, so that it can be found again. */
export interface Answer {
  readonly by: string
  readonly reason: string
  readonly what: 'approve' | 'deny' | 'restore'
  readonly status: 'counted' | 'decided' | 'accepted' | 'refused'
  /** null: it was not refused. */
  readonly code: RefusalCode | null
  readonly recordedAs: { readonly counted: readonly string[]; readonly refused: string }
}

/** How answers to a question are recorded. */
export const asDecision = { counted: ['APPROVED', 'DENIED'], refused: 'DECISION_REFUSED' } as const
/** How a person's wish is. */
export const asRequest = { counted: ['RESTORE_REQUESTED'], refused: 'REQUEST_REFUSED' } as const
