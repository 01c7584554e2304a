import { z } from 'zod'
import { incidentContextSchema } from './incident-context.js'

/**
 * A machine's snapshot as stored: `value` is where it is (text, or nested by region), `context` what it remembers.
 * XState persists no machine id or version, so the incident keeps `playbook` and `version` beside it.
 */
export const incidentSnapshotSchema = z.object({
  value: z.json(),
  status: z.enum(['active', 'done']),
  context: incidentContextSchema,
})
export type IncidentSnapshot = z.infer<typeof incidentSnapshotSchema>

/** Our handling of one or more findings on one principal. */
export interface Incident {
  readonly id: string
  readonly realm: string
  readonly playbook: string
  readonly version: string
  readonly principalKey: string
  /** The top-level state: `contained` for every look and wait of it. */
  readonly state: string
  readonly open: boolean
  /** Counts recorded steps: what compare-and-set compares. */
  readonly revision: number
  readonly snapshot: IncidentSnapshot
  readonly auditSeq: number
  readonly auditHash: string
  readonly openedAt: string
  readonly updatedAt: string
}

/** The last step of an incident's state path that people know it by. */
export function topState(value: z.infer<typeof incidentSnapshotSchema>['value']): string {
  if (typeof value === 'string') return value
  const [first] = value !== null && typeof value === 'object' ? Object.keys(value) : []
  if (first === undefined) throw new Error(`A state value without a state: ${JSON.stringify(value)}`)
  return first
}
