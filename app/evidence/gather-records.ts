import { readSigmaTexts } from '../../integrations/sigma-files/load-sigma-files.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import type { TrailFacts } from '../../src/evidence/facts/trail-facts.js'
import type { InvestigateOptions } from '../../src/evidence/investigate.js'
import { sigmaMatchesOf } from '../../src/evidence/proposal/sigma-matches.js'
import { loadSigmaRules, type SigmaRules } from '../../src/evidence/sigma/load-sigma-rules.js'
import type { EvidenceOptions } from '../cli/evidence.js'
import { readAddressFiles } from './address-files.js'
import type { GatheredRecords } from './evidence-sink.js'
import { evidenceWindow } from './evidence-window.js'
import { readFiles } from './read-files.js'
import { readLive } from './read-live.js'

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

/** Everything that is read from files or from AWS for one question. */
export async function gatherRecords(options: EvidenceOptions, tell: EvidenceInputs['tell']): Promise<GatherResult> {
  const now = options.at ?? systemClock.now().toISOString()
  const addresses = await readAddressFiles(options)
  if (!addresses.ok) return { ok: false, reason: addresses.reason, exit: 'usage' }
  if (addresses.badLines > 0)
    tell(`${options.flagged}: ${addresses.badLines} lines are no addresses and were passed over`, true)
  const { texts, unreadable } = await readSigmaTexts(options.sigma ?? [])
  const loaded = loadSigmaRules(texts)
  const sigma = options.sigma === undefined ? null : { ...loaded, unsupported: [...unreadable, ...loaded.unsupported] }
  const read =
    options.files === undefined
      ? await readLive(options, { rules: loaded.rules, now, tell })
      : { ok: true as const, records: await readFiles(options.files, { options, sigmaTexts: texts, tell }), own: {} }
  if (!read.ok) return read
  const { facts, sources, ...counts } = read.records
  const scope =
    options.since === undefined ? {} : { scopeFromMs: evidenceWindow(options.since, undefined).scope.fromMs }
  const joined = { sources, read: counts.read, unique: counts.unique }
  return {
    ok: true,
    gathering: {
      facts,
      sources,
      read: counts.read - counts.refused,
      now,
      options: { ...joined, ...sigmaOf(sigma, read.records), ...read.own, ...givenOf(addresses), ...scope },
    },
  }
}

/** What was given with the question goes before what the configuration has. */
function givenOf({
  geo,
  flagged,
}: Pick<InvestigateOptions, 'geo' | 'flagged'>): Pick<InvestigateOptions, 'geo' | 'flagged'> {
  return { ...(geo == null ? {} : { geo }), ...(flagged == null ? {} : { flagged }) }
}

function sigmaOf(
  sigma: SigmaRules | null,
  { sigma: found, facts }: GatheredRecords,
): Pick<InvestigateOptions, 'sigma'> {
  if (sigma === null) return {}
  const { rules, unsupported } = sigma
  return { sigma: { rules: rules.length, matches: sigmaMatchesOf(found, facts), unsupported } }
}
