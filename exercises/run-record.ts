import { z } from 'zod'
import { exerciseModeSchema } from './exercise-file.js'
import { runEventSchema } from './run-event.js'

const count = z.number().int().nonnegative()

/** What the attacker got and still has, by AWS's own word; nobody is asked. */
export const attackerGainsSchema = z.object({
  /** When the first block of the exercise was in force (enforced, not only answered); null: none ever was. */
  blockedAtMs: z.number().nullable(),
  /**
   * Calls of the attacker's that AWS carried out while a block was in force, from when it was enforced until a restore took it off;
   * calls that cannot be denied are not counted.
   */
  callsAfterBlock: z.array(
    z.object({ atMs: z.number(), action: z.string(), by: z.string(), step: z.string().nullable() }),
  ),
  /** What it made to come back by: users, keys, trust, profiles. `standing`: it is still there at the end. */
  persistence: z.array(
    z.object({ what: z.string(), step: z.string().nullable(), atMs: z.number(), standing: z.boolean() }),
  ),
  /** What it could still do at the end, by the policies in force: `s3:GetObject as user/support-2`. */
  couldStill: z.array(z.string()),
  calls: z.object({ succeeded: count, denied: count }),
})
export type AttackerGains = z.output<typeof attackerGainsSchema>

export const nothingGained: AttackerGains = {
  blockedAtMs: null,
  callsAfterBlock: [],
  persistence: [],
  couldStill: [],
  calls: { succeeded: 0, denied: 0 },
}

/** How a run ended. `finished`: there was nothing left to do. Every run has a record, that of a stage that failed too. */
export const runEndSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('limit'), limit: z.literal('maxDuration') }),
  z.object({ kind: z.literal('stopped'), by: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('failed'), error: z.string() }),
])
export type RunEnd = z.output<typeof runEndSchema>

/**
 * All that happened in one run. It is JSON, and is kept: score and report are made of it, the exercise and the incidents' own
 * reports alone. Nothing in it is a secret. Texts are as they were given: escape them where they are shown.
 */
export const runRecordSchema = z.object({
  exercise: z.string(),
  title: z.string(),
  /** Of the exercise as it was played: `sha256:`. */
  digest: z.string(),
  mode: exerciseModeSchema,
  seed: count,
  time: z.enum(['virtual', 'real']),
  /** Who played: `good`, `bad`, `people`, the name of a file of answers. */
  players: z.string(),
  startedAt: z.iso.datetime(),
  endedAtMs: z.number().nonnegative(),
  end: runEndSchema,
  /** In the order in which they happened. */
  events: z.array(runEventSchema),
  /** In the order in which they were opened. */
  incidents: z.array(z.object({ id: z.string(), playbook: z.string(), state: z.string(), open: z.boolean() })),
  gains: attackerGainsSchema,
  liveAwsCalls: count,
})
export type RunRecord = z.output<typeof runRecordSchema>
