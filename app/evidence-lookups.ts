import { dirname, resolve } from 'node:path'
import { openMaxMindGeo } from '../integrations/geo/max-mind-geo.js'
import { loadSigmaFiles } from '../integrations/sigma-files/load-sigma-files.js'
import { readThreatLists } from '../integrations/threat-list/read-threat-lists.js'
import type { Log } from '../src/engine/engine.js'
import type { SigmaRules } from '../src/evidence/sigma/load-sigma-rules.js'
import type { EvidenceLookups } from '../workers/worker-tools.js'
import { ConfigError } from './config.js'
import type { EvidenceConfig } from './evidence-config.js'

/**
 * What an account's evidence is compared with, from files that are read once, when the program starts; relative to the
 * configuration. Throws ConfigError where one cannot be used: an indicator that somebody relies on must not go missing quietly.
 */
export async function openEvidenceLookups(
  { geoFile, asnFile, flaggedFile, sigma }: EvidenceConfig,
  configPath: string,
  log: Log,
): Promise<EvidenceLookups> {
  const at = (file: string) => resolve(dirname(configPath), file)
  const places = [geoFile, asnFile].flatMap((file) => (file === null ? [] : [at(file)]))
  try {
    const geo = places.length === 0 ? null : await openMaxMindGeo(places)
    const flagged = flaggedFile === null ? null : await flaggedIn(at(flaggedFile), log)
    return { geo, flagged, sigma: sigma.length === 0 ? null : await rulesIn(sigma.map(at), log) }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${configPath}: accounts.evidence: ${why}. Correct the file or leave it out.`, { cause })
  }
}

/** A rule that cannot be used is told and left out; a path that cannot be read would leave out all that is below it. */
async function rulesIn(paths: readonly string[], log: Log): Promise<SigmaRules> {
  const loaded = await loadSigmaFiles(paths)
  const unread = loaded.unsupported.find(({ construct }) => construct === 'file')
  if (unread !== undefined) throw new Error(`${unread.file}: ${unread.reason}`)
  const [first] = loaded.unsupported
  if (first !== undefined) {
    const { file, title, construct, reason } = first
    const rules = new Set(loaded.unsupported.map((refusal) => `${refusal.file} ${refusal.title}`)).size
    log.warn('Sigma rules are passed over.', { rules, first: title ?? file, construct, reason })
  }
  return loaded
}

async function flaggedIn(path: string, log: Log) {
  const { list, badLines } = await readThreatLists([path])
  const [first] = badLines
  if (first !== undefined) {
    const { line, reason } = first
    log.warn('Lines of the flagged addresses are passed over.', { path, lines: badLines.length, first: line, reason })
  }
  return list
}
