import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import { hashToken, loadConfig } from '../../app/config.js'
import { approvalRulesOf, assemble, peopleOf, timingOf } from '../../app/from-config.js'
import type { Realms } from '../../app/realms.js'
import { createServer } from '../../app/server/create-server.js'
import { iamPolicyFor } from '../../integrations/aws/iam-policy.js'
import { purposes } from '../../integrations/aws/permissions.js'
import { trustPolicyFor } from '../../integrations/aws/trust-policy.js'
import { guardDutySample } from '../../integrations/findings/guardduty/sample.js'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import { startSimulatedAccounts } from '../../simulated-aws/simulated-account.js'
import type { Incident } from '../../src/domain/incident.js'
import type { Log } from '../../src/engine/engine.js'
import { ciDeploy, dana } from './world/seed.js'

/** Tourniquet's own account, and one that it looks after beside it. */
export const home = '111122223333'
export const away = '444455556666'
export const externalIds = { [home]: 'id-of-home-17', [away]: 'id-of-away-42' }
const baseKey = { id: 'AKIABASEBASEBASEBASE', secret: 'the secret of base' }
const secret = 'a-secret-of-guardduty'
const tokens = { ana: 'token-of-ana-0123456789', bo: 'token-of-bo-01234567890' }

export const roleArn = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/ir/${name}`

/** The two roles with nothing but what `iam-policy` prints, for the base credentials of the home account. */
function responders(accountId: string, externalId: string): NonNullable<SeedInput['roles']> {
  const principalArn = `arn:aws:iam::${home}:user/base`
  const trustPolicy = JSON.stringify(trustPolicyFor({ principalArn, externalId }))
  const printed = (role: 'investigate' | 'contain') => {
    const document = JSON.stringify(iamPolicyFor(purposes, { partition: 'aws', accountId }, role))
    return [{ name: 'printed', document }]
  }
  return [
    { name: 'look', path: '/ir/', trustPolicy, inlinePolicies: printed('investigate') },
    { name: 'write', path: '/ir/', trustPolicy, inlinePolicies: printed('contain') },
  ]
}

const assuming = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] }
const base = { name: 'base', inlinePolicies: [{ name: 'assume', document: assuming }], accessKeys: [baseKey] }
const seedOf = (accountId: string, externalId: string, users: SeedInput['users'] = []): SeedInput => ({
  accountId,
  users,
  roles: [...responders(accountId, externalId), ciDeploy(), { name: 'another-app' }],
})

export interface TwoAccountsOptions {
  readonly databaseUrl: string
  /** Changes to the accounts of the configuration, by id. */
  readonly accounts?: Readonly<Record<string, object>>
  /** Absent: an exercise in which four minutes take a second. */
  readonly live?: true
}

export type TwoAccounts = Awaited<ReturnType<typeof startTwoAccounts>>

/** The whole program from a configuration with two accounts, in this process, against two simulated ones. */
export async function startTwoAccounts(options: TwoAccountsOptions) {
  const simulated = await startSimulatedAccounts({
    seeds: [seedOf(home, externalIds[home] ?? '', [base]), seedOf(away, externalIds[away] ?? '', [dana()])],
    enforcementDelayMs: 5,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 10_000,
  })
  const [homeAccount, awayAccount] = simulated.accounts
  if (homeAccount === undefined || awayAccount === undefined) throw new Error('two accounts were seeded')
  const forget = useBaseCredentials()
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-accounts-'))
  const path = join(folder, 'tourniquet.yaml')
  await writeFile(path, stringify(configOf(options, simulated.url, folder)))
  const config = loadConfig(path, {})
  const assembled = await assemble({ config, path }, silent)
  const { realms } = assembled
  const server = createServer({
    realms,
    webhooks: { secrets: { guardduty: [secret] } },
    people: peopleOf(config),
    rules: approvalRulesOf(config),
    timing: timingOf(config),
  })
  const workers = realms.all.map((runtime, index) =>
    runtime.startWorkers({ workerId: `wrk_${index}`, leaseMs: 5_000, concurrency: 2, relayIntervalMs: 30 }),
  )
  const close = async () => {
    await server.close()
    await Promise.all((await Promise.all(workers)).map((each) => each.stop()))
    await assembled.close()
    await simulated.close()
    await rm(folder, { recursive: true, force: true })
    forget()
  }
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const reach = (id: string, isThere: (incident: Incident) => boolean) => until(realms, id, isThere)
  return {
    home: homeAccount,
    away: awayAccount,
    realms,
    post: (event: object) => send(`${url}/webhooks/guardduty`, { 'x-api-key': secret }, event),
    ask: (path: string, body?: object, who: keyof typeof tokens = 'ana') =>
      send(`${url}/api${path}`, { authorization: `Bearer ${tokens[who]}` }, body),
    reach,
    close,
  }
}

async function send(url: string, headers: Record<string, string>, body?: object) {
  const json = { ...headers, 'content-type': 'application/json' }
  const how = body === undefined ? { headers } : { method: 'POST', headers: json, body: JSON.stringify(body) }
  const response = await fetch(url, how)
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const approvers = Object.entries(tokens).map(([name, token]) => ({ name, tokenSha256: hashToken(token) }))

function configOf({ databaseUrl, accounts = {}, live }: TwoAccountsOptions, endpoint: string, dataDir: string) {
  const account = (id: string, name: string, externalId: string) => ({
    ...{ id, name, endpoint, externalId, mode: 'guarded' },
    ...{ investigateRole: roleArn(id, 'look'), containRole: roleArn(id, 'write') },
    ...accounts[id],
  })
  return {
    dataDir,
    database: { url: databaseUrl },
    accounts: [account(home, 'tools', externalIds[home] ?? ''), account(away, 'payments', externalIds[away] ?? '')],
    approvals: { contain: { approvers } },
    sources: { guardduty: { secrets: [secret] } },
    ...(live ? {} : { exercise: { timeScale: 240 } }),
  }
}

/** As the SDK finds them. Returns what puts the environment back. */
function useBaseCredentials(): () => void {
  const own = { AWS_ACCESS_KEY_ID: baseKey.id, AWS_SECRET_ACCESS_KEY: baseKey.secret }
  const before = Object.keys(own).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, own)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

async function until(realms: Realms, id: string, isThere: (incident: Incident) => boolean) {
  for (const deadline = performance.now() + 25_000; ; await pause(10)) {
    const incident = await (await realms.ofIncident(id))?.engine.store.readIncident(id)
    if (incident != null && isThere(incident)) return incident
    if (performance.now() > deadline) {
      throw new Error(`${id} is in ${incident?.state} (${incident?.snapshot.context.reason}).`)
    }
  }
}

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** A GuardDuty event about the role ci-deploy of an account. */
export function aboutCiDeploy(accountId: string, findingId: string) {
  const at = new Date(Date.now() - 60_000).toISOString()
  return guardDutySample({
    ...{
      accountId,
      findingId,
      partition: 'aws',
      region: 'us-east-1',
      roleName: 'ci-deploy',
      sessionName: 'build-4711',
    },
    ...{ accessKeyId: 'ASIAEXAMPLE0000000001', firstSeenAt: at, lastSeenAt: at, updatedAt: at },
    remoteIp: '198.51.100.7',
  })
}
