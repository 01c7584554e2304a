import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { type Account, describeRole, enforcedPolicies, findRole, type RoleDescription } from './account/account.js'
import type { LoggedCall } from './account/call-log.js'
import { type Random, randomId } from './account/identifiers.js'
import { createAccount } from './account/seeding.js'
import { issueSession } from './account/sessions.js'
import { type FaultRuleInput, Faults } from './faults.js'
import type { JsonObject } from './json.js'
import { operatorName, operatorUser } from './operator.js'
import { evaluate } from './policy/evaluate.js'
import { type SeedInput, seedSchema } from './seed/seed.js'
import { createWireServer } from './wire/server.js'

export type SimulatedAccountOptions = {
  seed: SeedInput
  /** 0: any free port. */
  port?: number
  host?: string
  enforcementDelayMs?: number
  cloudTrailLagMs?: number
  lookupEventsPerSecond?: number
  emptyPages?: boolean
  now?: () => Date
  random?: Random
  log?: (line: string) => void
}

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export type SimulatedAccount = {
  /** What an AWS client takes as its endpoint. */
  readonly url: string
  readonly account: Account
  /** The user tourniquet-operator, who may do what a responder needs and no more. */
  readonly adminCredentials: Credentials
  /** Everything the API can report about a role; undefined where there is none of the name. */
  describeRole(name: string): RoleDescription | undefined
  /** The truth: whether enforcement lets the role do this now, whatever IAM reports as written. */
  isAllowed(roleName: string, action: string, resource?: string): boolean
  /** Credentials of a role's session that nobody was asked for: stolen ones. Throws where there is no such role. */
  issueCredentials(roleName: string, sessionName: string, durationSeconds?: number): Credentials
  /** Every CloudTrail record, oldest first, those that LookupEvents does not show yet included. */
  records(): JsonObject[]
  calls(): LoggedCall[]
  injectFault(rule: FaultRuleInput): void
  clearFaults(): void
  close(): Promise<void>
}

/** Starts the simulated account on loopback. Throws where the seed is not one (ZodError, SeedError) or the port is taken. */
export async function startSimulatedAccount(options: SimulatedAccountOptions): Promise<SimulatedAccount> {
  const random = options.random ?? randomBytes
  const { account, adminCredentials } = accountWithOperator(options, random)
  const faults = new Faults(() => random(4).readUInt32BE() / 2 ** 32)
  const server = createWireServer({ account, faults, log: options.log ?? (() => {}) })
  const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
  return {
    url,
    account,
    adminCredentials,
    describeRole: (name) => {
      const role = findRole(account, name)
      return role && describeRole(role)
    },
    isAllowed: (roleName, action, resource = '*') => isAllowed(account, roleName, action, resource),
    issueCredentials: (roleName, sessionName, durationSeconds) =>
      issueCredentials(account, roleName, sessionName, durationSeconds),
    records: () => account.trail.all(),
    calls: () => account.calls.list(),
    injectFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    close: () => close(server),
  }
}

function accountWithOperator(options: SimulatedAccountOptions, random: Random) {
  const seed = seedSchema.parse(options.seed)
  const adminCredentials = { accessKeyId: randomId('AKIA', random), secretAccessKey: random(30).toString('base64') }
  // A seed taken from a log of a simulated account has an operator already: this one takes its place.
  const users = seed.users.filter(({ name }) => name.toLowerCase() !== operatorName)
  const account = createAccount({
    seed: { ...seed, users: [...users, operatorUser(adminCredentials)] },
    settings: {
      enforcementDelayMs: options.enforcementDelayMs ?? 4000,
      cloudTrailLagMs: options.cloudTrailLagMs ?? 1000,
      lookupEventsPerSecond: options.lookupEventsPerSecond ?? 2,
      emptyPages: options.emptyPages ?? false,
    },
    now: options.now ?? (() => new Date()),
    random,
  })
  return { account, adminCredentials }
}

function isAllowed(account: Account, roleName: string, action: string, resource: string): boolean {
  const role = findRole(account, roleName)
  if (role === undefined) return false
  const { identity, boundary } = enforcedPolicies(account, role)
  const context = { 'aws:PrincipalArn': role.arn, 'aws:TokenIssueTime': account.now().toISOString() }
  return evaluate({ action, resource, context }, { identity, ...(boundary && { boundary }) }).result === 'allowed'
}

function issueCredentials(
  account: Account,
  roleName: string,
  sessionName: string,
  durationSeconds?: number,
): Credentials {
  const role = findRole(account, roleName)
  if (role === undefined) throw new Error(`The simulated account has no role ${roleName}.`)
  const request = { role, sessionName, durationSeconds: durationSeconds ?? role.maxSessionDurationSeconds }
  const { accessKeyId, secretAccessKey, sessionToken } = issueSession(account, request)
  return { accessKeyId, secretAccessKey, sessionToken }
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
