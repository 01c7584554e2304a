import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Kill } from './kill-workers.js'
import type { Delivery } from './sender.js'
import type { Recovered } from './watch-recovery.js'

export interface Judgement {
  readonly summary: readonly string[]
  readonly wrong: readonly string[]
}

const ACK_P99_GOAL_MS = 100
const RECOVERY_GOAL_MS = 10_000

/** What was measured, and what must not be: an answer without its record, a record without an answer, a slow one. */
export async function judge(db: pg.Pool, deliveries: readonly Delivery[], kills: readonly Kill[]): Promise<Judgement> {
  const acks = deliveries.filter(({ status }) => status === 202).map(({ tookMs }) => tookMs)
  const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => quantile(acks, share))
  const byStatus = [...countBy(deliveries.map(({ kind, status }) => `${kind} ${status}`))]
  const summary = [
    `answers: ${byStatus.map(([what, count]) => `${what}: ${count}`).join(', ')}`,
    `202 after p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, at most ${worst?.toFixed(1)} ms`,
    ...describeKills(kills),
  ]
  const wrong = [
    ...(await wrongRecords(db, deliveries)),
    ...deliveries.flatMap(wrongAnswer),
    ...((p99 ?? Number.POSITIVE_INFINITY) > ACK_P99_GOAL_MS ? [`p99 is above ${ACK_P99_GOAL_MS} ms`] : []),
    ...wrongRecoveries(kills),
  ]
  return { summary, wrong }
}

function describeKills(kills: readonly Kill[]): string[] {
  const lost = kills.flat()
  const caught = kills.filter((kill) => kill.length > 0).length
  const kinds = [...countBy(lost.map(({ kind }) => kind))].map(([kind, count]) => `${kind}: ${count}`).join(', ')
  const once = lost.filter((work) => !isLostAgain(work, lost))
  return [
    `${kills.length} workers killed, ${caught} with work in hand (${kinds === '' ? 'none' : kinds})`,
    `which was taken up again after ${spread(lost.map(({ takenUpMs }) => takenUpMs))}`,
    `${lost.length - once.length} of it was lost again with the next worker; the rest was settled after ${spread(once.map(({ settledMs }) => settledMs))}`,
  ]
}

/** Its next holder was killed in turn: that kill says when it was settled. */
function isLostAgain({ id, attempt }: Recovered, lost: readonly Recovered[]): boolean {
  return lost.some((other) => other.id === id && other.attempt > attempt)
}

function spread(timesMs: readonly (number | null)[]): string {
  const values = timesMs.map((ms) => ms ?? Number.POSITIVE_INFINITY)
  const [p50, worst] = [0.5, 1].map((share) => ((quantile(values, share) ?? Number.NaN) / 1_000).toFixed(1))
  return `p50 ${p50} s, at most ${worst} s`
}

/** Kills that hit nobody at work would show nothing. */
function wrongRecoveries(kills: readonly Kill[]): string[] {
  if (kills.length > 0 && kills.flat().length === 0) return ['no killed worker had work in hand']
  const lost = kills.flat()
  const isLate = (ms: number | null) => ms === null || ms > RECOVERY_GOAL_MS
  return lost
    .filter((work) => isLate(work.takenUpMs) || (isLate(work.settledMs) && !isLostAgain(work, lost)))
    .map(({ kind, id, takenUpMs, settledMs }) => {
      const [taken, settled] = [takenUpMs, settledMs].map((ms) =>
        ms === null ? 'never' : `after ${Math.round(ms)} ms`,
      )
      return `${kind} ${id} of a killed worker: taken up ${taken}, settled ${settled}; the goal is ${RECOVERY_GOAL_MS} ms`
    })
}

function wrongAnswer({ kind, status, findingId }: Delivery): string[] {
  if (kind === 'malformed') return status >= 400 && status < 500 ? [] : [`malformed ${findingId}: ${status}`]
  return status === 202 ? [] : [`${kind} ${findingId}: ${status}`]
}

/** Each 202 has exactly one record, at the incident that it named; and there is no record that nobody sent. */
async function wrongRecords(db: pg.Pool, deliveries: readonly Delivery[]): Promise<string[]> {
  const { rows } = await db.query<{ source_id: string; incident_id: string }>(
    `SELECT body->>'sourceId' AS source_id, incident_id FROM finding`,
  )
  const records = new Map<string, string[]>()
  for (const row of rows) records.set(row.source_id, [...(records.get(row.source_id) ?? []), row.incident_id])
  const taken = deliveries.filter(({ status }) => status === 202)
  const known = new Set(taken.map(({ findingId }) => findingId))
  const lost = taken.flatMap(({ findingId, incidentId }) => {
    const found = records.get(findingId) ?? []
    return found.length === 1 && found[0] === incidentId ? [] : [`${findingId}: recorded ${found.length} times`]
  })
  // A repetition may overtake the first delivery: of one finding, one answer says that it was new.
  const news = countBy(taken.filter(({ deduplicated }) => !deduplicated).map(({ findingId }) => findingId))
  const twice = [...known].filter((id) => news.get(id) !== 1)
  return [
    ...lost,
    ...twice.map((id) => `${id} was called new ${news.get(id) ?? 0} times`),
    ...[...records.keys()].filter((id) => !known.has(id)).map((id) => `${id} was recorded and never answered with 202`),
  ]
}

/** Waits until every incident waits for people, and says how many do not. */
export async function untilQuiet(db: pg.Pool, patienceMs: number): Promise<readonly string[]> {
  const giveUpAtMs = performance.now() + patienceMs
  for (;;) {
    const { rows } = await db.query<{ state: string; count: number }>(
      `SELECT state, count(*)::integer AS count FROM incident WHERE state <> 'awaitingApproval' GROUP BY state`,
    )
    if (rows.length === 0) return []
    if (performance.now() > giveUpAtMs)
      return rows.map(({ state, count }) => `${count} incidents are still in ${state}`)
    await pause(200)
  }
}

function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
