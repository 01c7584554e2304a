import { parseArgs } from 'node:util'
import { z } from 'zod'

export const USAGE = `npm run test:load -- [options]
  --rate N          findings a second (300)
  --seconds N       for how long (60)
  --principals N    different principals that they are about, one after the other (60)
  --workers N       worker processes (2)
  --kill-every N    seconds between kills of a worker that has work in hand, 0 for none (5)
  --queue KIND      redis or postgres (redis)
  --seed N          of the mixture (1)
`

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

const schema = z.object({
  rate: count(1, 5_000).default(300),
  seconds: count(1, 3_600).default(60),
  principals: count(1, 10_000).default(60),
  workers: count(0, 16).default(2),
  'kill-every': count(0, 3_600).default(5),
  queue: z.enum(['redis', 'postgres']).default('redis'),
  seed: count(0, 2 ** 31).default(1),
})
export type LoadOptions = z.infer<typeof schema>

/** The options, or why they are none. */
export function parseOptions(args: readonly string[]): LoadOptions | string {
  try {
    const options = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, { type: 'string' } as const]))
    const { values } = parseArgs({ args: [...args], options })
    const parsed = schema.safeParse(values)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return `--${issue?.path.join('.')}: ${issue?.message}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
