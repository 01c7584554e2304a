import type { AwsAccount } from '../../src/ports.js'
import { type AwsConnection, homeRegion } from './client-options.js'
import { ActivityReader } from './cloudtrail/activity-reader.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { IamAdapter } from './iam/iam-adapter.js'
import { AssumedRole, type AssumeRole } from './sts/assumed-role.js'
import { StsAdapter } from './sts/sts-adapter.js'

export interface AwsAccountOptions extends AwsConnection {
  readonly accountId: string
  /** The role to work as, assumed with the credentials. Without it the credentials themselves do the work. */
  readonly assumeRole?: AssumeRole | null | undefined
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
  const role = options.assumeRole ? new AssumedRole(options, options.assumeRole) : null
  const connection: AwsConnection = role === null ? options : { ...options, credentials: role.credentials }
  const iam = new IamAdapter(connection)
  const sts = new StsAdapter(connection, role === null ? null : options)
  const readers = lookupRegions.map((region) => new LookupEventsReader(connection, region, rate))
  const close = (): void => {
    for (const client of [iam, sts, ...readers, ...(role === null ? [] : [role])]) client.close()
  }
  return { partition, accountId, iam, sts, cloudTrail: new ActivityReader(readers), close }
}
