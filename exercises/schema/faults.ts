import { z } from 'zod'
import { durationSchema, spanSchema } from '../duration.js'
import { idSchema } from './words.js'

/** A glob over `service:Operation`: `iam:PutRolePolicy`, `iam:*`. */
const operation = z
  .string()
  .regex(/^([a-z0-9-]{1,40}|\*):[A-Za-z0-9*]{1,80}$/, 'it must be `service:Operation`: `iam:PutRolePolicy`')
const times = z.number().int().min(1).max(1_000).default(1)

/** What goes wrong on cue. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** AWS answers `Throttling` this many times. */
  z.strictObject({ kind: z.literal('throttle'), operation, times }),
  /** AWS answers with an error; `after`: the call has its effect, and only the answer is bad. */
  z.strictObject({
    kind: z.literal('error'),
    operation,
    code: z.string().regex(/^[\w.]{1,100}$/, 'it must be the code of an AWS error: `ServiceFailure`'),
    status: z.number().int().min(400).max(599).default(500),
    when: z.enum(['before', 'after']).default('before'),
    times,
  }),
  /** The connection breaks; `after`: the call has its effect, and nobody learns of it. */
  z.strictObject({ kind: z.literal('cutOff'), operation, when: z.enum(['before', 'after']).default('before'), times }),
  z.strictObject({ kind: z.literal('slow'), operation, by: spanSchema, times }),
  /** From now on CloudTrail shows calls this much later. */
  z.strictObject({ kind: z.literal('trailLate'), by: durationSchema }),
  /** Nothing reaches people in the chat for this long. */
  z.strictObject({ kind: z.literal('chatDown'), for: spanSchema }),
  /** A role of the exercise does not answer for this long. */
  z.strictObject({ kind: z.literal('away'), who: idSchema, for: spanSchema }),
  /** The worker process dies: now, or around the next write to IAM. Another one takes over. */
  z.strictObject({ kind: z.literal('killWorker'), when: z.enum(['now', 'beforeWrite', 'afterWrite']).default('now') }),
])
export type ExerciseFault = z.output<typeof faultSchema>
