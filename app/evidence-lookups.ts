import { dirname, resolve } from 'node:path'
import { openMaxMindGeo } from '../integrations/geo/max-mind-geo.js'
import { readThreatLists } from '../integrations/threat-list/read-threat-lists.js'
import type { Log } from '../src/engine/engine.js'
import type { EvidenceLookups } from '../workers/worker-tools.js'
import { ConfigError } from './config.js'
import type { EvidenceConfig } from './evidence-config.js'

/**
 * What an account's evidence is compared with, from files that are read once, when the program starts; relative to the
 * configuration. Throws ConfigError where one cannot be used: an indicator that somebody relies on must not go missing quietly.
 */
export async function openEvidenceLookups(
  { geoFile, asnFile, flaggedFile }: EvidenceConfig,
  configPath: string,
  log: Log,
): Promise<EvidenceLookups> {
  const at = (file: string) => resolve(dirname(configPath), file)
  const places = [geoFile, asnFile].flatMap((file) => (file === null ? [] : [at(file)]))
  try {
    const geo = places.length === 0 ? null : await openMaxMindGeo(places)
    const flagged = flaggedFile === null ? null : await flaggedIn(at(flaggedFile), log)
    return { geo, flagged }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${configPath}: accounts.evidence: ${why}. Correct the file or leave it out.`, { cause })
  }
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
