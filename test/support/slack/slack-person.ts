import { z } from 'zod'
import { controls } from '../../../integrations/slack/controls.js'
import { APP_ID, type EmulatedWorkspace, type Modal, type StandingMessage } from './emulated-workspace.js'
import {
  aCommand,
  aPress,
  aSubmission,
  postToSlackRoute,
  type SlackAnswer,
  type SlackSender,
  signedRequest,
} from './signed-request.js'

const buttonSchema = z.looseObject({ type: z.literal('button'), action_id: z.string(), value: z.string().optional() })
const actionsSchema = z.looseObject({ type: z.literal('actions'), elements: z.array(z.looseObject({})) })

/** How Slack's requests get to the product: by HTTP, or down a socket. */
export type Deliver = (payload: object) => Promise<SlackAnswer>

export function byHttp(url: string, signingSecret: string): Deliver {
  return (payload) => postToSlackRoute(url, signedRequest(payload, { signingSecret }))
}

/** Somebody in front of Slack: sees what stands in the emulator, and presses, types and sends as Slack would deliver it. */
export class SlackPerson {
  readonly #workspace: EmulatedWorkspace
  readonly #deliver: Deliver
  readonly #sender: SlackSender

  constructor(workspace: EmulatedWorkspace, deliver: Deliver, name: string, channel: string) {
    this.#workspace = workspace
    this.#deliver = deliver
    this.#sender = {
      teamId: workspace.teamId,
      appId: APP_ID,
      userId: workspace.user(name),
      channel: workspace.channel(channel),
    }
  }

  /** Presses a button of a message; answers with the modal that it opened, or null. */
  async press(message: StandingMessage, actionId: string, withinMs = 3_000): Promise<Modal | null> {
    const button = buttonsOf(message).find((each) => each.action_id === actionId)
    if (button === undefined) throw new Error(`The message has no button ${actionId}: ${message.text}`)
    const trigger_id = await this.#workspace.trigger(this.#sender.userId)
    const own = message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }
    const press = aPress(actionId, button.value, {
      sender: this.#sender,
      message: { ts: message.ts, ...own },
      trigger_id,
    })
    await this.#deliver(press)
    return this.#workspace.modalOf(trigger_id, withinMs)
  }

  /** Sends a modal; answers with what Slack was told to show. */
  submit(modal: Modal, fields: Parameters<typeof aSubmission>[1]): Promise<SlackAnswer> {
    return this.#deliver(aSubmission(modal, fields, { sender: this.#sender }))
  }

  type(text: string): Promise<SlackAnswer> {
    return this.#deliver(aCommand(text, { sender: this.#sender }))
  }

  /** Presses a button that asks for a reason, and gives one. */
  async decide(message: StandingMessage, actionId: string, reason: string): Promise<SlackAnswer> {
    const modal = await this.press(message, actionId)
    if (modal === null) throw new Error(`${actionId} opened nothing.`)
    return this.submit(modal, { [controls.fields.reason]: reason })
  }
}

export function buttonsOf(message: StandingMessage): z.infer<typeof buttonSchema>[] {
  return message.blocks.flatMap((block) => {
    const actions = actionsSchema.safeParse(block)
    return actions.success ? actions.data.elements.flatMap((each) => buttonSchema.safeParse(each).data ?? []) : []
  })
}
