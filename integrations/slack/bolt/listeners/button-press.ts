import type { z } from 'zod'
import type { SlackActor } from '../../slack-desk.js'
import { Deliveries } from '../deliveries.js'
import type { Aside, ListenerKit } from '../listener-kit.js'
import { buttonSchema } from '../payloads.js'
import type { Taken } from './taken.js'

/** One press of a button, by somebody of our workspace. */
export interface Press {
  readonly actor: SlackActor
  readonly value: string | undefined
  readonly triggerId: string
  readonly aside: Aside
}

/**
 * A button: acknowledged before anything else is done, since it has nothing to answer but a whisper or a modal. A press from
 * outside of `channels` is refused; null: it counts anywhere (its value says where or for whom).
 */
export function onPress(
  kit: ListenerKit,
  name: string,
  handle: (press: Press) => Promise<void>,
  channels: readonly string[] | null = kit.settings.channels,
) {
  const deliveries = new Deliveries<void>(kit.settings.clock)
  return async ({ body, ack }: Taken): Promise<void> => {
    await acknowledge(kit, ack)
    const parsed = buttonSchema.safeParse(body)
    if (!parsed.success) {
      kit.settings.log.warn('A button of Slack could not be read.', { name, problem: parsed.error.issues[0]?.message })
      return
    }
    const { data } = parsed
    const press = pressOf(data)
    const key = `${data.user.id} ${data.trigger_id}`
    const { isFirst, answer } = deliveries.once(key, async () => {
      const foreign = kit.foreignness(press.actor, data.user.team_id, channels)
      if (foreign === null) return handle(press)
      return kit.refuseAside(press.actor, press.aside, `${name}: ${foreign}`)
    })
    const told = answer.catch((error: unknown) => {
      const text = kit.explain(error, name)
      return isFirst ? kit.whisper(press.aside, text) : undefined
    })
    await kit.track(told)
  }
}

/** Slack may be gone again; what was asked for is done all the same. */
export async function acknowledge(kit: ListenerKit, ack: () => Promise<void>): Promise<void> {
  try {
    await ack()
  } catch (error) {
    kit.settings.log.warn('Slack could not be answered.', { error: String(error) })
  }
}

function pressOf(data: z.infer<typeof buttonSchema>): Press {
  const { user, team, channel, message, actions, api_app_id: appId, trigger_id: triggerId } = data
  const channelId = channel?.id ?? null
  const thread = message?.thread_ts
  return {
    actor: { userId: user.id, teamId: team?.id ?? user.team_id ?? '', channelId, appId },
    value: actions[0].value,
    triggerId,
    // Under the headline of a thread a whisper would not be seen from the channel, nor the other way round.
    aside: {
      userId: user.id,
      channel: channelId,
      threadTs: thread === undefined || thread === message?.ts ? null : thread,
    },
  }
}
