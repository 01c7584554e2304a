import type { App } from '@slack/bolt'
import { z } from 'zod'
import { controls } from '../controls.js'
import type { ListenerKit } from './listener-kit.js'

const names: readonly string[] = [
  ...Object.values(controls.actions),
  ...Object.values(controls.modals),
  controls.command,
  controls.shortcut,
]

/** Of what kind of control this is; all others (events) Bolt acknowledges by itself. */
const controlSchema = z.union([
  z.object({ type: z.literal('block_actions'), actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()) }),
  z.object({ type: z.enum(['view_submission', 'view_closed']), view: z.object({ callback_id: z.string() }) }),
  z.object({ type: z.enum(['message_action', 'shortcut']), callback_id: z.string() }),
  z.object({ command: z.string() }),
])

/**
 * What has no listener is acknowledged here, so that nobody waits for 3 s and then reads an error: buttons and modals of an
 * older version, commands that were added by hand. Bolt would run a listener for everything beside the others, and the second
 * answer is an error there; this stands before them and lets through what they know.
 */
export function ackUnknownControls(app: App, kit: ListenerKit): void {
  app.use(async ({ body, next, ...rest }) => {
    const parsed = controlSchema.safeParse(body)
    if (!parsed.success || (names.includes(nameOf(parsed.data)) && !isClosed(parsed.data))) return next()
    kit.settings.log.warn('Something was pressed in Slack that has no listener.', { name: nameOf(parsed.data) })
    // Every kind of request but an event comes with it, and events were let through.
    if ('ack' in rest && typeof rest.ack === 'function') await rest.ack()
  })
}

function nameOf(control: z.infer<typeof controlSchema>): string {
  if ('actions' in control) return control.actions[0].action_id
  if ('view' in control) return control.view.callback_id
  return 'callback_id' in control ? control.callback_id : control.command
}

function isClosed(control: z.infer<typeof controlSchema>): boolean {
  return 'view' in control && control.type === 'view_closed'
}
