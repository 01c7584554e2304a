import { z } from 'zod'
import { sha256 } from '../domain/canonical-json.js'
import { jsonSchema } from '../domain/json-schema.js'
import type { Linked } from './chain.js'
import { actorSchema } from './record.js'

/** One row of the system chain. It is linked like an incident's record; `realm` takes the place of the incident. */
export const systemBodySchema = z.object({
  realm: z.string(),
  seq: z.number().int().positive(),
  /** The recording process's clock, ISO 8601 UTC. */
  at: z.iso.datetime(),
  actor: actorSchema,
  what: z.string(),
  detail: jsonSchema,
})
export type SystemBody = z.infer<typeof systemBodySchema>
export type SystemRecord = Linked<SystemBody>

/** What the first record of a realm's system chain follows: another text than an incident's, so that no id can meet it. */
export function systemGenesisHash(realm: string): string {
  return sha256(`tourniquet system chain v1 ${realm}`)
}
