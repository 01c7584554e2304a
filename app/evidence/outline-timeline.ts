import type { Investigation } from '../../src/evidence/investigation.js'
import { type Block, type OutlineOptions, paragraph, sentence, showTime, table } from './outline.js'

const shownSteps = 80

/** The steps of those who stand out and of the focus. */
export function outlineTimeline({ timeline }: Investigation, { nameOf }: OutlineOptions): Block[] {
  const rows = timeline.entries.map((entry) => {
    const { at, kind, actorKey, what, target, outcome, errorCode, sourceIp, times, eventIds } = entry
    return {
      cells: [
        showTime(at),
        times > 1 ? `${what} × ${times}` : what,
        target == null ? '' : (target.arn ?? target.name),
        outcome === 'ok' ? 'ok' : (errorCode ?? outcome),
        nameOf(actorKey),
        sourceIp ?? '',
      ],
      tone: outcome === 'ok' && (kind === 'identity' || kind === 'monitoring') ? ('open' as const) : ('plain' as const),
      eventIds,
    }
  })
  const { entries, records } = timeline.dropped
  const dropped =
    entries + records === 0
      ? []
      : [
          paragraph(
            sentence(`${entries} lines of less weight and ${records} records beyond the limits are not listed.`),
          ),
        ]
  return [
    ...table(['when (UTC)', 'call', 'about', 'outcome', 'who', 'from'], rows, {
      limit: shownSteps,
      long: ['about'],
      none: 'No step of those who stand out is worth a line.',
    }),
    ...dropped,
  ]
}
