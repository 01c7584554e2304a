import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { defaultPlaybook } from '../app/playbooks.js'
import { seedSchema } from '../simulated-aws/seed/seed.js'
import { startSimulatedAccount } from '../simulated-aws/simulated-account.js'
import { decide } from '../src/incidents/decide.js'
import { openIncident } from '../src/incidents/open-incident.js'
import type { IamPort } from '../src/ports.js'
import { ACCOUNT, benchRules, benchTiming, composeBench, findingOn } from './bench-runtime.js'
import { type Measurement, measure, quantile } from './measurement.js'
import type { BenchOptions } from './playbook-latency.js'

const APPROVALS_A_ROUND = 30
const GOAL_MS = 50

/**
 * From a person's approval to the instant in which PutRolePolicy leaves the process, with the real SDK over HTTP and every
 * re-check in between (who are we, is it the same role, is it protected, is it there already, undo card on disk).
 */
export async function approvalToWrite(options: BenchOptions): Promise<Measurement> {
  const count = options.rounds * APPROVALS_A_ROUND
  const names = Array.from({ length: count }, (_, index) => `role-${options.salt}-w${index}`)
  const account = await startSimulatedAccount({
    seed: seedSchema.parse({ accountId: ACCOUNT, roles: names.map((name) => ({ name })) }),
    lookupEventsPerSecond: 1_000,
  })
  const filesDir = await mkdtemp(join(tmpdir(), 'tourniquet-bench-files-'))
  const realm = { kind: 'exercise', partition: 'aws', accountId: ACCOUNT, endpoint: account.url } as const
  const { databaseUrl, queue } = options
  const runtime = await composeBench(
    { realm, databaseUrl, redisUrl: queue.redisUrl, credentials: account.adminCredentials },
    filesDir,
  )
  const sent = new Map<string, number>()
  const { access } = runtime.tools
  const writer: typeof access.writer = (...asked) => {
    const hand = access.writer(...asked)
    return { ...hand, iam: timed(hand.iam, sent) }
  }
  Object.assign(runtime.tools, { access: { ...access, writer } })
  const workers = await runtime.startWorkers({
    workerId: 'wrk_bench',
    leaseMs: 60_000,
    concurrency: 4,
    relayIntervalMs: 1_000,
  })
  const waits: number[] = []
  try {
    for (const name of names) {
      const { incidentId } = await openIncident(runtime.engine, findingOn(name), {
        ...defaultPlaybook,
        timing: benchTiming,
      })
      const planDigest = await planOf(runtime.engine.store, incidentId)
      const approvedAt = performance.now()
      await decide(runtime.engine, benchRules, incidentId, {
        question: 'contain',
        decision: 'approve',
        planDigest,
        reason: 'bench',
        by: 'ana',
      })
      waits.push((await sentAt(sent, name)) - approvedAt)
    }
  } finally {
    await workers.stop()
    await runtime.close()
    await account.close()
    await rm(filesDir, { recursive: true, force: true })
  }
  return measure(
    `approval to PutRolePolicy sent p99 of ${count}, queue on ${queue.kind}, against ${GOAL_MS} ms`,
    quantile(waits, 0.99),
    GOAL_MS,
    1,
  )
}

/** The guard runs in the instant before the request leaves. The rest of the port is as it is. */
function timed(iam: IamPort, sent: Map<string, number>): IamPort {
  const put: IamPort['putInlinePolicy'] = (entity, policy, guard) =>
    iam.putInlinePolicy(entity, policy, async () => {
      await guard()
      sent.set(entity.name, performance.now())
    })
  return new Proxy(iam, {
    get: (target, property) => {
      if (property === 'putInlinePolicy') return put
      const member: unknown = Reflect.get(target, property)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

type Store = Parameters<typeof decide>[0]['store']

async function planOf(store: Store, incidentId: string): Promise<string> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const incident = await store.readIncident(incidentId)
    const digest = incident?.snapshot.context.openPlanDigest
    if (incident?.state === 'awaitingApproval' && digest) return digest
    await pause(5)
  }
  throw new Error(`${incidentId} never asked.`)
}

async function sentAt(sent: Map<string, number>, name: string): Promise<number> {
  for (let tries = 0; tries < 5_000; tries += 1) {
    const at = sent.get(name)
    if (at !== undefined) return at
    await pause(1)
  }
  throw new Error(`The write on ${name} was never sent.`)
}
