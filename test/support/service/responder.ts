import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { secrets } from './service-world.js'

const taken = z.object({ incidentId: z.string(), deduplicated: z.boolean() })
const shown = z.object({ state: z.string(), openPlanDigest: z.string().nullable(), reason: z.string() })
const STUCK = ['needsHuman', 'unresolved', 'refused', 'tampered']

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

export async function httpAnswer(url: string, init: RequestInit = {}): Promise<HttpAnswer> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
  return { status: answer.status, text: await answer.text() }
}

export async function postFinding(url: string, finding: object, secret: string = secrets.webhook): Promise<HttpAnswer> {
  const headers = { 'x-api-key': secret, 'content-type': 'application/json' }
  return httpAnswer(`${url}/webhooks/guardduty`, { method: 'POST', headers, body: JSON.stringify(finding) })
}

/** What a 202 said. */
export function takenOf({ status, text }: HttpAnswer): z.infer<typeof taken> {
  if (status !== 202) throw new Error(`not taken: ${status} ${text}`)
  return taken.parse(JSON.parse(text))
}

export function asPerson(who: 'ana' | 'ben', body?: object): RequestInit {
  const headers = { authorization: `Bearer ${secrets[who]}`, 'content-type': 'application/json' }
  return body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
}

/** Waits until the incident is in one of the states; throws where it got stuck, and after `withinMs`. */
export async function untilState(url: string, id: string, states: readonly string[], withinMs = 40_000) {
  const giveUpAt = performance.now() + withinMs
  for (;;) {
    const answer = await httpAnswer(`${url}/api/incidents/${id}`, asPerson('ana'))
    const incident = shown.parse(JSON.parse(answer.text))
    if (states.includes(incident.state)) return incident
    if (STUCK.includes(incident.state)) throw new Error(`${id} is in ${incident.state}: ${incident.reason}`)
    if (performance.now() > giveUpAt) throw new Error(`${id} is still in ${incident.state}: ${incident.reason}`)
    await pause(50)
  }
}

/** Approves the block, asks for a restore and approves that; resolves when the incident is closed. */
export async function walkToClosed(url: string, id: string): Promise<void> {
  const at = `${url}/api/incidents/${id}`
  const decide = async (who: 'ana' | 'ben', question: string, planDigest: string | null) => {
    const body = { question, decision: 'approve', planDigest, reason: 'as agreed' }
    const answer = await httpAnswer(`${at}/decisions`, asPerson(who, body))
    if (answer.status !== 200) throw new Error(`${question}: ${answer.status} ${answer.text}`)
  }
  const asked = await untilState(url, id, ['awaitingApproval'])
  await decide('ana', 'contain', asked.openPlanDigest)
  await untilState(url, id, ['contained'])
  const wish = { ask: 'restore', restoreAs: 'false-alarm', reason: 'a drill' }
  const wished = await httpAnswer(`${at}/requests`, asPerson('ben', wish))
  if (wished.status !== 202) throw new Error(`restore: ${wished.status} ${wished.text}`)
  let restore = await untilState(url, id, ['awaitingRestoreApproval'])
  // The question comes with its plan, a moment after the state.
  while (restore.openPlanDigest === asked.openPlanDigest || restore.openPlanDigest === null) {
    await pause(50)
    restore = await untilState(url, id, ['awaitingRestoreApproval'])
  }
  await decide('ana', 'restore', restore.openPlanDigest)
  await untilState(url, id, ['closed'])
}
