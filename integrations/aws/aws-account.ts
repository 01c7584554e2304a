import type { AwsAccount, AwsWriter } from '../../src/ports.js'
import { type AnywhereRateOptions, AnywhereRegions, anywherePaces } from './anywhere-regions.js'
import { type AwsConnection, homeRegion } from './client-options.js'
import { ActivityReader } from './cloudtrail/activity-reader.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { type EvidencePlaces, evidencePaces, evidenceTrails } from './evidence-trails.js'
import { type AwsFindingReaders, FindingLookups } from './finding-lookups.js'
import { IamAdapter } from './iam/iam-adapter.js'
import { LookupsElsewhere } from './lookups-elsewhere.js'
import { RequestPace } from './request-pace.js'
import { CallerIdentityReader } from './sts/caller-identity.js'
import { StsAdapter } from './sts/sts-adapter.js'

export interface AwsAccountOptions extends AwsConnection, AnywhereRateOptions {
  readonly accountId: string
  /** LookupEvents requests a second in each Region; AWS allows two, shared with everybody in the account. */
  readonly lookupEventsPerSecond?: number | undefined
  /** Regions whose event history is read; the partition's home Region, where IAM logs, if not given. */
  readonly lookupRegions?: readonly string[] | undefined
  /** Where else records of the account can be had. */
  readonly evidence?: EvidencePlaces | undefined
  /** How findings are read that AWS is asked for; without it AWS is not asked whether it has a finding. */
  readonly findingReaders?: AwsFindingReaders | undefined
}

/** Looks and writes with the same credentials. */
export interface ConnectedAwsAccount extends AwsAccount, AwsWriter {
  readonly iam: AwsWriter['iam']
  readonly rolesAnywhere: AwsWriter['rolesAnywhere']
  /** Closes idle connections; calls under way fail. */
  close(): void
}

export const lookupEventsLimit = 2

/** Every Region whose event history is read, with the pace that all who ask there share. */
export function lookupPaces(options: AwsAccountOptions): ReadonlyMap<string, RequestPace> {
  const { partition, lookupEventsPerSecond = lookupEventsLimit, lookupRegions = [homeRegion(partition)] } = options
  return new Map(lookupRegions.map((region) => [region, new RequestPace(lookupEventsPerSecond, options.paceClock)]))
}

/**
 * AWS for one account, as whoever the credentials are. Nothing is sent yet, and that they belong to the account is not
 * checked here: workers compare the caller's account before each write. Without `credentials` the SDK finds them; without
 * `endpoint` it goes where AWS_ENDPOINT_URL points, or to AWS.
 */
export function connectAwsAccount(options: AwsAccountOptions): ConnectedAwsAccount {
  const { partition, accountId } = options
  const iam = new IamAdapter(options)
  const sts = new StsAdapter(new CallerIdentityReader(options))
  const anywhere = new AnywhereRegions(options, anywherePaces(options))
  const readers = [...lookupPaces(options)].map(([region, pace]) => new LookupEventsReader(options, region, pace))
  const { lookupEventsPerSecond = lookupEventsLimit, evidence = {}, paceClock } = options
  const paces = evidencePaces()
  const places = evidenceTrails({ ...evidence, connection: options, accountId, readers, lookupEventsPerSecond, paces })
  const close = (): void => {
    for (const client of [iam, sts, anywhere, ...readers, places]) client.close()
  }
  return {
    partition,
    accountId,
    iam,
    rolesAnywhere: anywhere.of,
    sts,
    cloudTrail: new ActivityReader(readers, new LookupsElsewhere(lookupEventsPerSecond, paceClock).by(options)),
    trails: places.trails,
    detective: places.detective,
    findings: findingLookup(options, options),
    close,
  }
}

/** null: AWS is not to be asked. */
export function findingLookup(
  connection: AwsConnection,
  { accountId, findingReaders: readers }: Pick<AwsAccountOptions, 'accountId' | 'findingReaders'>,
): FindingLookups | null {
  return readers === undefined ? null : new FindingLookups({ connection, accountId, readers })
}
