import type { EventMark } from '../facts/trail-facts.js'
import type { Act } from './act.js'
import type { Answer, Sighting, Tactic } from './detection.js'
import { deniedEntity } from './identity/denied-entity.js'
import type { Severity } from './severity.js'
import type { TrailView } from './trail-view.js'

interface RuleHead {
  readonly id: string
  readonly title: string
  /** ATT&CK id. */
  readonly technique: string
  readonly tactic: Tactic
}

/** What a rule makes of one call, as if it succeeded: what failed is lowered by whoever runs the rule. */
export interface Judgement {
  readonly severity: Severity
  readonly what: string
  readonly why?: readonly string[]
  /** What `many` counts; `what` where it is not said. */
  readonly subjects?: readonly string[]
  readonly answers?: readonly Answer[]
  readonly related?: readonly EventMark[]
  /** Who is suspected, where that is not who called. */
  readonly suspects?: readonly string[]
}

/** So many different subjects of one actor within two days are at least of that severity. */
export interface Threshold {
  readonly atLeast: number
  readonly severity: Severity
}

/** Judges call by call; the calls of one actor are one detection. */
export interface ActRule extends RuleHead {
  readonly kind: 'acts'
  /** By service (`iam`), the names of calls, parted by spaces. */
  readonly calls: Readonly<Record<string, string>>
  judge(act: Act, trail: TrailView): Judgement | null
  /** Least first. */
  readonly many?: readonly Threshold[]
  /** As bad when it was done often before: the baseline lowers nothing. */
  readonly neverRoutine?: true
  /** What rollouts do, too: done on several days of the scope it weighs less, also without a baseline and from wherever it came. */
  readonly isRollout?: true
  /** Also where services act by themselves. */
  readonly alsoServices?: true
}

/** Looks at the whole. */
export interface PatternRule extends RuleHead {
  readonly kind: 'pattern'
  find(trail: TrailView): readonly Sighting[]
}

export type DetectionRule = ActRule | PatternRule

/** The same judgement for every call of the list, about what the calls name. */
export function always(severity: Severity, ...why: readonly string[]): ActRule['judge'] {
  return (act) => ({ severity, what: whatOf(act), why })
}

/** `DeleteTrail audit`: the call and what it was about. */
export function whatOf(act: Act): string {
  const { name, event } = act
  const about = event.target?.arn ?? event.target?.name ?? deniedEntity(act)?.name
  return about === undefined ? name : `${name} ${about}`
}
