import { z } from 'zod'
import { type Duration, spanSchema } from '../../../exercises/duration.js'
import { idSchema } from '../../../exercises/schema/words.js'
import type { ExerciseActor } from '../../../exercises/schema/world.js'
import type { AttackScene, PartProblem, TechniqueKind } from '../../../exercises/stage-kinds.js'
import type { Account } from '../../../simulated-aws/account/account.js'
import type { Random } from '../../../simulated-aws/account/identifiers.js'
import type { Door } from '../../../simulated-aws/scripted/script.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import type { Identities } from '../identities.js'
import { problemsIn } from './problems-in.js'

export type Parameters = Readonly<Record<string, Json>>

/** What a technique has to work with. */
export interface AttackPlace {
  /** The one that the key is of. */
  readonly account: Account
  /** What it acts with: of what the attacker holds, or of what another step came by (`uses`). */
  readonly accessKeyId: string
  readonly identities: Identities
  /** Whose credentials the attacker starts with, and where it calls from. */
  readonly holds: ExerciseActor
  readonly random: Random
}

/** A technique at work: the stage says when it acts. */
export interface RunningTechnique {
  /** One round of calls, which are synchronous. */
  act(): void
  /** Keys that it would act with, those that it came by included; the newest last. */
  credentials(): readonly string[]
  /** Ways to new credentials that need none of those. */
  doors(): readonly Door[]
}

/** How often, and for how long. */
export interface Pace {
  /** null: once, and that is all. */
  readonly everyMs: number | null
  /** null: to the end. */
  readonly forMs: number | null
}

/** The keys that a step acts with are those that another one came by. */
export interface Used {
  readonly step: string
  /** The name of a user, role or session; null: the newest that AWS takes. */
  readonly of: string | null
}

/** A technique that a step of an exercise can name. */
export interface Technique extends TechniqueKind {
  paceOf(parameters: Parameters, enforcementDelayMs: number): Pace
  /**
   * Takes hold of the key and looks around. Throws NoSuchHolderError where AWS does not take the key, or the technique cannot act
   * as whoever holds it; parameters must have been checked.
   */
  begin(place: AttackPlace, parameters: Parameters): RunningTechnique
}

const holderName = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'it must be the name of a user, role or session')
const usesSchema = z.union([idSchema, z.strictObject({ step: idSchema, of: holderName.optional() })], {
  error: 'it must be the id of a step, or `{step: ID, of: NAME}` with the name of a user, role or session',
})

/** Keys of every technique. */
export const commonShape = {
  every: spanSchema.optional(),
  for: spanSchema.optional(),
  uses: usesSchema.optional(),
}
const commonSchema = z.object(commonShape)

/** null: the step acts with what the attacker holds. */
export function usedBy(parameters: Parameters): Used | null {
  const { uses } = commonSchema.parse(parameters)
  if (uses === undefined) return null
  return typeof uses === 'string' ? { step: uses, of: null } : { step: uses.step, of: uses.of ?? null }
}

/** What is left for the technique itself. */
export function ownParameters({ every: _every, for: _for, uses: _uses, ...own }: Parameters): Parameters {
  return own
}

interface Definition extends Pick<TechniqueKind, 'name' | 'summary' | 'gainsCredentials'> {
  /** With the keys of every technique. */
  readonly schema: z.ZodObject
  /** How often it acts where the file does not say; null: once. */
  everyMs(own: Parameters, enforcementDelayMs: number): number | null
  /** What is wrong with parameters that are well by themselves. */
  checkScene(parameters: Parameters, scene: AttackScene): PartProblem[]
  begin(place: AttackPlace, own: Parameters): RunningTechnique
}

export function defineTechnique(definition: Definition): Technique {
  const { name, summary, gainsCredentials, schema } = definition
  return {
    name,
    summary,
    gainsCredentials,
    check: (parameters, scene) => {
      const problems = problemsIn(schema, parameters, name, Object.keys(schema.shape))
      return problems.length > 0 ? problems : definition.checkScene(parameters, scene)
    },
    paceOf: (parameters, enforcementDelayMs) => {
      const { every, for: span } = commonSchema.parse(parameters)
      const everyMs = msOf(every) ?? definition.everyMs(ownParameters(parameters), enforcementDelayMs)
      return { everyMs, forMs: msOf(span) }
    },
    begin: (place, parameters) => definition.begin(place, ownParameters(parameters)),
  }
}

function msOf(duration: Duration | undefined): number | null {
  return duration?.ms ?? null
}
