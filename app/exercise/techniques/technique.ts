import type { z } from 'zod'
import { spanSchema } from '../../../exercises/duration.js'
import type { ExerciseActor } from '../../../exercises/schema/world.js'
import type { PartProblem, TechniqueKind } from '../../../exercises/stage-kinds.js'
import type { Account } from '../../../simulated-aws/account/account.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import type { Identities } from '../identities.js'

type Parameters = Readonly<Record<string, Json>>

/** What a technique has to work with. */
export interface AttackPlace {
  readonly account: Account
  readonly identities: Identities
  /** Whose credentials the attacker starts with. */
  readonly holds: ExerciseActor
}

/** A technique at work: the stage says when it acts. */
export interface RunningTechnique {
  /** One round of calls, which are synchronous. */
  act(): void
  /** Keys that it would act with. */
  credentials(): readonly string[]
  /** null: once, and that is all. */
  readonly everyMs: number | null
  /** How long it goes on; null: to the end. */
  readonly forMs: number | null
}

/** A technique that a step of an exercise can name. */
export interface Technique extends TechniqueKind {
  /** Throws where the account has nobody whom the attacker could be; parameters must have been checked. */
  begin(place: AttackPlace, parameters: Parameters): RunningTechnique
}

/** How often, and for how long: keys of every technique. */
export const paceShape = { every: spanSchema.optional(), for: spanSchema.optional() }

interface Definition<Schema extends z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly parameters: Schema
  begin(place: AttackPlace, parameters: z.output<Schema>): RunningTechnique
}

export function defineTechnique<Schema extends z.ZodType>(definition: Definition<Schema>): Technique {
  const { name, summary, parameters: schema } = definition
  return {
    name,
    summary,
    check: (parameters) => problemsIn(schema, parameters, name),
    begin: (place, parameters) => definition.begin(place, schema.parse(parameters)),
  }
}

/** What a schema finds wrong with a part of an exercise file. */
export function problemsIn(schema: z.ZodType, value: Json | Parameters, of: string): PartProblem[] {
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      const keys = issue.keys.join(', ')
      return { path: [...path, ...issue.keys.slice(0, 1)], what: `${of} takes no ${keys}`, cure: 'Take it out.' }
    }
    return { path, what: lowerFirst(issue.message), cure: `Correct it: see what ${of} takes in docs/exercises.md.` }
  })
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
