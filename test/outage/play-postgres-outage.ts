import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { postFinding, takenOf } from '../support/service/responder.js'
import type { ServiceProcess } from '../support/service/service-process.js'
import { createServiceWorld, type ServiceWorld } from '../support/service/service-world.js'
import { useTestPostgres } from '../support/services.js'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js'
import { until } from './until.js'

/** How the database is not there: its connections break and new ones are refused, or nothing answers any more. */
export type Absence = 'refused' | 'silent'

export interface PostgresOutage {
  /** Findings of which each was sent once while the database was away, and answered with 503. */
  readonly refused: number
  /** From the beginning until /readyz said 503; null where a silence was over before it was noticed. */
  readonly saidMs: number | null
  /** From the return until an order was claimed or its outcome recorded. */
  readonly resumedMs: number
  /** From the return until a finding was taken in. */
  readonly takenMs: number
  /** From the return until /readyz says 200 again. */
  readonly readyMs: number
  /** From the return until every finding of before waits for people, work in hand included. */
  readonly settledMs: number
  /** What must not be; empty. */
  readonly wrong: readonly string[]
}

const BEFORE = 8

/**
 * The queue on PostgreSQL goes with the record, since both are the database of `database.url`: work stands still, findings
 * are answered with 503, and the source sends them again. Under `serve --no-workers` and two `work` processes.
 */
export async function playPostgresOutage(outageMs: number, absence: Absence): Promise<PostgresOutage> {
  const real = new URL((await useTestPostgres()).url)
  const proxy = await startTcpProxy({ host: real.hostname, port: Number(real.port) })
  const databaseUrl = Object.assign(new URL(real.href), { hostname: '127.0.0.1', port: String(proxy.port) }).href
  const roles = indexes(0, BEFORE + Math.max(4, Math.round(outageMs / 1_000))).map((index) => `app-${index}`)
  const world = await createServiceWorld({ databaseUrl, redisUrl: null, roles })
  const db = new pg.Pool({ connectionString: real.href, max: 2 })
  try {
    const findings = roles.map((role, index) => world.finding({ role, id: String(index).padStart(32, 'c') }))
    return await play({ world, findings, proxy, db, outageMs, absence })
  } finally {
    proxy.mend()
    await world.close()
    await proxy.close()
    await db.end()
  }
}

interface Stage {
  readonly world: ServiceWorld
  /** Sent as they are again and again: a finding that was updated would be another one. */
  readonly findings: readonly object[]
  readonly proxy: TcpProxy
  /** Past the proxy. */
  readonly db: pg.Pool
  readonly outageMs: number
  readonly absence: Absence
}

async function play(stage: Stage): Promise<PostgresOutage> {
  const { world, findings, proxy, db, outageMs, absence } = stage
  const meanwhile = findings.length - BEFORE
  const [serve] = await Promise.all([
    world.start(['serve', '--no-workers']),
    world.start(['work']),
    world.start(['work']),
  ])
  await until(() => says(serve, 200), 20)
  const before = await Promise.all(indexes(0, BEFORE).map((index) => postNth(stage, serve, index)))
  const known = before.map(takenOf).map(({ incidentId }) => incidentId)
  if (absence === 'refused') proxy.cut()
  else proxy.silence()
  const awayAtMs = performance.now()
  const state = { back: false }
  const saying = noticed(serve, state)
  const answering = Promise.all(
    indexes(BEFORE, meanwhile).map(async (index, at) => {
      await pause((at * outageMs) / meanwhile / 2)
      return postNth(stage, serve, index)
    }),
  )
  await pause(Math.max(0, outageMs - (performance.now() - awayAtMs)))
  const stood = await progressOf(db)
  proxy.mend()
  state.back = true
  const [resumedMs, takenMs, readyMs, settledMs] = await Promise.all([
    until(async () => (await progressOf(db)) !== stood, 5),
    until(async () => (await postNth(stage, serve, BEFORE)).status === 202, 20),
    until(() => says(serve, 200), 20),
    until(async () => (await unsettled(db, known)) === 0, 20),
  ])
  const [answers, saidMs] = [await answering, await saying]
  // A silence that was not noticed yet may end before it is: then the finding is recorded, as `sendAgain` shows.
  const allowed = absence === 'silent' ? [202, 503] : [503]
  const wrong = [
    ...answers
      .filter(({ status }) => !allowed.includes(status))
      .map(({ status, text }) => `while it was away: ${status} ${text}`),
    ...(await sendAgain(stage, serve)),
  ]
  return {
    refused: answers.filter(({ status }) => status === 503).length,
    saidMs,
    resumedMs,
    takenMs,
    readyMs,
    settledMs,
    wrong,
  }
}

/** Everything once more, as a source does that was told to: each has one record then, and its incident moves. */
async function sendAgain(stage: Stage, serve: ServiceProcess): Promise<string[]> {
  const count = stage.findings.length
  const ids: string[] = []
  for (const index of indexes(0, count)) ids.push(takenOf(await postNth(stage, serve, index)).incidentId)
  await until(async () => (await unsettled(stage.db, ids)) === 0, 50)
  const { rows } = await stage.db.query<{ findings: number; incidents: number }>(
    'SELECT count(*)::integer AS findings, count(DISTINCT incident_id)::integer AS incidents FROM finding',
  )
  const [found] = rows
  return found?.findings === count && found.incidents === count
    ? []
    : [`${count} findings were sent: ${found?.findings} are recorded, of ${found?.incidents} incidents`]
}

function postNth({ findings }: Stage, serve: ServiceProcess, index: number) {
  return postFinding(serve.url, findings[index] ?? {})
}

async function says(serve: ServiceProcess, status: number): Promise<boolean> {
  return (await fetch(`${serve.url}/readyz`)).status === status
}

async function noticed(serve: ServiceProcess, state: { readonly back: boolean }): Promise<number | null> {
  const awayAtMs = performance.now()
  while (!state.back) {
    if (await says(serve, 503)) return performance.now() - awayAtMs
    await pause(20)
  }
  return null
}

/** Changes with each order that is claimed or settled. */
async function progressOf(db: pg.Pool): Promise<string | undefined> {
  const { rows } = await db.query<{ progress: string }>(
    "SELECT concat(sum(attempt), '/', count(settled_at)) AS progress FROM effect",
  )
  return rows[0]?.progress
}

async function unsettled(db: pg.Pool, ids: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM unnest($1::text[]) AS id LEFT JOIN incident USING (id)
     WHERE state IS DISTINCT FROM 'awaitingApproval'`,
    [ids],
  )
  return rows[0]?.count ?? ids.length
}

function indexes(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}
