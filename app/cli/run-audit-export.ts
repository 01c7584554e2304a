import { once } from 'node:events'
import { userInfo } from 'node:os'
import { storedLink } from '../../src/audit/stored-link.js'
import { type ExportFilter, type ExportLines, exportLines, isWanted } from '../../src/report/export-lines.js'
import { jsonLog } from '../logging.js'
import { type OpenAudit, openAudit } from '../open-audit.js'
import type { ExportOptions } from './audit.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { readConfig } from './read-config.js'

/**
 * Prints the record as it is at this moment; nothing is checked, which is `audit verify`. That it was asked for is on the
 * system chain of each realm before the first line leaves.
 */
export async function runAuditExport(options: ExportOptions): Promise<ExitCode> {
  const opened = await openAudit(readConfig(options).config, jsonLog('error'))
  const filter = { incidentId: options.incident ?? null, since: options.since ?? null, until: options.until ?? null }
  try {
    const lines = exportLines(options.format)
    await print(lines.header)
    let found = 0
    for (const realm of opened.realms) found += await exportRealm(realm, options.format, lines, filter)
    if (found > 0 || filter.incidentId === null) return EXIT.ok
    process.stderr.write(`audit export: there is no record of ${JSON.stringify(filter.incidentId)}. Check the id.\n`)
    return EXIT.failed
  } finally {
    await opened.close()
  }
}

async function exportRealm(
  { realm, audit, systemLog }: OpenAudit,
  format: ExportOptions['format'],
  lines: ExportLines,
  filter: ExportFilter,
): Promise<number> {
  const actor = { kind: 'person', name: userInfo().username } as const
  await systemLog.append({ what: 'EXPORTED', detail: { format, ...filter }, actor })
  return audit.source.atOneMoment(async (view) => {
    let found = 0
    for await (const part of view.chains(filter.incidentId)) {
      const wanted = part.records.map(storedLink).filter((record) => isWanted(filter, record))
      found += wanted.length
      await print(wanted.map((record) => lines.line(realm, part, record)).join(''))
    }
    return found
  })
}

/** Waits where the reader is slower: the record may be larger than the memory. */
async function print(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain')
}
