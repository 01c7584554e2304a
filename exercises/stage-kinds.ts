import type { Json } from '../src/domain/canonical-json.js'
import type { ExerciseAccount, ExerciseActor } from './schema/world.js'

/** Something wrong with a part of an exercise file that only the stage understands. `path` is relative to that part. */
export interface PartProblem {
  readonly path: readonly (string | number)[]
  readonly what: string
  readonly cure: string
}

/** Where an attack takes place, for what its techniques need of it. */
export interface AttackScene {
  /** Whose credentials the attacker starts with. */
  readonly holds: ExerciseActor
  /** Those that the credentials of the step may be of, at least one. */
  readonly accounts: readonly ExerciseAccount[]
}

/** A technique that the simulated account's attacker can carry out. */
export interface TechniqueKind {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** Whether it comes by credentials that other steps can use. */
  readonly gainsCredentials: boolean
  /** What is wrong with these parameters; empty where they are well. */
  check(parameters: Readonly<Record<string, Json>>, scene: AttackScene): readonly PartProblem[]
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
  /** What is wrong with an account of the world; `path` within it. */
  checkAccount(account: Json): readonly PartProblem[]
  /** Why whoever is said to have assumed this one's role could not, in AWS's words; null: they could. The accounts are well. */
  whyNotAssumed(accounts: readonly Json[], actor: ExerciseActor): string | null
  /** What is wrong with a finding's payload, placeholders filled in with samples; `path` within the payload. */
  checkPayload(source: string, payload: Json): readonly PartProblem[]
  /** Whether the stage can make findings of this source by itself (`make`): about principals, about profiles of Roles Anywhere. */
  canMake(source: string, about: 'principal' | 'profile'): boolean
}
