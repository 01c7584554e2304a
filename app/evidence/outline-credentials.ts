import type { Investigation } from '../../src/evidence/investigation.js'
import type { LeftAlive } from '../../src/evidence/sessions/left-alive.js'
import type { RoutineSummary, Some } from '../../src/evidence/sessions/routines-of.js'
import { count, describeDuration } from '../../src/report/words.js'
import {
  type Block,
  type Entry,
  moreText,
  type OutlineOptions,
  paragraph,
  type Row,
  sentence,
  showTime,
} from './outline.js'
import { sessionWords } from './session-tree.js'

/** Of those who are proposed, and of the one that is asked about: now beside what is usual. */
export function outlineRoutines({ routines }: Investigation, { nameOf }: OutlineOptions): Block[] {
  if (routines.length === 0) return [paragraph(sentence('Nobody is proposed or asked about.'))]
  const entries = routines.map((routine): Entry => {
    const { key, daysSeen, baselineDays } = routine
    const before =
      baselineDays === 0
        ? 'nothing to compare with'
        : `seen on ${daysSeen.baseline} of ${count(baselineDays, 'day')} before`
    return { heading: nameOf(key), tone: 'plain', note: before, statements: statementsOf(routine, nameOf) }
  })
  return [{ kind: 'entries', entries, ordered: false, more: null }]
}

function statementsOf(routine: RoutineSummary, nameOf: OutlineOptions['nameOf']) {
  const { firstSeen, lastSeen, activeMs, daysSeen, credentials, assumers, assumerCount, baselineDays } = routine
  if (firstSeen === null) return [sentence('It made no call in this time.')]
  const used =
    credentials.scope === 0
      ? 'no access key of it was seen'
      : `used ${count(credentials.scope, 'credential')}${baselineDays === 0 ? '' : `, ${credentials.baseline} before`}`
  const span =
    activeMs === 0
      ? `at ${showTime(firstSeen)}`
      : `for ${describeDuration(activeMs)}, ${showTime(firstSeen)} to ${showTime(lastSeen)}`
  const compared =
    baselineDays === 0
      ? []
      : [
          sentence(`Addresses: ${comparedText(routine.sourceIps)}.`),
          sentence(`User agents: ${comparedText(routine.userAgents)}.`),
        ]
  return [
    sentence(`Active ${span} UTC, on ${count(daysSeen.scope, 'day')}; ${used}.`),
    ...(assumerCount === 0
      ? []
      : [
          sentence(
            `Its credentials were obtained by ${count(assumerCount, 'principal')}: ${assumers
              .slice(0, 5)
              .map(
                ({ actorKey, scope, baseline }) =>
                  `${nameOf(actorKey)} ${scope} times${baselineDays === 0 ? '' : ` (${baseline} before)`}`,
              )
              .join(', ')}${assumerCount > 5 ? ` and ${assumerCount - 5} more` : ''}.`,
            assumers.slice(0, 5).flatMap(({ eventIds }) => eventIds.slice(0, 1)),
          ),
        ]),
    ...compared,
  ]
}

function comparedText({ usual, onlyNow }: { readonly usual: Some; readonly onlyNow: Some }): string {
  const shown = onlyNow.first.slice(0, 5).join(', ')
  const more = onlyNow.count > 5 ? ` and ${onlyNow.count - 5} more` : ''
  return `${usual.count} as before, ${onlyNow.count} never seen before${onlyNow.count === 0 ? '' : ` (${shown}${more})`}`
}

const shownLeft = 20
/** No temporary credential lives longer. */
const longestSessionMs = 36 * 3_600_000

/** What lives on although those who are proposed are denied: to be ended by other means. */
export function outlineAfterBlock(
  { afterBlock, proposed, coverage }: Investigation,
  { nameOf }: OutlineOptions,
): Block[] {
  if (afterBlock === null) return [paragraph(sentence('There is nobody to block.'))]
  const { at, blocked, denied, leftAlive, more } = afterBlock
  const isOfAll = blocked.length === proposed.length && blocked.every((key) => proposed.some((one) => one.key === key))
  const whom = isOfAll ? 'those who are proposed' : blocked.map(nameOf).join(', ')
  const left = leftAlive.length + more
  const isLongAfter = Date.parse(at) - Date.parse(coverage.to ?? at) > longestSessionMs
  const rest =
    left === 0
      ? 'None that was obtained through them lives on.'
      : `${count(left, 'credential')} of others, obtained through them, ${left === 1 ? 'is' : 'are'} not reached:`
  return [
    paragraph(
      sentence(`At ${showTime(at)} UTC a denial of ${whom} reaches ${count(denied, 'credential')} that may be alive.`),
      ...(isLongAfter ? [sentence('That is long after the last record: --at asks about another moment.')] : []),
      sentence(rest),
    ),
    ...tableOf(leftAlive, left - shownLeft),
  ]
}

function tableOf(leftAlive: readonly LeftAlive[], hidden: number): Block[] {
  if (leftAlive.length === 0) return []
  const columns = ['key', 'of whom', 'how', 'ends (UTC)', 'state']
  const more = hidden > 0 ? moreText(hidden) : null
  return [{ kind: 'table', columns, long: ['of whom'], rows: leftAlive.slice(0, shownLeft).map(rowOf), more }]
}

function rowOf(left: LeftAlive): Row {
  const { accessKeyId, principal, sessionName, issuedBy, kind, expiresAt, usedAfter, eventIds } = left
  const ends = expiresAt === null ? (kind === 'longTermKey' ? 'never' : 'not known') : showTime(expiresAt)
  return {
    cells: [
      accessKeyId || '(no key seen)',
      sessionName === '' ? principal : `${principal}, session ${sessionName}`,
      issuedBy ?? sessionWords[kind],
      ends,
      stateOf(left),
    ],
    tone: usedAfter ? 'bad' : 'open',
    eventIds,
  }
}

function stateOf({ usedAfter, issuedAfter, alive }: LeftAlive): string {
  if (issuedAfter) return usedAfter ? 'obtained and used since' : 'obtained since'
  if (usedAfter) return 'used since'
  return alive === null ? 'may be alive' : 'alive'
}
