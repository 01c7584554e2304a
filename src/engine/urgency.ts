import { type EffectKind, isWrite } from '../domain/effect.js'

/**
 * What goes first where there is more to do than workers can, most urgent first; within one, what belongs to the gravest
 * finding, and then first come, first served.
 * `write` changes IAM: a block that people approved, or its removal. `lost` was in the hands of a worker that is gone, which
 * has cost its incident a lease already. `underWay` belongs to an incident that is being handled. `new` begins one, or
 * looks again at what one that waits for people knows.
 *
 * Without it a flood of findings decides how long an approved block waits.
 */
export const urgencies = ['write', 'lost', 'underWay', 'new'] as const
export type Urgency = (typeof urgencies)[number]

/** The kinds of effect that are `new`. */
export const newKinds = ['collectEvidence', 'refreshEvidence'] as const satisfies EffectKind[]

/** `isLost`: its lease is over, and nobody reported. What failed and is tried again was not lost. */
export function urgencyOf(kind: EffectKind, isLost: boolean): Urgency {
  if (isWrite(kind)) return 'write'
  if (isLost) return 'lost'
  return newKinds.some((each) => each === kind) ? 'new' : 'underWay'
}
