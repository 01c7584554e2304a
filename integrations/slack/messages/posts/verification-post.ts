import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { code, mrkdwn } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets } from '../words/lists.js'
import { targetOf } from '../words/target.js'
import { verdictFacts } from '../words/verdict-words.js'
import { writesOf } from '../words/writes-of.js'
import type { Draft } from './post.js'

/**
 * Whether the block holds. Posted once there is something to say, at the end of the soak or as soon as something is wrong, so
 * that the post itself is the news; edited as the watch goes on.
 */
export function verificationPost({ report }: IncidentCard): Draft[] {
  const isOver = report.path.some(({ state }) => state === 'contained') || report.verdict.contained
  if (writesOf(report, 'block').length === 0) return []
  const { statement, path } = report
  const at = path.find(({ state }) => state === 'contained')?.at ?? report.looks.at(-1)?.readAt ?? path.at(-1)?.at ?? ''
  return [
    {
      slot: 'verification',
      place: 'thread',
      at,
      text: mrkdwn`${targetOf(report)}: ${statement.sentence}`,
      parts: [section(mrkdwn`*${targetOf(report)}* ${statement.sentence}`), verdictFacts(report), ...callParts(report)],
      editOnly: !isOver && report.statement.tone !== 'bad',
    },
  ]
}

/** A call that got through is the first thing to look into: it may have made a way back in. */
function callParts({ passedCalls }: IncidentCard['report']): Part[] {
  if (passedCalls.length === 0) return []
  const calls = passedCalls.map(({ eventName, eventTime, when }) => {
    return mrkdwn`${code(eventName, 60)} ${utcTime(eventTime, null)}, ${when} in which AWS may still let calls through`
  })
  return [section(mrkdwn`*Succeeded after the write: look into these*\n${bullets(calls, 5)}`)]
}
