import type { IncidentReport } from '../../../../src/report/incident-report.js'
import type { BlockWrite } from '../../../../src/report/writes.js'

/** What was done at AWS, of one kind, oldest first. */
export function writesOf({ writes }: IncidentReport, kind: BlockWrite['kind']): BlockWrite[] {
  return writes.filter((write) => write.kind === kind)
}
