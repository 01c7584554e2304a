import { existsSync } from 'node:fs'
import { readSigmaTexts } from '../../integrations/sigma-files/load-sigma-files.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import type { DigestPublicKey } from '../../src/evidence/digests/digest-signature.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import type { InvestigateOptions } from '../../src/evidence/investigate.js'
import { sigmaMatchesOf } from '../../src/evidence/proposal/sigma-matches.js'
import { loadSigmaRules, type SigmaRules, type SigmaText } from '../../src/evidence/sigma/load-sigma-rules.js'
import type { EvidenceOptions } from '../cli/evidence.js'
import { terminalText } from '../terminal-text.js'
import { readAddressFiles } from './address-files.js'
import { checkDigests, readDigestKeys } from './check-digests.js'
import type { GatheredRecords } from './evidence-sink.js'
import { evidenceWindow } from './evidence-window.js'
import { readFiles } from './read-files.js'
import type { readLive } from './read-live.js'
import type { OwnFindings } from './related-findings.js'

/** Tells a person what is going on; `always` for what must not be left out. */
export interface EvidenceInputs {
  readonly tell: (text: string, always?: boolean) => void
}

export interface Gathering extends Pick<GatheredRecords, 'sources'> {
  /** Records of calls that were handed over, repetitions included. */
  readonly read: number
  readonly facts: TrailFacts
  readonly options: InvestigateOptions
  /** The present moment, ISO. */
  readonly now: string
}

export type GatherResult =
  | { readonly ok: true; readonly gathering: Gathering }
  | { readonly ok: false; readonly reason: string; readonly exit: 'failed' | 'usage' }

/** What was given with the question beside records. */
interface Given {
  readonly addresses: Pick<InvestigateOptions, 'geo' | 'flagged'>
  readonly digestKeys: readonly DigestPublicKey[]
  /** null: none were given. */
  readonly sigma: { readonly texts: readonly SigmaText[]; readonly loaded: SigmaRules } | null
}

/**
 * Everything that is read from files or from AWS for one question. What files do not need (AWS, database, queue, configuration) is
 * loaded where it is asked for: it takes 30 MB.
 */
export async function gatherRecords(options: EvidenceOptions, tell: EvidenceInputs['tell']): Promise<GatherResult> {
  const now = options.at ?? systemClock.now().toISOString()
  const given = await readGiven(options, tell)
  if (!given.ok) return { ok: false, reason: given.reason, exit: 'usage' }
  const read =
    options.files === undefined
      ? await readAccount(options, { sigma: given.sigma?.loaded ?? null, now, tell })
      : await readRecorded(options, options.files, { given, tell })
  if (!read.ok) return read
  const { records, own, sigma, digests } = read
  const { facts, sources, ...counts } = records
  const scope =
    options.since === undefined ? {} : { scopeFromMs: evidenceWindow({ since: options.since }).scope.fromMs }
  const joined = { sources, read: counts.read, unique: counts.unique, digests }
  return {
    ok: true,
    gathering: {
      facts,
      sources,
      read: counts.read - counts.refused,
      now,
      options: { ...joined, ...sigmaOf(sigma, records), ...own, ...given.addresses, ...scope },
    },
  }
}

const readAccount: typeof readLive = async (...asked) => (await import('./read-live.js')).readLive(...asked)

type ReadGiven = ({ readonly ok: true } & Given) | { readonly ok: false; readonly reason: string }

/** Before any record is: nobody shall wait for an answer and then be told that a file was the wrong one. */
async function readGiven(options: EvidenceOptions, tell: EvidenceInputs['tell']): Promise<ReadGiven> {
  const addresses = await readAddressFiles(options)
  if (!addresses.ok) return addresses
  const { geo, flagged, badLines } = addresses
  if (badLines > 0) tell(`${options.flagged}: ${badLines} lines are no addresses and were passed over`, true)
  const { digestKeys: path } = options
  const keys = path === undefined ? { ok: true as const, keys: [] } : await readDigestKeys(path)
  if (!keys.ok) return { ok: false, reason: `${terminalText(path ?? '', 300)} ${keys.reason}` }
  const sigma = options.sigma === undefined ? null : await rulesIn(options.sigma)
  // What was given with the question goes before what the configuration has.
  const given = { ...(geo === null ? {} : { geo }), ...(flagged === null ? {} : { flagged }) }
  return { ok: true, addresses: given, digestKeys: keys.keys, sigma }
}

async function rulesIn(paths: readonly string[]): Promise<NonNullable<Given['sigma']>> {
  const { texts, unreadable } = await readSigmaTexts(paths)
  const loaded = loadSigmaRules(texts)
  return { texts, loaded: { ...loaded, unsupported: [...unreadable, ...loaded.unsupported] } }
}

/** Files, and beside them our own incidents, where a configuration was named: nothing else leaves the machine. */
async function readRecorded(
  options: EvidenceOptions,
  files: readonly string[],
  { given, tell }: { readonly given: Given; readonly tell: EvidenceInputs['tell'] },
) {
  const records = await readFiles(files, { options, sigmaTexts: given.sigma?.texts ?? [], tell })
  const digests = await checkDigests(files, { keys: given.digestKeys, tell })
  const own = options.isConfigGiven === true ? await relatedTo(options, tell) : {}
  return { ok: true as const, records, own, sigma: given.sigma?.loaded ?? null, digests }
}

async function relatedTo(options: EvidenceOptions, tell: EvidenceInputs['tell']) {
  const { ownFindings, relatedOf } = await import('./related-findings.js')
  const { readConfig } = await import('../cli/read-config.js')
  const found: OwnFindings = existsSync(options.config)
    ? await ownFindings(readConfig(options), null)
    : { ok: false, why: `there is no configuration ${options.config}` }
  return relatedOf(found, tell)
}

function sigmaOf(sigma: SigmaRules | null, { sigma: found }: GatheredRecords): Pick<InvestigateOptions, 'sigma'> {
  if (sigma === null) return {}
  const { rules, unsupported } = sigma
  return { sigma: { rules: rules.length, matches: sigmaMatchesOf(found), unsupported } }
}
