import { z } from 'zod'
import { jsonSchema } from '../domain/json-schema.js'
import type { Linked } from './chain.js'

/** Who made a step happen. Names of people are those of the configuration; external texts are escaped where shown. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), name: z.string() }),
  z.object({ kind: z.literal('person'), name: z.string() }),
  z.object({ kind: z.literal('worker'), name: z.string(), effectId: z.string(), attempt: z.number().int() }),
  z.object({ kind: z.literal('timer'), name: z.string() }),
  z.object({ kind: z.literal('engine'), name: z.string() }),
])
export type Actor = z.infer<typeof actorSchema>

/**
 * One row of the record: what happened, who made it happen, where that led, and what was ordered in consequence. Orders
 * are recorded before any worker can carry them out, so every write has its intent on the record before it leaves.
 * Secrets never come here: events and orders hold none.
 */
export const auditBodySchema = z.object({
  incidentId: z.string(),
  seq: z.number().int().positive(),
  /** The recording process's clock, ISO 8601 UTC. */
  at: z.iso.datetime(),
  actor: actorSchema,
  /** The event's type, or `OPENED`, `PARKED`. */
  what: z.string(),
  detail: jsonSchema,
  from: z.string().nullable(),
  to: z.string(),
  /** The event meant nothing where the incident was: recorded, and nothing followed. */
  ignored: z.boolean(),
  orders: z.array(z.object({ id: z.string(), kind: z.string() })),
})
export type AuditBody = z.infer<typeof auditBodySchema>

export type AuditRecord = Linked<AuditBody>
