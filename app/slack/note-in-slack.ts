import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { DeskAnswer, SlackActor, SlackDesk } from '../../integrations/slack/slack-desk.js'
import { addNote } from '../../src/incidents/add-note.js'
import { type DeskSettings, done, notShown, placeOf, refused, type ShownPlace } from './desk-settings.js'

type SlackNote = Parameters<SlackDesk['addNote']>[1]

/** Puts a message on the timeline of the incident that was named, or of the one in whose thread it stands. */
export async function noteInSlack(
  settings: DeskSettings,
  api: Pick<SlackApi, 'permalink'>,
  who: SlackActor,
  note: SlackNote,
): Promise<DeskAnswer> {
  const found = await incidentOf(settings, note)
  if (found === null) {
    return note.incidentId === null
      ? refused('This message is not in the thread of an incident. Use the shortcut, and name the incident there.')
      : notShown(note.incidentId)
  }
  const { place, incidentId } = found
  const { name, rules } = await settings.people.identify(who, 'addNote')
  const added = await addNote(place.runtime.engine, rules, incidentId, {
    by: name,
    // By a reaction alone the app cannot read the message: who wants to know follows the link.
    text: note.text === '' ? 'A message in Slack (the link leads to it).' : note.text,
    author: authorOf(settings, who, note),
    writtenAt: timeOf(note.messageTs),
    permalink: await api.permalink(note.channel, note.messageTs).catch(() => null),
    source: 'slack',
  })
  place.nudge()
  if (added.status === 'refused') return refused(added.reason)
  return done(added.status === 'known' ? 'It is on the timeline already.' : `It is on the timeline of ${incidentId}.`)
}

/** '' is whoever adds it. Slack names no author of some messages of apps. */
function authorOf({ people }: DeskSettings, { userId }: SlackActor, { author }: SlackNote): string {
  if (author === userId) return ''
  return author === '' ? 'an app in Slack' : people.nameOf({ userId: author })
}

async function incidentOf(
  settings: DeskSettings,
  { incidentId, channel, threadTs, messageTs }: SlackNote,
): Promise<{ readonly place: ShownPlace; readonly incidentId: string } | null> {
  if (incidentId !== null) {
    const place = await placeOf(settings, incidentId)
    return place === null ? null : { place, incidentId }
  }
  for (const place of settings.places) {
    const found = await place.posts.findByMessage(channel, threadTs ?? messageTs)
    if (found !== null) return { place, incidentId: found }
  }
  return null
}

/** Slack's own ids of messages are seconds since 1970; null where one is not. */
function timeOf(ts: string): string | null {
  const at = new Date(Number(ts) * 1_000)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
