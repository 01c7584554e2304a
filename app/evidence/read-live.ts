import type { DigestCoverage } from '../../src/domain/digest-coverage.js'
import { digestsOf } from '../../src/evidence/digest-coverage.js'
import type { FlaggedAddresses, GeoLookup, RelatedFinding } from '../../src/evidence/indicators/indicator-input.js'
import type { SigmaRules } from '../../src/evidence/sigma/load-sigma-rules.js'
import type { AwsAccount, TrailQuery } from '../../src/ports.js'
import { count, describeDuration } from '../../src/report/words.js'
import type { EvidenceOptions } from '../cli/evidence.js'
import { connectAccount } from '../compose.js'
import { openEvidenceLookups } from '../evidence-lookups.js'
import { connectionOf, lookupRateOf } from '../from-config.js'
import { jsonLog } from '../logging.js'
import { askedPrincipal } from './asked-principal.js'
import { chosenAccount } from './chosen-account.js'
import type { GatheredRecords } from './evidence-sink.js'
import { queriedTimes } from './evidence-window.js'
import type { EvidenceInputs, GatherResult } from './gather-records.js'
import { liveChain, withoutIdleChain } from './live-chain.js'
import { openOthers } from './other-accounts.js'
import { readSources } from './read-sources.js'
import { ownFindings, relatedOf } from './related-findings.js'

export interface ReadingLive extends EvidenceInputs {
  /** Given with the question, in place of those of the configuration; null: none were. */
  readonly sigma: SigmaRules | null
  /** ISO. */
  readonly now: string
}

type LiveResult =
  | {
      readonly ok: true
      readonly records: GatheredRecords
      /** What AWS and the configuration tell beside the records. */
      readonly own: {
        readonly ourArns: readonly string[]
        readonly accountIds: readonly string[]
        readonly isAccountWide: boolean
        readonly scopeFromMs: number
        readonly geo: GeoLookup | null
        readonly flagged: FlaggedAddresses | null
        readonly relatedFindings?: readonly RelatedFinding[]
      }
      /** The rules that records were held against. */
      readonly sigma: SigmaRules | null
      /** Where a bucket of a trail was read. */
      readonly digests: DigestCoverage | null
    }
  | Extract<GatherResult, { ok: false }>

const dayMs = 86_400_000

/**
 * Records out of the account of the configuration: its event history, and the log groups and bucket that it names. Says how long
 * it will take before it begins. Without --since the last 24 hours are asked about. Of the time before only what --baseline says is
 * read: of the event history that may be hours of requests, which everybody in the account shares.
 */
export async function readLive(
  options: EvidenceOptions,
  { sigma: given, now, tell }: ReadingLive,
): Promise<LiveResult> {
  const chosen = chosenAccount(options)
  if (!chosen.ok) return usage(chosen.reason)
  const { served: one, file } = chosen
  const { accountId } = one.realm
  const asked = askedPrincipal(options.principal, one.realm)
  if (!asked.ok) return usage(asked.reason)
  const { principal, accessKeyIds } = asked
  const { sigma: configured, ...lookups } = await openEvidenceLookups(one.account.evidence, file.path, jsonLog('warn'))
  const sigma = given ?? configured ?? null
  const access = connectAccount({ realm: one.realm, ...connectionOf(one.account), ...lookupRateOf(file.config) })
  const others = openOthers(file, one)
  try {
    const aws = access.reader(null)
    const callers = await aws.sts.callerChain()
    const window = liveWindow(options, now)
    const { maxRequests } = options
    const chain = liveChain({
      asked: options.principal,
      about: asked,
      home: aws,
      elsewhere: others.reader,
      maxRequests,
    })
    const maxOthers = chain.othersMayRequest
    const query: TrailQuery = {
      ...queriedTimes(window),
      regions: [],
      principal,
      accessKeyIds,
      maxRequests: maxOthers,
    }
    await tellEstimates(aws, query, tell)
    if (chain.sources.length > 0) tell(chain.costs, true)
    const read = await readSources([...aws.trails, ...chain.sources], {
      window,
      query,
      rules: sigma?.rules ?? [],
      listener: chain.listener,
      signal: new AbortController().signal,
      onProgress: (source, requests, read) => tell(`${source}: ${requests} requests, ${read} records`),
    })
    const records = { ...read, sources: withoutIdleChain(read.sources) }
    const isAccountWide = principal === null && accessKeyIds.length === 0
    const ourArns = callers.map(({ arn }) => arn)
    const related = relatedOf(await ownFindings(file, one), tell)
    const scopeFromMs = window.scope.fromMs
    const own = { ...lookups, ...related, ourArns, accountIds: [accountId], isAccountWide, scopeFromMs }
    return { ok: true, records, own, sigma, digests: digestsOf(records.sources) }
  } finally {
    access.close()
    others.close()
  }
}

function liveWindow({ since, until, baseline = 0 }: EvidenceOptions, now: string) {
  const toMs = Date.parse(until ?? now)
  const fromMs = since === undefined ? toMs - dayMs : Date.parse(since)
  return { scope: { fromMs, toMs }, baselineFromMs: fromMs - baseline * dayMs }
}

async function tellEstimates(aws: AwsAccount, query: TrailQuery, tell: EvidenceInputs['tell']): Promise<void> {
  for (const source of aws.trails) {
    const estimate = await source.estimate(query)
    if (estimate === null) tell(`${source.name}: how long it takes cannot be told beforehand`, true)
    else {
      const advice = estimate.advice === null ? '' : ` ${estimate.advice}.`
      const isCut = estimate.requests > query.maxRequests
      const cut = isCut ? ` It will stop after ${count(query.maxRequests, 'request')}: see --max-requests.` : ''
      tell(
        `${source.name}: about ${count(estimate.requests, 'request')}, ${describeDuration(estimate.durationMs)}.${advice}${cut}`,
        true,
      )
    }
  }
}

function usage(reason: string): Extract<GatherResult, { ok: false }> {
  return { ok: false, reason, exit: 'usage' }
}
