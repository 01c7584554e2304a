import type { IncidentContext } from '../domain/incident-context.js'
import type { ReadRecord } from './read-record.js'

/**
 * That the finding could have been forged, why, and who or what bears it out since, in sentences; null where nothing speaks for
 * that. It quotes the payload: whoever shows it escapes it.
 */
export function doubtOf(context: IncidentContext, records: readonly ReadRecord[]): string | null {
  if (context.distrust === null) return null
  const said = `The finding could have been forged. ${context.distrust}`
  return context.trusted ? `${said} ${bornOutBy(records)}` : `${said} Nobody has vouched for it.`
}

function bornOutBy(records: readonly ReadRecord[]): string {
  const events = records.flatMap(({ body, happening }) =>
    happening.kind === 'event' && !body.ignored ? [happening.event] : [],
  )
  for (const event of events) {
    if (event.type === 'VOUCHED') return `${event.by} vouched for it: ${event.reason}`
    if (event.type === 'FINDING_CONFIRMED') return 'AWS confirmed it.'
    if (event.type !== 'FINDING_JOINED' || !event.trusted) continue
    return event.requestedBy === null
      ? 'Another finding that could not have been forged joined it.'
      : `${event.requestedBy} asked for the same block.`
  }
  return ''
}
