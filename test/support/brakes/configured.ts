import { chmodSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { stringify } from 'yaml'
import type { Runtime } from '../../../app/compose.js'
import { hashToken, loadConfig } from '../../../app/config.js'
import { approvalRulesOf, assemble, timingOf } from '../../../app/from-config.js'
import { defaultPlaybook } from '../../../app/playbooks.js'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { Question } from '../../../src/domain/effect.js'
import { decide } from '../../../src/incidents/decide.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { request } from '../../../src/incidents/request.js'
import { aFinding } from '../fixtures/findings.js'
import { silentLog } from '../store.js'
import { adminKey, adminUser, ciDeploy } from '../world/seed.js'

export const accountId = '111122223333'
export const tokens = { ana: 'token-of-ana-0123456789', olga: 'token-of-olga-012345678' }

/** The credentials of the simulated account, as a process of its operator has them. */
export const environment = {
  AWS_ACCESS_KEY_ID: adminKey.accessKeyId,
  AWS_SECRET_ACCESS_KEY: adminKey.secretAccessKey,
}

interface Changes {
  /** Names of roles that incidents may be about. */
  readonly roles?: readonly string[]
  readonly timeScale?: number
}

/** A simulated account and the configuration of whoever serves it; `on` writes it for one database, null for the embedded one. */
export async function configured({ roles = ['ci-deploy'], timeScale = 60 }: Changes = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-cli-'))
  // PostgreSQL refuses root and then runs as another user, who must get through this folder.
  chmodSync(folder, 0o711)
  const account = await startSimulatedAccount({
    seed: { accountId, roles: roles.map((name) => ciDeploy({ name })), users: [adminUser] },
    enforcementDelayMs: 5,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 10_000,
  })
  const on = (databaseUrl: string | null, name = 'tourniquet.yaml'): string => {
    const path = join(folder, name)
    writeFileSync(path, stringify(configOn(databaseUrl, folder, account, timeScale)))
    return path
  }
  const close = async () => {
    await account.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return { account, folder, on, close }
}

function configOn(url: string | null, dataDir: string, account: SimulatedAccount, timeScale: number) {
  return {
    dataDir,
    database: { url },
    accounts: [{ id: accountId, mode: 'guarded', endpoint: account.url }],
    approvals: {
      contain: { approvers: [{ name: 'ana', tokenSha256: hashToken(tokens.ana) }], expiresMinutes: 24 * 60 },
    },
    operators: [{ name: 'olga', tokenSha256: hashToken(tokens.olga) }],
    sources: { guardduty: { secrets: ['0123456789abcdef0123456789abcdef'] } },
    audit: { checkpointSeconds: 0.2 },
    exercise: { timeScale },
  }
}

/** The product as `serve` puts it together, without its web server. */
export async function running(path: string) {
  const config = loadConfig(path, {})
  const { realms, close } = await assemble({ config, path }, silentLog)
  const runtime: Runtime = realms.home
  const working: { stop(): Promise<void> }[] = []
  const read = async (id: string) => {
    const incident = await runtime.engine.store.readIncident(id)
    if (incident === null) throw new Error(`There is no ${id}.`)
    return incident
  }
  return {
    runtime,
    read,
    work: async () => {
      const options = { workerId: 'wrk_one', leaseMs: 5_000, concurrency: 4, relayIntervalMs: 20 }
      working.push(await runtime.startWorkers(options))
    },
    open: async (name = 'ci-deploy') => {
      const principal = { type: 'role', partition: 'aws', accountId, name } as const
      const finding = aFinding({ accountId, principal, sourceId: `finding about ${name}` })
      return (await openIncident(runtime.engine, finding, { ...defaultPlaybook, timing: timingOf(config) })).incidentId
    },
    approve: async (id: string, question: Question = 'contain') => {
      const planDigest = (await read(id)).snapshot.context.openPlanDigest ?? ''
      const decision = { question, decision: 'approve', planDigest, reason: 'x', by: 'ana' } as const
      const decided = await decide(runtime.engine, approvalRulesOf(config), id, decision)
      if (decided.status !== 'decided') throw new Error(JSON.stringify(decided))
    },
    /** olga asks for the restore; its question has its plan when this resolves. */
    askToRestore: async (id: string) => {
      const wish = { ask: 'restore', restoreAs: 'false-alarm' } as const
      const asked = await request(runtime.engine, approvalRulesOf(config), id, 'olga', 'x', wish)
      if (asked.status !== 'accepted') throw new Error(JSON.stringify(asked))
      await until(
        async () => (await read(id)).snapshot.context.askedCircle !== null,
        async () => `${id} is not asked`,
      )
    },
    reach: async (id: string, ...states: string[]) => {
      await until(
        async () => states.includes((await read(id)).state),
        async () => `${id} is in ${(await read(id)).state}`,
      )
      return read(id)
    },
    close: async () => {
      for (const workers of working) await workers.stop()
      await close()
    },
  }
}

async function until(isSo: () => Promise<boolean>, why: () => Promise<string>): Promise<void> {
  const deadline = performance.now() + 25_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(await why())
    await pause(10)
  }
}

/** Another database with the same rows; the source must have no connections. As CREATE DATABASE ... TEMPLATE makes it. */
export async function copyOf(url: string): Promise<string> {
  const [from, to] = [new URL(url), new URL(url)]
  const name = from.pathname.slice(1)
  to.pathname = `${from.pathname}_copy`
  await onServer(url, `CREATE DATABASE ${name}_copy TEMPLATE ${name}`)
  return to.href
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = new URL(url)
  server.pathname = '/postgres'
  await onDatabaseAt(server.href, statement)
}

/** One statement, by whoever owns the server. */
export async function onDatabaseAt(url: string, statement: string): Promise<void> {
  const db = connectDatabase({ url, log: silentLog, maxConnections: 1 })
  try {
    await sql.raw(statement).execute(db)
  } finally {
    await db.destroy()
  }
}
