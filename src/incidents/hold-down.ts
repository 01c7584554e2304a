import type { Finding } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { HoldDown } from '../domain/incident-context.js'
import type { Engine } from '../engine/engine.js'
import { UnreadableIncidentError } from '../engine/incident-store.js'

/** How long a restore speaks for what happened before it, where nothing else is configured. */
export const defaultHoldDownMs = 60 * 60_000

/**
 * The restore that a finding falls under: access was given back to the same principal a moment ago, and the finding shows no
 * activity newer than that. Sources report the same activity again and again, GuardDuty under the same finding id; people have
 * judged it. Newer activity is never held down. An earlier incident that cannot be read holds nothing down.
 */
export async function holdDownFor(
  engine: Engine,
  principalKey: string,
  finding: Pick<Finding, 'lastSeenAt'>,
  holdDownMs: number,
): Promise<HoldDown | null> {
  const last = await lastClosed(engine, principalKey)
  const restore = last === null ? null : restoreOf(last)
  if (restore === null) return null
  const { incidentId, restoredAt } = restore
  const untilMs = Date.parse(restoredAt) + holdDownMs
  if (engine.clock.now().getTime() >= untilMs || Date.parse(finding.lastSeenAt) > Date.parse(restoredAt)) return null
  return { incidentId, restoredAt, until: new Date(untilMs).toISOString() }
}

/** One that was held down itself hands on the restore that it fell under: it must not be the last to do so. */
function restoreOf({ id, snapshot: { context } }: Incident): Pick<HoldDown, 'incidentId' | 'restoredAt'> | null {
  return context.restoredAt === null ? context.holdDown : { incidentId: id, restoredAt: context.restoredAt }
}

async function lastClosed({ store }: Engine, key: string) {
  try {
    return await store.findLastClosedIncident(key)
  } catch (error) {
    if (error instanceof UnreadableIncidentError) return null
    throw error
  }
}
