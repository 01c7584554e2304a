import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import type { SeedInput } from '../../simulated-aws/seed/seed.js'
import {
  type Credentials,
  type SimulatedAccount,
  type SimulatedAccountOptions,
  startSimulatedAccount,
} from '../../simulated-aws/simulated-account.js'

export const accountId = '111122223333'

export const denyAll =
  '{"Version":"2012-10-17","Statement":[{"Sid":"TourniquetX","Effect":"Deny","Action":"*","Resource":"*"}]}'

export const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})

const administrator = { arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' }
export const rootKey = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'administrator-secret' }

export const seed: SeedInput = {
  accountId,
  roles: [
    { name: 'Payments', inlinePolicies: [{ name: 'app', document: allow('s3:*', 'iam:*', 'sts:*') }] },
    { name: 'AWSServiceRoleForSupport', path: '/aws-service-role/support.amazonaws.com/' },
    { name: 'AWSReservedSSO_Admin_0123456789abcdef', path: '/aws-reserved/sso.amazonaws.com/' },
  ],
  users: [
    {
      name: 'admin',
      attachedPolicies: [administrator],
      accessKeys: [{ id: rootKey.accessKeyId, secret: rootKey.secretAccessKey }],
    },
  ],
}

export type Clients = { iam: IAMClient; sts: STSClient; cloudTrail: CloudTrailClient }

/** The real SDK clients, one attempt each, so that a test sees what the wire said. */
export function clients(url: string, credentials: Credentials, maxAttempts = 1): Clients {
  const configuration = { endpoint: url, region: 'us-east-1', credentials, maxAttempts }
  return {
    iam: new IAMClient(configuration),
    sts: new STSClient(configuration),
    cloudTrail: new CloudTrailClient(configuration),
  }
}

export type Setup = Clients & { account: SimulatedAccount }

const open: SimulatedAccount[] = []

/** An account without delays and limits, unless a test asks for them, with an administrator's clients. */
export async function setUp(options: Partial<SimulatedAccountOptions> = {}): Promise<Setup> {
  const account = await startSimulatedAccount({
    seed,
    enforcementDelayMs: 0,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 1000,
    ...options,
  })
  open.push(account)
  return { account, ...clients(account.url, rootKey) }
}

export async function tearDown(): Promise<void> {
  await Promise.all(open.splice(0).map((account) => account.close()))
}

/** A clock that a test moves by hand. */
export function manualClock(start = '2026-03-01T12:00:00Z'): { now: () => Date; advance: (ms: number) => void } {
  let nowMs = Date.parse(start)
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms
    },
  }
}

const sdkErrorSchema = z.looseObject({ $metadata: z.object({ httpStatusCode: z.number().optional() }).optional() })

/** Name, HTTP status and message of the error that a call ends in; fails the test where it does not. */
export async function errorOf(
  call: Promise<object>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  const outcome = await call.then(
    () => undefined,
    (error) => error,
  )
  if (!(outcome instanceof Error)) throw new Error('the call succeeded')
  const { $metadata } = sdkErrorSchema.parse(outcome)
  return { name: outcome.name, status: $metadata?.httpStatusCode, message: outcome.message }
}
