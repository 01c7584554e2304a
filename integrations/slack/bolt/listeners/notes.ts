import { cleanText } from '../../../../src/domain/clean-text.js'
import { controls } from '../../controls.js'
import type { SlackActor } from '../../slack-desk.js'
import { isIncidentId } from '../command/incident-id.js'
import { Deliveries } from '../deliveries.js'
import { inTime } from '../in-time.js'
import type { Aside, ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { reactionSchema, shortcutSchema } from '../payloads.js'
import { acknowledge } from './button-press.js'
import { type Order, onSubmission } from './modal-submission.js'
import { openModal } from './open-modal.js'
import { notOurs } from './requests.js'
import type { Taken } from './taken.js'

/** The longest text of a message that is taken onto a timeline. */
const LONGEST_NOTE = 4_000

/**
 * "Add to incident timeline" on a message. In a thread of one of our channels the incident is the thread's; anywhere else the
 * person chooses one. The message comes with the shortcut: no permission to read channels is needed.
 */
export function onNoteShortcut(kit: ListenerKit) {
  const deliveries = new Deliveries<void>(kit.settings.clock)
  return async ({ body, ack }: Taken): Promise<void> => {
    await acknowledge(kit, ack)
    const parsed = shortcutSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('A shortcut of Slack could not be read.', { problem: parsed.error.issues[0]?.message })
      return
    }
    const { user, team, channel, message, trigger_id: triggerId, api_app_id: appId } = parsed.data
    const own = kit.settings.appId ?? ''
    const teamId = team?.id ?? user.team_id ?? ''
    const actor = { userId: user.id, teamId, channelId: channel.id, appId: appId ?? own }
    const threadTs = message.thread_ts ?? null
    const aside = { userId: user.id, channel: channel.id, threadTs }
    const note = {
      channel: channel.id,
      messageTs: message.ts,
      threadTs,
      text: cleanText(message.text).slice(0, LONGEST_NOTE).toWellFormed(),
      author: message.user ?? message.bot_id ?? '',
    }
    const { isFirst, answer } = deliveries.once(`${user.id} ${triggerId}`, async () => {
      const foreign = kit.foreignness(actor, user.team_id, null)
      if (foreign !== null) return kit.refuseAside(actor, aside, `the message shortcut: ${foreign}`)
      const isOurThread = threadTs !== null && kit.settings.channels.includes(channel.id)
      if (!isOurThread) return askWhichIncident(kit, { actor, aside, triggerId }, note)
      const { text } = await kit.settings.desk.addNote(actor, { ...note, incidentId: null })
      await kit.whisper(aside, text)
    })
    const told = answer.catch((error: unknown) => {
      const text = kit.explain(error, 'the message shortcut', 'It may not be on the timeline.')
      return isFirst ? kit.whisper(aside, text) : undefined
    })
    await kit.track(told)
  }
}

type NotedMessage = Parameters<typeof modalMemory.addNote.write>[0]

async function askWhichIncident(
  kit: ListenerKit,
  { actor, aside, triggerId }: { readonly actor: SlackActor; readonly aside: Aside; readonly triggerId: string },
  note: NotedMessage,
): Promise<void> {
  const { desk, clock, builders } = kit.settings
  const listed = await inTime(clock, kit.answerWithinMs, desk.list(actor))
  if (listed.kind === 'failed') throw listed.error
  if (listed.kind === 'late') return kit.whisper(aside, 'The record is slow at the moment. Try again in a minute.')
  if ('outcome' in listed.value) return kit.whisper(aside, listed.value.text)
  if (listed.value.length === 0) return kit.whisper(aside, 'There is no open incident to add this to.')
  const memory = modalMemory.addNote.write(note)
  await openModal(kit, { triggerId, aside }, controls.modals.addNote, memory, builders.noteModal(listed.value))
}

export function onNoteModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a note', (actor, view, fields): Order => {
    const note = modalMemory.addNote.read(view.private_metadata)
    if (note === null) return notOurs(actor.userId)
    const field = fields.get(controls.fields.incident)
    const incidentId = field?.text ?? ''
    if (!isIncidentId(incidentId)) {
      return { kind: 'wrong', errors: { [field?.block ?? controls.fields.incident]: 'Choose the incident.' } }
    }
    const who = { ...actor, channelId: note.channel }
    return {
      kind: 'do',
      aside: { userId: actor.userId, channel: note.channel, threadTs: note.threadTs },
      work: () => kit.settings.desk.addNote(who, { ...note, incidentId }),
      unsure: 'Look at the timeline: if it is not there, add it again.',
    }
  })
}

/**
 * The configured emoji on a message of one of our channels adds it to the incident's timeline. With `reactions:read` alone
 * Slack tells where the message is and who wrote it, not what it says: the note is its permalink and its author, and the text
 * stays in Slack. (Reading it would take `channels:history` and `groups:history`, which let the bot read everything.) Which
 * thread it is in, the permalink says. Other emojis, files and channels are none of our business.
 */
export function onReaction(kit: ListenerKit) {
  const deliveries = new Deliveries<void>(kit.settings.clock)
  const { desk, noteReaction, channels } = kit.settings
  return async ({ body }: Pick<Taken, 'body'>): Promise<void> => {
    const parsed = reactionSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('A reaction in Slack could not be read.', { problem: parsed.error.issues[0]?.message })
      return
    }
    const { event, team_id: teamId, api_app_id: appId } = parsed.data
    const { item, user, reaction } = event
    if (!('channel' in item) || !channels.includes(item.channel) || nameOf(reaction) !== noteReaction) return
    const actor = { userId: user, teamId, channelId: item.channel, appId }
    const key = [user, item.channel, item.ts, event.event_ts ?? ''].join(' ')
    const { isFirst, answer } = deliveries.once(key, async () => {
      const foreign = kit.foreignness(actor, null, null)
      if (foreign !== null) return void (await kit.refuse(actor, `a reaction: ${foreign}`))
      const threadTs = await threadOf(kit, item.channel, item.ts)
      const note = { incidentId: null, channel: item.channel, messageTs: item.ts, threadTs }
      const { outcome, text } = await desk.addNote(actor, { ...note, text: '', author: event.item_user ?? '' })
      // A reaction is a passing gesture: only a no is worth a word.
      if (outcome === 'refused') await kit.whisper({ userId: user, channel: item.channel, threadTs }, text)
    })
    const logged = answer.catch((error: unknown) => {
      if (isFirst) kit.explain(error, 'a reaction')
    })
    await kit.track(logged)
  }
}

/** Skin tones are written behind the name: `ok_hand::skin-tone-3`. */
function nameOf(reaction: string): string {
  return reaction.split('::')[0] ?? reaction
}

/** `https://example.slack.com/archives/C1/p2?thread_ts=1.2&cid=C1` (https://docs.slack.dev/reference/methods/chat.getPermalink) */
async function threadOf(kit: ListenerKit, channel: string, ts: string): Promise<string | null> {
  try {
    const permalink = await kit.settings.api.permalink(channel, ts)
    return URL.canParse(permalink) ? new URL(permalink).searchParams.get('thread_ts') : null
  } catch (error) {
    kit.settings.log.info('Slack gave no permalink.', { error: String(error) })
    return null
  }
}
