import { describeDuration } from '../../../../src/report/words.js'
import type { IncidentCard } from '../../incident-card.js'
import { context, type Part, section } from '../fit/parts.js'
import { bold, code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets } from '../words/lists.js'
import { stateTitle } from '../words/states.js'
import { targetOf } from '../words/target.js'
import type { Draft } from './post.js'

/**
 * The end of an incident: what happened when, how long it took, what is left to do, and the head of its record. Who keeps the
 * thread keeps the head: a record that is made anew later has another one.
 */
export function reportPost({ report }: IncidentCard): Draft[] {
  if (report.open) return []
  const title = mrkdwn`${stateTitle(report.state)}: ${targetOf(report)}`
  const reason = report.reason === '' ? [] : [section(sentence(report.reason, 800))]
  return [
    {
      slot: 'report',
      place: 'thread',
      at: report.path.at(-1)?.at ?? '',
      text: mrkdwn`${title}. ${sentence(report.reason, 150)}`,
      parts: [
        section(bold(title)),
        ...reason,
        section(timeLines(report)),
        ...followUpParts(report.followUps),
        context(headWords(report)),
      ],
    },
  ]
}

function timeLines({ keyTimes }: IncidentCard['report']): Mrkdwn {
  const start = keyTimes.times[0]?.at ?? null
  const times = keyTimes.times.map(({ what, at }, index) => mrkdwn`${utcTime(at, index === 0 ? null : start)} ${what}`)
  const durations = keyTimes.durations
    // It grows while the block stands: every reading of the record would be another message.
    .filter(({ what }) => what !== 'Block age')
    .map(({ what, durationMs }) => mrkdwn`${what}: *${describeDuration(durationMs)}*`)
  return joined([...times, joined(durations, ' · ')], '\n')
}

function followUpParts(followUps: readonly string[]): Part[] {
  if (followUps.length === 0) return []
  const items = followUps.map((text) => sentence(text, 300))
  return [section(mrkdwn`*Left to do*\n${bullets(items, 5, ', which are in the report')}`)]
}

function headWords({ audit }: IncidentCard['report']): Mrkdwn {
  const { chain, headHash } = audit
  const state = chain.ok ? mrkdwn`in order` : mrkdwn`*BROKEN at ${chain.brokenAtSeq}* (${chain.reason})`
  return mrkdwn`Audit record: ${chain.records} entries, ${state}, head ${code(headHash)}. Compare it with \`tourniquet audit verify\`.`
}
