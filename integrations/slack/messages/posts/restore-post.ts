import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { bold, code, joined, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets, firstFew } from '../words/lists.js'
import { targetOf } from '../words/target.js'
import { writesOf } from '../words/writes-of.js'
import type { Draft } from './post.js'
import { restoreWords } from './restore-facts.js'

/** How access was given back: as what, with AWS's request ids, who is alive again, what stays different. */
export function restorePost({ report }: IncidentCard): Draft[] {
  const last = writesOf(report, 'removal').at(-1)
  if (last === undefined) return []
  const target = targetOf(report)
  const done = [...writesOf(report, 'revocation').slice(-1), last].map(({ what }) => sentence(what, 800))
  const holds = report.block === 'removed'
  const title = holds
    ? mrkdwn`${target} has its access back since ${utcTime(last.at, null)}.`
    : mrkdwn`Access of ${target} was given back, but a block of ours is there again.`
  return [
    {
      slot: 'restore',
      place: 'thread',
      at: last.at,
      text: title,
      parts: [section(joined([bold(title), ...done], '\n')), ...planParts(report)],
    },
  ]
}

function planParts({ restore }: IncidentCard['report']): Part[] {
  if (restore.status !== 'known') return []
  const { restoreAs, revivingSessions, intendedDifferences, stillDenied } = restore.content
  const alive = firstFew(
    revivingSessions.map((name) => code(name, 80)),
    5,
    'no session from before the block',
  )
  const different = [...intendedDifferences, ...stillDenied].map((text) => sentence(text, 250))
  return [
    section(mrkdwn`*As* ${restoreWords[restoreAs]}\n*Alive again* ${alive}`),
    ...(different.length === 0 ? [] : [section(mrkdwn`*Not as before, on purpose*\n${bullets(different, 4)}`)]),
  ]
}
