import type { Block, KnownBlock } from '@slack/types'
import { assertNever } from '../../../../src/domain/assert-never.js'
import { controls } from '../../controls.js'
import type { SlackActor } from '../../slack-desk.js'
import { type Command, parseCommand } from '../command/parse-command.js'
import { Deliveries } from '../deliveries.js'
import { inTime } from '../in-time.js'
import type { Aside, ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { commandSchema } from '../payloads.js'
import { acknowledge } from './button-press.js'
import { openExerciseForm } from './exercise.js'
import { openNameModal } from './name-principal.js'
import { openModal } from './open-modal.js'
import { openRequestModal, openRestoreModal } from './requests.js'
import type { AckBody, Taken } from './taken.js'

/** What whoever typed it sees, alone. `text` is not escaped; null: a form was opened, which says enough. */
interface Told {
  readonly text: string
  readonly blocks?: readonly (KnownBlock | Block)[]
}

interface Typed {
  readonly actor: SlackActor
  readonly triggerId: string
  readonly aside: Aside
  readonly command: Command
}

const LATE = 'This takes longer than usual; the answer follows as a direct message.'

/** `/tourniquet …`, from wherever it is typed: its answers are seen by whoever typed it and by nobody else. */
export function onSlashCommand(kit: ListenerKit) {
  const deliveries = new Deliveries<Told | null>(kit.settings.clock)
  return async ({ body, ack }: Taken): Promise<void> => {
    const parsed = commandSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('A slash command could not be read.', { problem: parsed.error.issues[0]?.message })
      return acknowledge(kit, () => ack(shown(kit, { text: 'This could not be read. Try `/tourniquet help`.' })))
    }
    const { data } = parsed
    const actor = { userId: data.user_id, teamId: data.team_id, channelId: data.channel_id, appId: data.api_app_id }
    const aside = { userId: data.user_id, channel: data.channel_id, threadTs: null }
    const typed = { actor, triggerId: data.trigger_id, aside, command: parseCommand(data.text) }
    const { isFirst, answer } = deliveries.once(`${data.user_id} ${data.trigger_id}`, async () => {
      const foreign = kit.foreignness(actor, null, null)
      if (foreign === null) return run(kit, typed)
      const { text } = await kit.refuse(actor, `a slash command: ${foreign}`)
      return { text }
    })
    await kit.track(answerCommand(kit, { ack, aside, isFirst }, answer))
  }
}

interface Answering {
  readonly ack: Taken['ack']
  readonly aside: Aside
  readonly isFirst: boolean
}

async function answerCommand(
  kit: ListenerKit,
  { ack, aside, isFirst }: Answering,
  work: Promise<Told | null>,
): Promise<void> {
  const unsure = 'It may not have been done: `/tourniquet status` shows how things are.'
  const explained = work.catch((error: unknown): Told => ({ text: kit.explain(error, 'a slash command', unsure) }))
  const first = await inTime(kit.settings.clock, kit.answerWithinMs, explained)
  if (first.kind === 'answered') {
    const told = first.value
    return acknowledge(kit, () => (told === null ? ack() : ack(shown(kit, told))))
  }
  await acknowledge(kit, () => ack(shown(kit, { text: LATE })))
  const told = await explained
  if (told === null || !isFirst) return
  if (told.blocks === undefined) return kit.whisper({ ...aside, channel: null }, told.text)
  await sendDirectly(kit, aside, told)
}

async function sendDirectly(kit: ListenerKit, aside: Aside, { text, blocks = [] }: Told): Promise<void> {
  try {
    await kit.settings.api.directMessage(aside.userId, { text: kit.settings.builders.escape(text), blocks })
  } catch (error) {
    await kit.whisper(aside, kit.explain(error, 'a direct message', 'The answer could not be sent.'))
  }
}

function shown(kit: ListenerKit, { text, blocks }: Told): AckBody {
  const escaped = kit.settings.builders.escape(text)
  return { response_type: 'ephemeral', text: escaped, ...(blocks === undefined ? {} : { blocks: [...blocks] }) }
}

async function run(kit: ListenerKit, { actor, aside, triggerId, command }: Typed): Promise<Told | null> {
  const { desk, builders } = kit.settings
  switch (command.verb) {
    case 'help':
      return { text: 'What /tourniquet can do.', blocks: builders.helpBlocks(kit.settings.noteReaction) }
    case 'wrong':
      return { text: command.problem }
    case 'status': {
      const { text, lines } = await desk.status(actor)
      return { text, blocks: builders.statusBlocks([text, ...lines]) }
    }
    case 'list': {
      const listed = await desk.list(actor)
      if ('outcome' in listed) return { text: listed.text }
      if (listed.length === 0) return { text: 'There is no open incident.' }
      return {
        text: listed.length === 1 ? '1 incident.' : `${listed.length} incidents.`,
        blocks: builders.listBlocks(listed),
      }
    }
    case 'show': {
      const shown = await desk.show(actor, command.incidentId)
      if ('outcome' in shown) return { text: shown.text }
      return { text: `Incident ${command.incidentId}.`, blocks: builders.showBlocks(shown) }
    }
    case 'exercise':
      return await runExercise(kit, { actor, aside, triggerId }, command.act)
    case 'block':
      return { text: (await desk.requestBlock(actor, { arn: command.arn, reason: command.reason })).text }
    case 'blockForm': {
      const memory = modalMemory.block.write({ channel: aside.channel, threadTs: null })
      await openModal(kit, { triggerId, aside }, controls.modals.block, memory, builders.blockModal(command.arn))
      return null
    }
    case 'restore':
      await openRestoreModal(kit, { triggerId, aside, actor }, command.incidentId)
      return null
    case 'vouch':
      await openRequestModal(kit, { triggerId, aside, actor }, command.incidentId, 'vouch')
      return null
    case 'name':
      await openNameModal(kit, { triggerId, aside, actor }, command.incidentId)
      return null
    default:
      return assertNever(command, 'command')
  }
}

type ExerciseAct = Extract<Command, { verb: 'exercise' }>['act']

async function runExercise(kit: ListenerKit, typed: Omit<Typed, 'command'>, act: ExerciseAct): Promise<Told | null> {
  const { desk, builders } = kit.settings
  switch (act.kind) {
    case 'overview': {
      const shown = await desk.exercise(typed.actor)
      if ('outcome' in shown) return { text: shown.text }
      return { text: shown.title, blocks: builders.exerciseBlocks(shown) }
    }
    case 'form':
      await openExerciseForm(kit, typed, { kind: act.form, run: null })
      return null
    case 'ask': {
      const sent = { kind: 'ask', run: null, inject: null, role: null, choice: null, text: act.text } as const
      return { text: (await desk.exerciseSent(typed.actor, sent)).text }
    }
    case 'end':
      return { text: (await desk.exerciseEnd(typed.actor, act.reason)).text }
    default:
      return assertNever(act, 'act')
  }
}
