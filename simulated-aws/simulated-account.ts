import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { type Account, findGroup, findRole, findUser } from './account/account.js'
import type { LoggedCall } from './account/call-log.js'
import {
  describeGroup,
  describeRole,
  describeUser,
  type GroupDescription,
  type RoleDescription,
  type UserDescription,
} from './account/describe.js'
import { type Random, randomId } from './account/identifiers.js'
import { makeNeighbours } from './account/neighbours.js'
import { createAccount } from './account/seeding.js'
import type { BeforeCall } from './before-call.js'
import { type FaultRuleInput, Faults } from './faults.js'
import { type Credentials, type FederationOptions, issueFor } from './issue-credentials.js'
import type { JsonObject } from './json.js'
import { seedAnywhere } from './operations/rolesanywhere/seed-anywhere.js'
import { operatorName, operatorUser } from './operator.js'
import { isKeyAllowed, isPrincipalAllowed, type PrincipalName } from './pipeline/enforcement.js'
import { type SeedInput, seedSchema } from './seed/seed.js'
import { type IamThrottle, throttleIam } from './throttling.js'
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
  trailDeliveryLagMs?: number
  digestKeyEveryMs?: number
  logsQueryMs?: number
  investigationMs?: number
  now?: () => Date
  random?: Random
  /** Limits IAM's own API; absent: no limit. */
  iamThrottle?: IamThrottle
  /** Called and awaited for each HTTP call before it takes effect. */
  beforeCall?: BeforeCall
  log?: (line: string) => void
}

export type { Credentials }

export type SimulatedAccount = {
  /** What an AWS client takes as its endpoint. */
  readonly url: string
  readonly account: Account
  /** The user tourniquet-operator, who may do what a responder needs and no more. */
  readonly adminCredentials: Credentials
  /** Everything the API can report about a role; undefined where there is none of the name. */
  describeRole(name: string): RoleDescription | undefined
  describeUser(name: string): UserDescription | undefined
  describeGroup(name: string): GroupDescription | undefined
  /**
   * The truth: whether enforcement lets the principal do this now, whatever IAM reports as written. A name alone is a
   * role's. For a role the answer is that of a session issued this moment, for a user that of a long-term key.
   */
  isAllowed(principal: PrincipalName, action: string, resource?: string): boolean
  /** The same for who holds this key, of whatever kind: a dead, expired or disabled key is allowed nothing. */
  isKeyAllowed(accessKeyId: string, action: string, resource?: string): boolean
  /** Credentials of a role's session that nobody was asked for: stolen ones. Throws where there is no such role. */
  issueCredentials(roleName: string, sessionName: string, durationSeconds?: number): Credentials
  /** What GetSessionToken would have given the user. Throws where there is no such user. */
  issueSessionToken(userName: string, durationSeconds?: number): Credentials
  /** What GetFederationToken would have given the user; with `console`, a federated console session. Throws likewise. */
  issueFederationToken(userName: string, name: string, options?: FederationOptions): Credentials
  /** Every CloudTrail record, oldest first, those that LookupEvents does not show yet included. */
  records(): JsonObject[]
  calls(): LoggedCall[]
  injectFault(rule: FaultRuleInput): void
  clearFaults(): void
  close(): Promise<void>
}

/** Starts the simulated account on loopback. Throws where the seed is not one (ZodError, SeedError) or the port is taken. */
export async function startSimulatedAccount(options: SimulatedAccountOptions): Promise<SimulatedAccount> {
  const { accounts, close } = await startSimulatedAccounts({ ...options, seeds: [options.seed] })
  const [account] = accounts
  if (account === undefined) throw new Error('No account was started.')
  return { ...account, close }
}

export type SimulatedAccountsOptions = Omit<SimulatedAccountOptions, 'seed'> & {
  seeds: SeedInput[]
  /** Of each account a source of its own: what happens in one then changes nothing that another draws. */
  randomOf?: (accountId: string) => Random
}

/** Accounts of one partition, behind one server; closed together. */
export type SimulatedAccounts = { readonly url: string; readonly accounts: SimulatedAccount[]; close(): Promise<void> }

/**
 * Several accounts behind one address, as AWS has them: the key that signs a request decides whose it is, and roles can be
 * assumed from one into another. Throws as `startSimulatedAccount` does, and SeedError where two seeds share an account id
 * or a key.
 */
export async function startSimulatedAccounts(options: SimulatedAccountsOptions): Promise<SimulatedAccounts> {
  const { beforeCall, log = () => {} } = options
  const made = makeAccounts(options)
  for (const { account } of made) if (options.iamThrottle !== undefined) throttleIam(account, options.iamThrottle)
  const server = createWireServer({ premises: made, log, ...(beforeCall && { beforeCall }) })
  const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
  const closeAll = () => close(server)
  return { url, accounts: made.map((one) => ({ ...handleOf(one), url, close: closeAll })), close: closeAll }
}

/** A simulated account that nobody can call by HTTP. */
export type UnservedAccount = Omit<SimulatedAccount, 'url' | 'close'>

/** The same accounts without a server: to ask what would come of a call in them. Throws as `startSimulatedAccounts` does. */
export function unservedAccounts(seeds: SeedInput[]): UnservedAccount[] {
  return makeAccounts({ seeds }).map(handleOf)
}

function makeAccounts({ seeds, ...options }: SimulatedAccountsOptions): Made[] {
  const made = seeds.map((seed) => {
    const random = options.randomOf?.(seed.accountId) ?? options.random ?? randomBytes
    const faults = new Faults(() => random(4).readUInt32BE() / 2 ** 32)
    return { ...accountWithOperator({ ...options, seed }, random), faults }
  })
  makeNeighbours(made.map(({ account }) => account))
  return made
}

type Made = { account: Account; adminCredentials: Credentials; faults: Faults }

function handleOf({ account, adminCredentials, faults }: Made): UnservedAccount {
  return {
    account,
    adminCredentials,
    describeRole: (name) => {
      const role = findRole(account, name)
      return role && describeRole(role)
    },
    describeUser: (name) => {
      const user = findUser(account, name)
      return user && describeUser(account, user)
    },
    describeGroup: (name) => {
      const group = findGroup(account, name)
      return group && describeGroup(group)
    },
    isAllowed: (principal, action, resource = '*') => isPrincipalAllowed(account, principal, action, resource),
    isKeyAllowed: (accessKeyId, action, resource = '*') => isKeyAllowed(account, accessKeyId, action, resource),
    ...issueFor(account),
    records: () => account.trail.all(),
    calls: () => account.calls.list(),
    injectFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
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
      trailDeliveryLagMs: options.trailDeliveryLagMs ?? 5_000,
      ...(options.digestKeyEveryMs !== undefined && { digestKeyEveryMs: options.digestKeyEveryMs }),
      logsQueryMs: options.logsQueryMs ?? 0,
      investigationMs: options.investigationMs ?? 0,
    },
    now: options.now ?? (() => new Date()),
    random,
  })
  seedAnywhere(account, seed)
  return { account, adminCredentials }
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
