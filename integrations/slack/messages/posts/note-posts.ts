import type { Note } from '../../../../src/report/talk.js'
import type { IncidentCard } from '../../incident-card.js'
import { context } from '../fit/parts.js'
import { link, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import type { Draft } from './post.js'

/** That somebody's words are on the timeline now: one line each, so that whoever pinned a message sees that it counted. */
export function notePosts({ report }: IncidentCard): Draft[] {
  return report.notes.map((note) => ({
    slot: `note:${note.seq}`,
    place: 'thread',
    at: note.at,
    text: mrkdwn`${note.by} added a note to the timeline: ${sentence(note.text, 150)}`,
    parts: [context(noteWords(note))],
  }))
}

function noteWords({ seq, by, text, author, writtenAt, permalink }: Note): Mrkdwn {
  const who = author === '' || author === by ? mrkdwn`` : mrkdwn`, as ${author} wrote ${utcTime(writtenAt, null)}`
  const where = permalink === null ? mrkdwn`` : mrkdwn` (${link(permalink, 'message')})`
  return mrkdwn`*On the timeline* as record ${seq}, added by ${by}${who}${where}: ${sentence(text, 500)}`
}
