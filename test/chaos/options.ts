import { parseArgs } from 'node:util'
import type { QueueKind } from './services.js'

export interface ChaosOptions {
  readonly queues: readonly QueueKind[]
  readonly parts: readonly ('commits' | 'http' | 'zombie')[]
  readonly from: number
  readonly to: number
  readonly parallel: number
  /** The product's logs of failed runs go here; null: they are not kept. */
  readonly logs: string | null
}

export const USAGE = `npm run test:chaos -- [--queue redis|postgres|both] [--only commits|http|zombie] [--from N] [--to N]
                      [--parallel N] [--logs DIR]

Kills the product with SIGKILL around every database commit and every call to AWS of a run, wipes the job queue each
time, starts it again, and checks that the run ends well. Then stops workers for longer than their lease.
--from and --to narrow the points down; --logs keeps what the product logged in failed runs.
`

/** The arguments, or a sentence about what is wrong with them. */
export function parseOptions(argv: readonly string[]): ChaosOptions | string {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { queue: text, only: text, from: text, to: text, parallel: text, logs: text },
    })
    const queues = chosen(['redis', 'postgres'], values.queue === 'both' ? undefined : values.queue)
    const parts = chosen(['commits', 'http', 'zombie'], values.only)
    const [from, to] = [count(values.from, 1), count(values.to, Number.MAX_SAFE_INTEGER)]
    // Most of a run is waiting for a lease to end, so more runs than processors are no waste. One takes some 12 connections,
    // of which PostgreSQL has 100, and one of Redis's 16 databases.
    const parallel = Math.min(count(values.parallel, 6), 16)
    return { queues, parts, from, to, parallel, logs: values.logs ?? null }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function chosen<const T extends string>(all: readonly T[], wanted: string | undefined): readonly T[] {
  if (wanted === undefined) return all
  const found = all.filter((one) => one === wanted)
  if (found.length === 0) throw new Error(`"${wanted}" is none of ${all.join(', ')}.`)
  return found
}

function count(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`"${text}" is no whole number from 1 on.`)
  return number
}
