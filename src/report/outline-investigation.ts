import type { Evidence } from '../domain/evidence.js'
import type { InvestigationBrief } from '../domain/investigation-brief.js'
import type { RawCheck } from './check-raw.js'
import { type Block, type Cell, code, fact, list, number, paragraph, status, table, text, time } from './outline.js'

/** Who was behind it by the records, with what speaks against that, and what the records cannot show. */
export function investigationBlocks({ investigation }: Evidence): Block[] {
  if (investigation === undefined) return []
  const { contradiction, statement, confidence, doubts, gaps, digest } = investigation
  return [
    ...(contradiction === null ? [] : [paragraph(`DOUBT: ${contradiction}`)]),
    paragraph(statement),
    { kind: 'facts', facts: [fact('Confidence', text(confidence)), fact('Whole investigation', code(digest))] },
    ...list('In doubt', doubts),
    ...list('Not known', gaps),
    ...entityTables(investigation),
    ...signTables(investigation),
  ]
}

function entityTables({ proposed, notProposed, chains, suspects }: InvestigationBrief): Block[] {
  const pointedAt = proposed.map(({ type, arn, name, confidence, reasons }): Cell[] => {
    return [text(type), code(arn || name), text(confidence), text(reasons.join(' '))]
  })
  const others = notProposed.map(({ arn, name, reason }): Cell[] => [code(arn || name), text(reason)])
  const paths = chains.map(({ path, unresolved }): Cell[] => {
    return [text(path.join(' > ')), text(unresolved ? 'may begin before this' : 'to its root')]
  })
  const made = suspects.map(({ kind, name, by }): Cell[] => [text(kind), code(name), code(by)])
  return [
    ...table('Whom the records point at', ['Type', 'Entity', 'Confidence', 'Because'], pointedAt),
    ...table('Whom they do not point at', ['Principal', 'Because'], others),
    ...table('How credentials were obtained', ['From the first caller to the last', 'Traced'], paths),
    ...table('Ways back that were made', ['Kind', 'Name', 'By'], made),
  ]
}

function signTables({ detections, indicators }: InvestigationBrief): Block[] {
  const found = detections.map((each): Cell[] => [
    status(each.severity, each.severity === 'informational' || each.severity === 'low' ? 'open' : 'bad'),
    code(each.technique),
    text(`${each.title}: ${each.what}`),
    text(each.status),
    time(each.firstSeen === '' ? null : each.firstSeen),
    number(each.events),
  ])
  const seen = indicators.map(({ by, type, severity, technique }): Cell[] => {
    return [
      text(severity),
      text(type),
      text(technique ?? '–'),
      text(by === 'detective' ? 'Amazon Detective' : 'CloudTrail'),
    ]
  })
  return [
    ...table('Detections', ['Severity', 'ATT&CK', 'What', 'Outcome', 'First seen', 'Events'], found),
    ...table('Indicators', ['Severity', 'Type', 'ATT&CK', 'By'], seen),
  ]
}

const plainly: Record<RawCheck['standing'], string> = {
  asFiled: 'as it was collected',
  changed: 'CHANGED since it was collected',
  gone: 'GONE from here: look on the host that collected it',
}

/** What was kept of each source, held against its digest when this report was made. */
export function rawTable(checks: readonly RawCheck[]): Block[] {
  const rows = checks.map(({ source, records, file, digest, standing }): Cell[] => [
    code(source),
    number(records),
    file === null ? text('on the record') : code(file),
    code(digest),
    status(plainly[standing], standing === 'asFiled' ? 'good' : 'bad'),
  ])
  return table('Raw records', ['Source', 'Records', 'Kept', 'SHA-256', 'Now'], rows)
}
