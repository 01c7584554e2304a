import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import { defaultPlaybook } from '../app/playbooks.js'
import { connectQueue } from '../integrations/queue/connect-queue.js'
import type { StepRecord } from '../src/engine/incident-store.js'
import { decide } from '../src/incidents/decide.js'
import { openIncident } from '../src/incidents/open-incident.js'
import { ACCOUNT, benchRules, benchTiming, composeBench, findingOn, watched } from './bench-runtime.js'
import type { BenchQueue } from './bench-servers.js'
import { instantAccount } from './instant-account.js'
import { type Measurement, measure, quantile } from './measurement.js'

export interface BenchOptions {
  readonly databaseUrl: string
  readonly queue: BenchQueue
  readonly rounds: number
  readonly salt: string
}

const RUNS_A_ROUND = 40
/** Orders of one run: collectEvidence, preparePlan, askApproval, putBlock. The peer chains as many jobs, and the two events. */
const CHAINED_JOBS = 6

/**
 * From the finding to the written block, everything answering in 0 ms: what recording, claiming and queueing cost. Peers,
 * in turn with it in every round: as many bare commits on the same server, and bare chained jobs, which record nothing.
 */
export async function playbookLatency(options: BenchOptions): Promise<Measurement[]> {
  const filesDir = await mkdtemp(join(tmpdir(), 'tourniquet-bench-files-'))
  const ours = await startOurs(options, filesDir)
  const commits = await bareCommits(options)
  const jobs = await chainedJobs(options)
  const samples = { ours: [] as number[], commits: [] as number[], jobs: [] as number[] }
  try {
    await ours.run('warm-up')
    for (let round = 0; round < options.rounds; round += 1) {
      for (let run = 0; run < RUNS_A_ROUND; run += 1) {
        samples.ours.push(await ours.run(`${round}-${run}`))
        samples.commits.push(await commits.run(ours.commitsARun()))
        samples.jobs.push(await jobs.run())
      }
    }
  } finally {
    await ours.close()
    await commits.close()
    await jobs.close()
    await rm(filesDir, { recursive: true, force: true })
  }
  const title = `playbook p50, queue on ${options.queue.kind}`
  const median = quantile(samples.ours, 0.5)
  return [
    measure(`${title}, against ${ours.commitsARun()} bare commits`, median, quantile(samples.commits, 0.5), 2),
    measure(`${title}, against ${CHAINED_JOBS} chained jobs`, median, quantile(samples.jobs, 0.5), 1),
    measure(
      `playbook p99 against its own p50, queue on ${options.queue.kind}`,
      quantile(samples.ours, 0.99),
      median,
      3,
    ),
  ]
}

async function startOurs(options: BenchOptions, filesDir: string) {
  const realm = {
    kind: 'exercise',
    partition: 'aws',
    accountId: ACCOUNT,
    endpoint: `http://bench-${options.salt}`,
  } as const
  const runtime = await composeBench(
    { realm, databaseUrl: options.databaseUrl, redisUrl: options.queue.redisUrl },
    filesDir,
  )
  const waiting = new Map<string, () => void>()
  const counted = { commits: 0 }
  const store = watched(runtime.engine.store, (step) => {
    counted.commits += 1
    waiting.get(keyOf(step))?.()
  })
  const engine = { ...runtime.engine, store: { ...store, claimEffect: countingClaims(store.claimEffect, counted) } }
  const instant = instantAccount(ACCOUNT)
  const access = { partition: 'aws', accountId: ACCOUNT, reader: () => instant, writer: () => instant }
  Object.assign(runtime.tools, { engine, access, undoCards: { file: async () => {} } })
  const workers = await runtime.startWorkers({
    workerId: 'wrk_bench',
    leaseMs: 60_000,
    concurrency: 4,
    relayIntervalMs: 5_000,
  })
  const reached = (incidentId: string, what: string) =>
    new Promise<void>((resolve) => waiting.set(`${incidentId} ${what}`, resolve))
  const one = { commits: 0 }
  return {
    commitsARun: () => one.commits,
    run: async (name: string): Promise<number> => {
      const before = counted.commits
      const startedAt = performance.now()
      const opened = await openIncident(engine, findingOn(`role-${options.salt}-${name}`), {
        ...defaultPlaybook,
        timing: benchTiming,
      })
      await reached(opened.incidentId, 'QUESTION_ASKED')
      const incident = await runtime.engine.store.readIncident(opened.incidentId)
      const planDigest = incident?.snapshot.context.openPlanDigest ?? ''
      const blocked = reached(opened.incidentId, 'BLOCK_APPLIED')
      const decided = await decide(engine, benchRules, opened.incidentId, {
        question: 'contain',
        decision: 'approve',
        planDigest,
        reason: 'bench',
        by: 'ana',
      })
      if (decided.status !== 'decided') throw new Error(`The bench's approval was ${decided.status}.`)
      await blocked
      one.commits = counted.commits - before
      return performance.now() - startedAt
    },
    close: async () => {
      await workers.stop()
      await runtime.close()
    },
  }
}

function keyOf(step: StepRecord): string {
  return `${step.incident.id} ${step.audit.body.what}`
}

function countingClaims<A extends unknown[], R>(claim: (...args: A) => Promise<R>, counted: { commits: number }) {
  return (...args: A): Promise<R> => {
    counted.commits += 1
    return claim(...args)
  }
}

async function bareCommits({ databaseUrl, salt }: BenchOptions) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const name = `bare_${salt}`
  await client.query(`CREATE TABLE ${name} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb NOT NULL)`)
  const body = JSON.stringify({ state: 'awaitingApproval', context: 'x'.repeat(1_000) })
  return {
    run: async (commits: number): Promise<number> => {
      const startedAt = performance.now()
      for (let done = 0; done < commits; done += 1) await client.query(`INSERT INTO ${name} (body) VALUES ($1)`, [body])
      return performance.now() - startedAt
    },
    close: async () => {
      await client.query(`DROP TABLE ${name}`)
      await client.end()
    },
  }
}

async function chainedJobs({ databaseUrl, queue, salt }: BenchOptions) {
  const quiet = { warn: () => {}, error: () => {} }
  const jobs = await connectQueue({
    redisUrl: queue.redisUrl,
    postgresUrl: databaseUrl,
    realm: `bare-${salt}`,
    log: quiet,
  })
  const chain = await jobs.createQueue<{ left: number }>('chain')
  const waiting = { done: () => {} }
  await jobs.createWorker<{ left: number }>(
    'chain',
    async (job) => {
      if (job.data.left > 1) await chain.add('step', { left: job.data.left - 1 })
      else waiting.done()
    },
    { concurrency: 4 },
  )
  return {
    run: async (): Promise<number> => {
      const startedAt = performance.now()
      const done = new Promise<void>((resolve) => {
        waiting.done = resolve
      })
      await chain.add('step', { left: CHAINED_JOBS })
      await done
      return performance.now() - startedAt
    },
    close: () => jobs.close(),
  }
}
