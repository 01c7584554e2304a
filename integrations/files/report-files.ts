import { join } from 'node:path'
import type { IncidentStore } from '../../src/engine/incident-store.js'
import type { Clock, RawEvidenceFiles, ReportWriter } from '../../src/ports.js'
import { loadReport } from '../../src/report/load-report.js'
import { renderHtml } from '../../src/report/render-html.js'
import { renderMarkdown } from '../../src/report/render-markdown.js'
import { writeDurably } from './write-durably.js'

export interface ReportFilesOptions {
  readonly directory: string
  readonly store: IncidentStore
  readonly banner: string
  readonly clock: Clock
  /** Looked at so that the report tells whether what was kept is still what it was. */
  readonly rawEvidence: RawEvidenceFiles
}

/** Reports as files, `reports/<incident>.html` and `.md`, each replaced as a whole. */
export function reportFiles({ directory, store, banner, clock, rawEvidence }: ReportFilesOptions): ReportWriter {
  return {
    write: async (incidentId) => {
      const report = await loadReport(store, incidentId, {
        banner,
        generatedAt: clock.now().toISOString(),
        rawEvidence,
      })
      if (report === null) return []
      const html = join(directory, 'reports', `${incidentId}.html`)
      const markdown = join(directory, 'reports', `${incidentId}.md`)
      await writeDurably(html, renderHtml(report))
      await writeDurably(markdown, renderMarkdown(report))
      return [html, markdown]
    },
  }
}
