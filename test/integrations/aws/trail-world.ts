import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail'
import { RequestPace } from '../../../integrations/aws/request-pace.js'
import type { SimulatedAccount, SimulatedAccountOptions } from '../../../simulated-aws/simulated-account.js'
import { startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { TrailQuery, TrailSource } from '../../../src/ports.js'
import { manualClock } from '../../simulated-aws/fixture.js'

export const accountId = '111122223333'
export const roleArn = `arn:aws:iam::${accountId}:role/team/ci-deploy`
export const roleId = 'AROAEXAMPLEEXAMPLE01'
export const bucket = 'trail-logs'
export const logGroup = 'CloudTrail/DefaultLogGroup'
const key = { accessKeyId: 'AKIAREADERREADERREAD', secretAccessKey: 'reader' }

/** Everything of one day, asked by nobody in particular. */
export const everything: TrailQuery = {
  from: '2026-03-01T08:00:00Z',
  to: '2026-03-01T12:00:00Z',
  regions: [],
  principal: null,
  accessKeyIds: [],
  maxRequests: 1_000,
}

export const aboutRole: TrailQuery = {
  ...everything,
  principal: { type: 'role', name: 'ci-deploy', arn: roleArn, accountId, uniqueId: roleId },
}

const day = Date.parse('2026-03-01T00:00:00Z')

export function recordAt(seconds: number, id: number, changes: object = {}): Record<string, unknown> {
  return {
    eventVersion: '1.09',
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    eventTime: new Date(day + seconds * 1000).toISOString().replace('.000Z', 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: id % 3 === 0 ? 'RunInstances' : 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: `192.0.2.${id % 5}`,
    userAgent: 'aws-cli/2',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/ana`, accessKeyId: 'AKIAANAANAANAANAANAA' },
    managementEvent: true,
    ...(id % 7 === 0 ? { errorCode: 'AccessDenied' } : {}),
    ...changes,
  }
}

/** Bursts of ten a second through four hours, some delivered twice, some around the window. */
export function manyRecords(count = 230): Record<string, unknown>[] {
  const inWindow = Array.from({ length: count }, (_, id) => recordAt(8 * 3600 + Math.floor(id / 10) * 600, id))
  const twice = inWindow.filter((_, index) => index % 40 === 0)
  return [...inWindow, ...twice, recordAt(7 * 3600, 9_001), recordAt(13 * 3600, 9_002)]
}

const open: { close(): void | Promise<void> }[] = []

/** Closes what a test opened. */
export async function closeAll(): Promise<void> {
  for (const one of open.splice(0).reverse()) await one.close()
}

export function closing<Closable extends { close(): void | Promise<void> }>(one: Closable): Closable {
  open.push(one)
  return one
}

/** An account with a trail that writes to a bucket and a log group, long after these records were delivered. */
export async function trailWorld(
  events: readonly object[] = manyRecords(),
  options: Partial<SimulatedAccountOptions> = {},
) {
  const clock = manualClock('2026-03-03T00:00:00Z')
  const account = closing(
    await startSimulatedAccount({
      now: clock.now,
      lookupEventsPerSecond: 10_000,
      ...options,
      seed: {
        accountId,
        users: [
          {
            name: 'reader',
            attachedPolicies: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess', name: 'AdministratorAccess' }],
            accessKeys: [{ id: key.accessKeyId, secret: key.secretAccessKey }],
          },
        ],
        trails: [{ name: 'all', s3BucketName: bucket, logGroupName: logGroup }],
        events: JSON.parse(JSON.stringify(events)),
        ...options.seed,
      },
    }),
  )
  const connection = { partition: 'aws', endpoint: account.url, credentials: key } as const
  return { account, clock, connection }
}

/** Time that passes only by waiting; each wait is over at once. */
export function instantClock(): { nowMs: () => number; wait: (delayMs: number) => Promise<void>; waits: number[] } {
  const waits: number[] = []
  let nowMs = 0
  const wait = async (delayMs: number) => {
    nowMs += delayMs
    waits.push(delayMs)
  }
  return { nowMs: () => nowMs, wait, waits }
}

export function instantPace(): RequestPace {
  return new RequestPace(10, instantClock())
}

/** What came out of a source, with how often each event came. */
export async function readFrom(
  source: TrailSource,
  query: TrailQuery,
  signal = new AbortController().signal,
): Promise<{ report: EvidenceSource; ids: string[]; records: TrailRecord[] }> {
  const records: TrailRecord[] = []
  const take = (some: readonly TrailRecord[]) => void records.push(...some)
  const report = await source.read(query, take, { signal, onProgress: () => {} })
  return { report, ids: records.map(({ eventID }) => String(eventID)).sort(), records }
}

/** The account's own log: the truth. */
export function idsIn(account: SimulatedAccount, isWanted: (record: TrailRecord) => boolean = inWindow): string[] {
  const ids = account
    .records()
    .filter((record) => isWanted(record))
    .map(({ eventID }) => String(eventID))
  return [...new Set(ids)].sort()
}

export function inWindow({ eventTime }: TrailRecord): boolean {
  const atMs = Date.parse(String(eventTime))
  return atMs >= Date.parse(everything.from) && atMs <= Date.parse(everything.to)
}

export async function stopTrail(account: SimulatedAccount): Promise<void> {
  const client = new CloudTrailClient({ endpoint: account.url, region: 'us-east-1', credentials: key })
  await client.send(new StopLoggingCommand({ Name: 'all' }))
  client.destroy()
}
