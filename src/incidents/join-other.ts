import type { Actor } from '../audit/record.js'
import { dedupKey, isConfirmable } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { Principal } from '../domain/principal.js'
import type { Engine } from '../engine/engine.js'
import type { StepRecord } from '../engine/incident-store.js'
import { recordEvent } from '../engine/record-event.js'

/** What an incident without a principal turned out to be about, and who found that out. */
export interface Discovery {
  readonly principal: Principal
  readonly reason: string
  readonly actor: Actor
  /** The order whose outcome it is. */
  readonly settles?: NonNullable<StepRecord['settles']>
}

/**
 * Ends an incident whose principal turned out to have an open one: its findings join that one first, so that nothing is lost
 * where this is cut short, and the same again changes nothing. False: the other is over by now, and the discovery is to be
 * brought anew.
 */
export async function joinOther(
  engine: Engine,
  incident: Incident,
  otherId: string,
  { principal, reason, actor, settles }: Discovery,
): Promise<boolean> {
  const { callBack } = incident.snapshot.context
  const requestedBy = actor.kind === 'person' ? actor.name : null
  for (const finding of await engine.store.readFindings(incident.id)) {
    const mustBeConfirmed = callBack && isConfirmable(finding)
    const trusted = finding.trusted && !mustBeConfirmed
    const trust = { trusted, callBack: mustBeConfirmed, requestedBy, ...(trusted ? { principal } : {}) }
    const row = {
      id: engine.ids.next('fnd'),
      dedupKey: [dedupKey(finding), 'from', incident.id].join('|'),
      body: { ...finding, principal, ...(requestedBy === null ? {} : { namedBy: requestedBy }) },
    }
    const joined = await recordEvent(engine, otherId, {
      event: { type: 'FINDING_JOINED', finding: row.id, lastSeenAt: finding.lastSeenAt, ...trust },
      actor: { kind: 'source', name: finding.source },
      finding: row,
      unless: ({ open }) => (open ? null : { reason: 'It is over.', record: null }),
    })
    if (joined.status !== 'recorded' && joined.status !== 'duplicateFinding') return false
  }
  await recordEvent(engine, incident.id, {
    event: { type: 'JOINED_OTHER', other: otherId, principal, reason },
    actor,
    ...(settles === undefined ? {} : { settles }),
  })
  return true
}
