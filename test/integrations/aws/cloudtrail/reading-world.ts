import { ActivityReader } from '../../../../integrations/aws/cloudtrail/activity-reader.js'
import { LookupEventsReader } from '../../../../integrations/aws/cloudtrail/lookup-events.js'
import { RequestPace } from '../../../../integrations/aws/request-pace.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../../simulated-aws/simulated-account.js'
import type { ActivityQuery } from '../../../../src/ports.js'
import { roleArn, roleUniqueId } from './records.js'

export const query: ActivityQuery = {
  principal: { type: 'role', name: 'ci-deploy', arn: roleArn, accountId: '111122223333', uniqueId: roleUniqueId },
  from: '2026-03-01T08:00:00Z',
  to: '2026-03-01T12:00:00Z',
  accessKeyIds: [],
  maxRequests: 100,
}

const accounts: SimulatedAccount[] = []
const readers: LookupEventsReader[] = []

/** Closes what this test opened. */
export async function closeAll(): Promise<void> {
  for (const reader of readers.splice(0)) reader.close()
  for (const account of accounts.splice(0)) await account.close()
}

/** An account whose history holds these records. */
export async function accountWith(...events: object[]): Promise<SimulatedAccount> {
  const account = await startSimulatedAccount({
    seed: {
      accountId: '111122223333',
      roles: [{ name: 'ci-deploy', path: '/team/', roleId: roleUniqueId }],
      events: JSON.parse(JSON.stringify(events)),
    },
    lookupEventsPerSecond: 1_000,
  })
  accounts.push(account)
  return account
}

/** Waits are taken as over at once, and counted. */
export function readerOf(account: SimulatedAccount, waits: number[] = [], region = 'us-east-1'): LookupEventsReader {
  const clock = { nowMs: () => 0, wait: async (delayMs: number) => void waits.push(delayMs) }
  const connection = { partition: 'aws', endpoint: account.url, credentials: account.adminCredentials } as const
  const reader = new LookupEventsReader(connection, region, new RequestPace(2, clock))
  readers.push(reader)
  return reader
}

/** The principal's activity by one Region of the account. */
export function readActivity(account: SimulatedAccount, changes: Partial<ActivityQuery> = {}) {
  return new ActivityReader([readerOf(account)]).activityOf({ ...query, ...changes })
}
