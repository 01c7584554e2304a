import type { DetectivePort, TrailSource } from '../../src/ports.js'
import { type AwsConnection, homeRegion } from './client-options.js'
import { DigestKeys } from './cloudtrail/digest-keys.js'
import type { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { LookupTrailSource } from './cloudtrail/lookup-trail-source.js'
import { DetectiveSource } from './detective/detective-source.js'
import { FilterLogsTrailSource } from './logs/filter-trail-source.js'
import { LogsInsightsTrailSource } from './logs/insights-trail-source.js'
import type { LogsTrailOptions } from './logs/logs-options.js'
import type { NamedQuery } from './logs/named-query.js'
import { RequestPace } from './request-pace.js'
import { S3TrailSource } from './s3/trail-bucket-source.js'

/** Where records of an account can be had beside its event history. */
export interface EvidencePlaces {
  /** Names or ARNs of log groups that trails write to; a name is one of the home Region. */
  readonly logGroups?: readonly string[] | undefined
  /** Default `insights`, which is faster and bills by what it scans; `filter` reads the groups event by event. */
  readonly logsBy?: LogsBy | undefined
  /** What log groups are asked in place of the question; the other places know no such queries and are left out. */
  readonly named?: NamedQuery | undefined
  readonly bucket?: TrailBucketPlace | null | undefined
  /** Region of the behaviour graph that is asked; null: Detective is not asked. */
  readonly detectiveRegion?: string | null | undefined
  /** True: Detective is asked for investigations that findings tell of, and starts none. */
  readonly detectiveReadsOnly?: boolean | undefined
  /** Told of each investigation of Detective that is started. */
  readonly onInvestigation?: ((investigationId: string) => Promise<void>) | undefined
}

/** Which of CloudWatch Logs' two ways of reading is used. */
export type LogsBy = 'insights' | 'filter'

export interface TrailBucketPlace {
  readonly name: string
  readonly region: string
  readonly prefix: string
  /** `o-…` of an organization's trail; null: the account's own. */
  readonly organizationId: string | null
}

export interface EvidenceTrailsOptions extends EvidencePlaces {
  readonly connection: AwsConnection
  readonly accountId: string
  readonly readers: readonly LookupEventsReader[]
  readonly lookupEventsPerSecond: number
  readonly paces: EvidencePaces
}

/** Shared by all who ask in the account. */
export interface EvidencePaces {
  readonly logs: RequestPace
  readonly s3: RequestPace
  readonly detective: RequestPace
  /** CloudTrail's public keys. */
  readonly digestKeys: RequestPace
}

/** Logs lets ten calls of a kind a second through; S3 thousands, of which one machine makes use of few. */
export function evidencePaces(): EvidencePaces {
  return {
    logs: new RequestPace(5),
    s3: new RequestPace(200),
    detective: new RequestPace(2),
    digestKeys: new RequestPace(2),
  }
}

export interface EvidenceTrails {
  readonly trails: readonly TrailSource[]
  readonly detective: DetectivePort | null
  close(): void
}

/** Every place that is configured, the event history first: an account always has one. Nothing is sent yet. */
export function evidenceTrails(options: EvidenceTrailsOptions): EvidenceTrails {
  const { connection, accountId, readers, lookupEventsPerSecond, paces, bucket = null, named, logsBy } = options
  const history = new LookupTrailSource({ readers, requestsPerSecond: lookupEventsPerSecond })
  const asked = named === undefined ? {} : { named }
  const logs = [...groupsByRegion(options)].map(([region, logGroups]) =>
    logsSource(logsBy ?? 'insights', { connection, region, logGroups, pace: paces.logs, ...asked }),
  )
  const s3 = bucket === null || named !== undefined ? [] : [bucketSource(connection, accountId, bucket, paces)]
  const region = options.detectiveRegion ?? null
  const { onInvestigation: onStarted, detectiveReadsOnly } = options
  const how = { mayStart: detectiveReadsOnly !== true, ...(onStarted === undefined ? {} : { onStarted }) }
  const detective = region === null ? null : new DetectiveSource({ connection, region, pace: paces.detective, ...how })
  const others = [...logs, ...s3]
  return {
    trails: [...(named === undefined ? [history] : []), ...others.map(withoutRequestLimit)],
    detective,
    close: () => {
      for (const source of others) source.close()
      detective?.close()
    },
  }
}

/** Whoever may not search may still read: then the groups are read without a search, and the source says so. */
function logsSource(by: LogsBy, options: LogsTrailOptions): LogsInsightsTrailSource | FilterLogsTrailSource {
  const filter = new FilterLogsTrailSource(options)
  return by === 'filter' ? filter : new LogsInsightsTrailSource({ ...options, whereDenied: filter })
}

function bucketSource(
  connection: AwsConnection,
  accountId: string,
  { name, region, prefix, organizationId }: TrailBucketPlace,
  paces: EvidencePaces,
): S3TrailSource {
  const layout = { bucket: name, region, prefix, organizationId, accountIds: [accountId] }
  const digestKeys = new DigestKeys(connection, paces.digestKeys)
  return new S3TrailSource({ connection, pace: paces.s3, digestKeys, ...layout })
}

function groupsByRegion({ connection, logGroups = [] }: EvidenceTrailsOptions): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const group of logGroups) {
    const region = /^arn:[\w-]+:logs:([a-z0-9-]+):/.exec(group)?.[1] ?? homeRegion(connection.partition)
    groups.set(region, [...(groups.get(region) ?? []), group])
  }
  return groups
}

/** A question's limit is that of the event history, which everybody in the account shares; here its budget of time is enough. */
function withoutRequestLimit(source: TrailSource): TrailSource {
  const unlimited = <Query extends object>(query: Query) => ({ ...query, maxRequests: Number.MAX_SAFE_INTEGER })
  return {
    name: source.name,
    estimate: (query) => source.estimate(unlimited(query)),
    read: (query, take, options) => source.read(unlimited(query), take, options),
  }
}
