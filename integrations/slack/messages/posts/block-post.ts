import type { IncidentCard } from '../../incident-card.js'
import { type Part, section } from '../fit/parts.js'
import { joined, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { bullets } from '../words/lists.js'
import { targetOf } from '../words/target.js'
import { writesOf } from '../words/writes-of.js'
import type { Draft } from './post.js'

/** What was written to AWS, word for word of the record, with AWS's request ids; and what of the plan was not done. */
export function blockPost({ report }: IncidentCard): Draft[] {
  const writes = writesOf(report, 'block')
  const [first] = writes
  if (first === undefined) return []
  const target = targetOf(report)
  const written = joined(
    writes.slice(-5).map(({ what }) => sentence(what, 800)),
    '\n',
  )
  return [
    {
      slot: 'block',
      place: 'thread',
      at: first.at,
      text: mrkdwn`The block of ${target} was written at ${utcTime(first.at, null)}. Whether it holds is being checked.`,
      parts: [
        section(mrkdwn`*Block written: ${target}*\n${written}`),
        ...notDoneParts(report.notDone),
        section(mrkdwn`That AWS said yes proves nothing yet: whether it holds is checked now, and told here.`),
      ],
    },
  ]
}

function notDoneParts(notDone: readonly string[]): Part[] {
  if (notDone.length === 0) return []
  const items = notDone.map((what) => sentence(what, 400))
  return [section(mrkdwn`*Approved, but not done:* do it by hand, or decide to leave it\n${bullets(items, 5)}`)]
}
