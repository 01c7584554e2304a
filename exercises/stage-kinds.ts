import type { Json } from '../src/domain/canonical-json.js'

/** Something wrong with a part of an exercise file that only the stage understands. `path` is relative to that part. */
export interface PartProblem {
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly cure: string
}

/** A technique that the simulated account's attacker can carry out. */
export interface TechniqueKind {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** What is wrong with these parameters; empty where they are well. */
  check(parameters: Readonly<Record<string, Json>>): readonly PartProblem[]
}

export interface PlaybookKind {
  readonly name: string
  /** Its states at the top, in the order in which they are written down. */
  readonly states: readonly string[]
}

/**
 * What a stage can be asked for, known before one is started: an exercise is checked against it. Pure: the same question always
 * has the same answer, and nothing is started or written.
 */
export interface StageKinds {
  readonly playbooks: readonly PlaybookKind[]
  readonly techniques: readonly TechniqueKind[]
  /** What is wrong with `world.account`. */
  checkAccount(account: Json): readonly PartProblem[]
  /** What is wrong with a finding's payload, placeholders filled in with samples; `path` within the payload. */
  checkPayload(source: string, payload: Json): readonly PartProblem[]
  /** Whether the stage can make a finding of this source by itself (`make`). */
  canMake(source: string): boolean
}
