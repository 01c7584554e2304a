import type pg from 'pg'
import type { Judgement } from './judge.js'

interface Begun {
  readonly severity: number
  readonly orderedMs: number
  /** When a worker was first seen to have it in hand. */
  readonly begunMs: number
  readonly settledMs: number
}

/** A worker that has just taken an order goes on with it, and what is begun is seen a little late. */
const SLACK_MS = 5_000
const BANDS = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
  ['low', 0],
] as const

/**
 * Whether what is gravest was begun first where the workers were behind: nothing lighter may be begun while something graver has
 * waited for five seconds and goes on waiting for five more. Incidents of one severity go in their order.
 *
 * What counts is when it was begun (`begunMs`, of `watchBegun`), not when it was settled: evidence that takes long, or that a
 * killed worker had in hand, is settled after what was rightly begun after it.
 */
export async function judgeGravity(db: pg.Pool, begunMs: ReadonlyMap<string, number>): Promise<Judgement> {
  const { rows } = await db.query<{ id: string; severity: number; ordered: Date; settled: Date }>(
    `SELECT id, severity, ordered_at AS ordered, settled_at AS settled FROM effect
     WHERE kind = 'collectEvidence' AND settled_at IS NOT NULL ORDER BY settled_at`,
  )
  const begun = rows.map(({ id, severity, ordered, settled }) => ({
    severity,
    orderedMs: ordered.getTime(),
    begunMs: begunMs.get(id) ?? settled.getTime(),
    settledMs: settled.getTime(),
  }))
  const overtaken = begun.filter((one) => begun.some((other) => isOvertaken(other, one)))
  const bands = BANDS.map(([name, from], index) => {
    const below = BANDS[index - 1]?.[1] ?? Number.POSITIVE_INFINITY
    const waits = begun.filter(({ severity }) => severity >= from && severity < below).map(waitOf)
    return `${name} ${waits.length}: ${seconds(waits, 0.5)} / ${seconds(waits, 0.99)}`
  })
  return {
    summary: [`incidents by severity, and how long evidence took from the finding on (p50 / p99): ${bands.join(', ')}`],
    wrong: overtaken.length === 0 ? [] : [`${overtaken.length} of ${begun.length} were begun before something graver`],
  }
}

function isOvertaken(graver: Begun, lighter: Begun): boolean {
  return (
    graver.severity > lighter.severity &&
    graver.orderedMs < lighter.begunMs - SLACK_MS &&
    graver.begunMs > lighter.begunMs + SLACK_MS
  )
}

function waitOf({ orderedMs, settledMs }: Begun): number {
  return settledMs - orderedMs
}

function seconds(waits: readonly number[], share: number): string {
  const sorted = [...waits].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return found === undefined ? '-' : `${(found / 1_000).toFixed(1)} s`
}
