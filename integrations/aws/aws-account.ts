import type { AwsAccount } from '../../src/ports.js'
import { type AwsConnection, homeRegion } from './client-options.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { RoleActivityReader } from './cloudtrail/role-activity-reader.js'
import { IamRoleAdapter } from './iam/role-adapter.js'
import { StsCallerIdentity } from './sts/caller-identity.js'

export interface AwsAccountOptions extends AwsConnection {
  readonly accountId: string
  /** LookupEvents requests a second in each Region; AWS allows two, shared with everybody in the account. */
  readonly lookupEventsPerSecond?: number | undefined
  /** Regions whose event history is read; the partition's home Region, where IAM logs, if not given. */
  readonly lookupRegions?: readonly string[] | undefined
}

export interface ConnectedAwsAccount extends AwsAccount {
  /** Closes idle connections; calls under way fail. */
  close(): void
}

const lookupEventsLimit = 2

/**
 * AWS for one account. Nothing is sent yet, and that the credentials belong to the account is not checked here: workers
 * compare the caller's account before each write. Without `credentials` the SDK finds them; without `endpoint` it goes
 * where AWS_ENDPOINT_URL points, or to AWS.
 */
export function connectAwsAccount(options: AwsAccountOptions): ConnectedAwsAccount {
  const { partition, accountId, lookupRegions = [homeRegion(partition)] } = options
  const rate = options.lookupEventsPerSecond ?? lookupEventsLimit
  const iam = new IamRoleAdapter(options)
  const sts = new StsCallerIdentity(options)
  const readers = lookupRegions.map((region) => new LookupEventsReader(options, region, rate))
  const close = (): void => {
    for (const client of [iam, sts, ...readers]) client.close()
  }
  return { partition, accountId, iam, sts, cloudTrail: new RoleActivityReader(readers), close }
}
