import { existsSync } from 'node:fs'
import { parsePrincipalArn } from '../../src/domain/arn.js'
import type { PrincipalIdentity } from '../../src/domain/principal-activity.js'
import type { FlaggedAddresses, GeoLookup } from '../../src/evidence/indicators/indicator-input.js'
import type { SigmaRule } from '../../src/evidence/sigma/sigma-rule.js'
import type { AwsAccount, TrailQuery } from '../../src/ports.js'
import { describeDuration } from '../../src/report/words.js'
import { readConfig } from '../cli/config-option.js'
import type { EvidenceOptions } from '../cli/evidence.js'
import { connectAccount } from '../compose.js'
import { openEvidenceLookups } from '../evidence-lookups.js'
import { connectionOf, lookupRateOf, servedAccounts } from '../from-config.js'
import { jsonLog } from '../logging.js'
import type { GatheredRecords } from './evidence-sink.js'
import { queriedTimes } from './evidence-window.js'
import type { EvidenceInputs, GatherResult } from './gather-records.js'
import { readSources } from './read-sources.js'

export interface ReadingLive extends EvidenceInputs {
  readonly rules: readonly SigmaRule[]
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
        readonly geo: GeoLookup | null
        readonly flagged: FlaggedAddresses | null
      }
    }
  | Extract<GatherResult, { ok: false }>

const dayMs = 86_400_000

/**
 * Records out of the account of the configuration: its event history, and the log groups and bucket that it names. Says how long
 * it will take before it begins. Without --since the last 24 hours are asked about. Nothing from before is read: that would take
 * hours of requests that everybody in the account shares.
 */
export async function readLive(options: EvidenceOptions, { rules, now, tell }: ReadingLive): Promise<LiveResult> {
  if (!existsSync(options.config)) {
    return usage(`There is no configuration ${options.config}: make one with \`tourniquet init\`, or give --config.`)
  }
  const { config, path } = readConfig(options)
  const served = servedAccounts(config).filter(
    ({ forSamples, account }) => !forSamples && (options.account ?? account.id) === account.id,
  )
  const [one, ...more] = served
  if (one === undefined) return usage(`The configuration names no account ${options.account ?? ''}.`)
  if (more.length > 0) return usage(`The configuration names ${served.length} accounts: say which with --account.`)
  const { accountId } = one.realm
  const principal = principalOf(options.principal, one.realm)
  if (!principal.ok) return usage(principal.reason)
  const lookups = await openEvidenceLookups(one.account.evidence, path, jsonLog('warn'))
  const access = connectAccount({ realm: one.realm, ...connectionOf(one.account), ...lookupRateOf(config) })
  try {
    const aws = access.reader(null)
    const callers = await aws.sts.callerChain()
    const window = liveWindow(options, now)
    const query: TrailQuery = { ...queriedTimes(window), regions: [], ...principal, maxRequests: options.maxRequests }
    await tellEstimates(aws, query, tell)
    const records = await readSources(aws.trails, {
      window,
      query,
      rules,
      signal: new AbortController().signal,
      onProgress: (source, requests, read) => tell(`${source}: ${requests} requests, ${read} records`),
    })
    const isAccountWide = principal.principal === null && principal.accessKeyIds.length === 0
    return {
      ok: true,
      records,
      own: { ...lookups, ourArns: callers.map(({ arn }) => arn), accountIds: [accountId], isAccountWide },
    }
  } finally {
    access.close()
  }
}

function liveWindow({ since, until }: EvidenceOptions, now: string) {
  const toMs = Date.parse(until ?? now)
  const fromMs = since === undefined ? toMs - dayMs : Date.parse(since)
  return { scope: { fromMs, toMs }, baselineFromMs: fromMs }
}

type Narrowed =
  | { readonly ok: true; readonly principal: PrincipalIdentity | null; readonly accessKeyIds: readonly string[] }
  | { readonly ok: false; readonly reason: string }

/** A name alone may be a role or a user: of the account, by what its ARN says; a bare name is asked about account-wide. */
function principalOf(asked: string | undefined, realm: { readonly accountId: string }): Narrowed {
  if (asked === undefined) return { ok: true, principal: null, accessKeyIds: [] }
  if (/^A(KIA|SIA)[A-Z0-9]{12,}$/.test(asked)) return { ok: true, principal: null, accessKeyIds: [asked] }
  if (!asked.startsWith('arn:')) return { ok: true, principal: null, accessKeyIds: [] }
  const parsed = parsePrincipalArn(asked)
  if (!parsed.ok) return parsed
  const { principal } = parsed
  if (principal.accountId !== realm.accountId) {
    return {
      ok: false,
      reason: `${asked} is of account ${principal.accountId}, and this configuration reads ${realm.accountId}.`,
    }
  }
  const { accountId, arn } = principal
  if (principal.kind === 'role' || principal.kind === 'user') {
    return {
      ok: true,
      principal: { type: principal.kind, arn, name: principal.name, accountId, uniqueId: null },
      accessKeyIds: [],
    }
  }
  if (principal.kind === 'assumedRole') {
    const role = {
      type: 'role' as const,
      arn: arn.replace(/:sts:/, ':iam:').replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1'),
    }
    return { ok: true, principal: { ...role, name: principal.roleName, accountId, uniqueId: null }, accessKeyIds: [] }
  }
  return { ok: true, principal: null, accessKeyIds: [] }
}

async function tellEstimates(aws: AwsAccount, query: TrailQuery, tell: EvidenceInputs['tell']): Promise<void> {
  for (const source of aws.trails) {
    const estimate = await source.estimate(query)
    if (estimate === null) tell(`${source.name}: how long it takes cannot be told beforehand`, true)
    else {
      const advice = estimate.advice === null ? '' : ` ${estimate.advice}`
      tell(
        `${source.name}: about ${estimate.requests} requests, ${describeDuration(estimate.durationMs)}.${advice}`,
        true,
      )
    }
  }
}

function usage(reason: string): Extract<GatherResult, { ok: false }> {
  return { ok: false, reason, exit: 'usage' }
}
