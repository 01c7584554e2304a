import { eventTimeMs } from '../facts/event-time.js'
import type { KeyFacts, Mint } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'
import { issueToleranceMs } from './key-issues.js'

/** By slot of time, session name and whose it is: services give one name to all their sessions. null for a key. */
export function slotOfMint({ sessionName, assumedRoleId, ofArn, atMs }: Mint): string | null {
  if (sessionName === '') return null
  const whose = assumedRoleId === null ? `of ${actorOfArn(ofArn)?.key}` : `id ${assumedRoleId}`
  return `${slotAt(atMs)} ${sessionName} ${whose}`
}

/** Where the issue of a session is that calls were made with: whoever issued it told the moment, give or take. */
export function slotsOfKey({ principalId, sessionName, sessionIssuedAt, actorKey }: KeyFacts): string[] {
  if (sessionIssuedAt === null || sessionName === '') return []
  const slot = slotAt(eventTimeMs(sessionIssuedAt))
  return [slot - 1, slot, slot + 1].flatMap((around) =>
    [`id ${principalId}`, `of ${actorKey}`].map((whose) => `${around} ${sessionName} ${whose}`),
  )
}

function slotAt(atMs: number): number {
  return Math.floor(atMs / issueToleranceMs)
}
