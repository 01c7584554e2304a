import { setTimeout as pause } from 'node:timers/promises'
import type { EmulatedWorkspace, StandingMessage } from './emulated-workspace.js'
import { buttonsOf } from './slack-person.js'

/** The headline of an incident, and its thread, oldest first. */
export interface ShownIncident {
  readonly headline: StandingMessage
  readonly thread: readonly StandingMessage[]
}

export async function shownIncident(
  workspace: EmulatedWorkspace,
  channel: string,
  incidentId: string,
): Promise<ShownIncident> {
  for (const headline of (await workspace.history(channel)).toReversed()) {
    const [head, ...thread] = await workspace.thread(channel, headline.ts)
    if (head !== undefined && JSON.stringify(head).includes(incidentId)) return { headline: head, thread }
  }
  throw new Error(`${incidentId} is not shown`)
}

/** Waits for a message of the incident that has this button. */
export async function cardWith(
  workspace: EmulatedWorkspace,
  channel: string,
  incidentId: string,
  actionId: string,
): Promise<StandingMessage> {
  const look = () => shownIncident(workspace, channel, incidentId)
  for (let looks = 0; looks < 200; looks += 1) {
    const { headline, thread } = await look().catch(() => ({ headline: null, thread: [] }))
    const messages = headline === null ? [] : [headline, ...thread]
    const found = messages.findLast((each) => buttonsOf(each).some(({ action_id }) => action_id === actionId))
    if (found !== undefined) return found
    await pause(100)
  }
  throw new Error(`no message with ${actionId}: ${JSON.stringify(await look())}`)
}
