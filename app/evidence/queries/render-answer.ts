import pc from 'picocolors'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { count } from '../../../src/report/words.js'
import { terminalText } from '../../terminal-text.js'
import { moreText, type Row, showTime, table } from '../outline.js'
import { renderTable } from '../render-table.js'
import type { NamedQueryAnswer } from './ask-named-query.js'

const shownRecords = 200

/** What log groups answered to a query, as lines for a terminal; texts from records are escaped. */
export function renderAnswer({ sources, records }: NamedQueryAnswer, columns: number): string[] {
  const [block] = table(['when (UTC)', 'call', 'outcome', 'Region', 'from', 'who', 'about'], records.flatMap(rowOf), {
    limit: shownRecords,
    none: 'No record matches.',
    long: ['who', 'about'],
  })
  const left = records.length - shownRecords
  return [
    ...sources.map(({ name, status, events, detail }) => {
      const why = detail === undefined ? '' : `: ${terminalText(detail, 600)}`
      return pc.dim(`${terminalText(name, 200)}: ${status}, ${count(events, 'record')}${why}`)
    }),
    ...(block?.kind === 'table' ? renderTable(block, columns) : ['No record matches.']),
    ...(left > 0 ? [pc.dim(moreText(left))] : []),
  ]
}

/** A record that tells no call is not one of CloudTrail's: the source has counted it. */
function rowOf(record: TrailRecord): Row[] {
  const read = normaliseRecord(record)
  if (!read.ok) return []
  const { eventTime, eventSource, eventName, errorCode, region, sourceIp, actor, eventId, target } = read.event
  const { arn, issuerArn, principalId, accessKeyId, invokedBy } = actor
  const who = [arn ?? issuerArn ?? invokedBy ?? principalId ?? 'nobody named', accessKeyId ?? ''].join(' ').trim()
  const about = target === undefined ? '' : (target.arn ?? target.name)
  const call = `${eventSource.replace('.amazonaws.com', '')}:${eventName}`
  return [
    {
      cells: [showTime(eventTime), call, errorCode ?? 'ok', region ?? '', sourceIp ?? '', who, about],
      tone: errorCode === undefined ? 'plain' : 'open',
      eventIds: [eventId],
    },
  ]
}
