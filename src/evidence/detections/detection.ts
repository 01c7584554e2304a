import type { EventMark } from '../facts/trail-facts.js'
import type { Severity } from './severity.js'

/** `attempted`: every call of it failed. What succeeded and what failed are detections of their own. */
export type DetectionStatus = 'succeeded' | 'attempted'

/** A question that a responder would ask, answered from the records; `unknown` where they do not tell. */
export interface Answer {
  readonly question: string
  readonly answer: string
  readonly verdict: 'suspicious' | 'usual' | 'neutral' | 'unknown'
  readonly eventIds: readonly string[]
}

/**
 * One kind of suspicious act of one actor. `title` is ours; `what`, `why` and `answers` quote names out of records, which are
 * the attacker's words: escape them where they are shown.
 */
export interface Detection {
  readonly id: string
  readonly title: string
  /** ATT&CK, enterprise matrix. */
  readonly technique: string
  readonly tactic: Tactic
  readonly severity: Severity
  readonly status: DetectionStatus
  /** `Actor.key` of who is suspected; empty where the records name nobody. */
  readonly actorKeys: readonly string[]
  readonly what: string
  /** What the severity rests on. */
  readonly why: readonly string[]
  readonly answers: readonly Answer[]
  readonly firstSeen: string
  readonly lastSeen: string
  /** Oldest first, each once. */
  readonly eventIds: readonly string[]
}

export type Tactic =
  | 'initial-access'
  | 'execution'
  | 'persistence'
  | 'privilege-escalation'
  | 'defense-evasion'
  | 'credential-access'
  | 'discovery'
  | 'lateral-movement'
  | 'collection'
  | 'exfiltration'
  | 'impact'

/** What a rule found, before it is put in order. */
export interface Sighting {
  readonly actorKeys: readonly string[]
  readonly severity: Severity
  readonly status: DetectionStatus
  readonly what: string
  readonly why: readonly string[]
  readonly answers?: readonly Answer[]
  readonly marks: readonly EventMark[]
}
