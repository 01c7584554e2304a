import type { z } from 'zod'
import type { Account } from '../account/account.js'
import type { Random } from '../account/identifiers.js'
import { ScriptedRun } from './run.js'
import type { Script } from './script.js'

/** What a scripted technique has to work with. */
export type ScriptedContext = {
  readonly account: Account
  /** What the attacker holds: the access key of a user, or that of any session. */
  readonly accessKeyId: string
  readonly sourceIp: string
  readonly userAgent: string
  /** Where its choices come from: the same bytes, the same choices. */
  readonly random: Random
}

export type ScriptedTechnique = {
  readonly name: string
  /** Of ATT&CK: `T1098.001`. */
  readonly attackId: string
  /** One sentence. */
  readonly summary: string
  readonly parameters: z.ZodObject
  /** Whether it comes by credentials beyond those that it began with: keys, sessions, tokens. */
  readonly gainsCredentials: boolean
  /** With these parameters it can act as nobody else; absent: as either. */
  readonly actsAs?: (parameters: Readonly<Record<string, unknown>>) => 'user' | 'role' | null
  /**
   * Takes hold of what the context names and looks around, and does no more until the first step. Throws a ZodError for
   * parameters that the schema refuses, and NoSuchHolderError where the technique cannot act as whoever holds the key.
   */
  begin(context: ScriptedContext, parameters: Readonly<Record<string, unknown>>): ScriptedRun
}

type Definition<Schema extends z.ZodObject> = Omit<ScriptedTechnique, 'parameters' | 'begin'> & {
  readonly parameters: Schema
  begin(context: ScriptedContext, parameters: z.output<Schema>): Script
}

export function defineTechnique<Schema extends z.ZodObject>(definition: Definition<Schema>): ScriptedTechnique {
  const { parameters: schema } = definition
  return {
    ...definition,
    begin: (context, parameters) => {
      const given = schema.parse(parameters)
      return new ScriptedRun(context.account, () => definition.begin(context, given))
    },
  }
}
