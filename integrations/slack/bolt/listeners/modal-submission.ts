import type { ModalView } from '@slack/types'
import { sha256 } from '../../../../src/domain/canonical-json.js'
import type { DeskAnswer, SlackActor } from '../../slack-desk.js'
import { Deliveries } from '../deliveries.js'
import { inTime } from '../in-time.js'
import type { Aside, ListenerKit } from '../listener-kit.js'
import { type Submission, submissionSchema } from '../payloads.js'
import { resultView } from '../result-view.js'
import { acknowledge } from './button-press.js'
import type { AckBody, Taken } from './taken.js'

/** What was typed or chosen, by the `action_id` of the field; `block` is where Slack shows what is wrong with it. */
export type Fields = ReadonlyMap<string, { readonly block: string; readonly text: string }>

/** What a sent modal comes to. */
export type Order =
  /** Said beside the fields; the modal stays. */
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> }
  /** It is not what we opened. */
  | { readonly kind: 'foreign'; readonly why: string; readonly told?: string | null; readonly aside: Aside }
  | {
      readonly kind: 'do'
      readonly aside: Aside
      readonly work: () => Promise<DeskAnswer>
      /** Where an answer that blames the ARN is said. */
      readonly arnBlock?: string
      /** What to tell where it cannot be said whether it was done. */
      readonly unsure: string
    }

const BEING_RECORDED =
  'It is being recorded, which takes longer than usual. You will be told here in Slack what came of it.'

/** What the person is told: in the modal, or whispered where it is gone. */
interface Outcome {
  readonly view: ModalView
  readonly text: string
  /** What is wrong with a field: said beside it, and the form stays. */
  readonly errors?: Readonly<Record<string, string>>
}

/**
 * A modal that was sent. What is wrong with a field is said beside it; else the modal shows what came of it where the desk
 * answers in time, and that it is being recorded where it does not: the answer follows as a whisper.
 */
export function onSubmission(
  kit: ListenerKit,
  name: string,
  read: (actor: SlackActor, sent: Submission['view'], fields: Fields) => Order,
) {
  const deliveries = new Deliveries<Outcome>(kit.settings.clock)
  return async ({ body, ack }: Taken): Promise<void> => {
    const parsed = submissionSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('A modal of Slack could not be read.', { name, problem: parsed.error.issues[0]?.message })
      return acknowledge(kit, () => ack(shown(notRead)))
    }
    const { user, team, view, api_app_id: appId } = parsed.data
    const actor = { userId: user.id, teamId: team?.id ?? user.team_id ?? '', channelId: null, appId }
    const foreign = kit.foreignness(actor, user.team_id, null)
    const order = foreign === null ? read(actor, view, fieldsOf(view)) : strange(actor, foreign)
    if (order.kind === 'wrong')
      return acknowledge(kit, () => ack({ response_action: 'errors', errors: { ...order.errors } }))
    // Not as canonical JSON, which has no form for every text that somebody can send.
    const content = sha256(JSON.stringify([view.state?.values, view.private_metadata]))
    const key = `${user.id} ${view.id} ${content}`
    const { isFirst, answer } = deliveries.once(key, () => carryOut(kit, name, actor, order))
    await kit.track(answerModal(kit, { name, order, isFirst, ack }, answer))
  }
}

interface Answering {
  readonly name: string
  readonly order: Exclude<Order, { kind: 'wrong' }>
  readonly isFirst: boolean
  readonly ack: Taken['ack']
}

async function answerModal(
  kit: ListenerKit,
  { name, order, isFirst, ack }: Answering,
  work: Promise<Outcome>,
): Promise<void> {
  const unsure = order.kind === 'do' ? order.unsure : undefined
  const explained = work.catch((error: unknown): Outcome => own('Not sure', kit.explain(error, name, unsure)))
  const first = await inTime(kit.settings.clock, kit.answerWithinMs, explained)
  if (first.kind === 'late') {
    await acknowledge(kit, () => ack(shown(own('Being recorded', BEING_RECORDED))))
    const { text } = await explained
    return isFirst ? kit.whisper(order.aside, text) : undefined
  }
  const outcome = first.kind === 'answered' ? first.value : notRead
  try {
    await ack(shown(outcome))
  } catch (error) {
    // The socket went away between: the modal is gone, and the person must know all the same.
    kit.settings.log.warn('Slack could not be answered.', { error: String(error) })
    if (isFirst) await kit.whisper(order.aside, outcome.text)
  }
}

async function carryOut(
  kit: ListenerKit,
  name: string,
  actor: SlackActor,
  order: Answering['order'],
): Promise<Outcome> {
  const work = order.kind === 'do' ? order.work() : kit.refuse(actor, `${name}: ${order.why}`, order.told)
  const answer = await work
  const told = { view: kit.settings.builders.resultModal(answer), text: answer.text }
  const block = order.kind === 'do' && answer.wrong === 'arn' ? order.arnBlock : undefined
  return block === undefined ? told : { ...told, errors: { [block]: answer.text } }
}

function own(title: string, text: string): Outcome {
  return { view: resultView(title, text), text }
}

const notRead = own('Not done', 'This form could not be read, and nothing was decided. Open it anew.')

function shown({ view, errors }: Outcome): AckBody {
  if (errors !== undefined) return { response_action: 'errors', errors: { ...errors } }
  return { response_action: 'update', view }
}

function strange(actor: SlackActor, why: string): Order {
  return { kind: 'foreign', why, aside: { userId: actor.userId, channel: null, threadTs: null } }
}

function fieldsOf({ state }: Submission['view']): Fields {
  const fields = Object.entries(state?.values ?? {}).flatMap(([block, actions]) =>
    Object.entries(actions).map(([action, { value, selected_option: option }]) => {
      const text = option?.value ?? value ?? ''
      return [action, { block, text: text.trim() }] as const
    }),
  )
  return new Map(fields)
}
