import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { Detection } from '../detections/detection.js'
import { tellingIds } from '../detections/telling-ids.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import type { Session } from '../sessions/session.js'
import type { ProposedEntity, Statement } from './proposal.js'

const namedSessions = 3
const namedEvents = 10

/** The records of what stands out, by credential: which of a thousand sessions it was is what a responder asks next. */
export class TellingSessions {
  readonly #byActor = new Map<string, Map<string, CloudTrailEvent[]>>()
  /** By key id, which is enough for most of the sessions to know that there are none, and principal id. */
  readonly #bySession = new Map<string, Map<string, string[]>>()

  constructor(facts: TrailFacts, detections: readonly Detection[]) {
    const telling = tellingIds(detections)
    for (const event of facts.scope.notable) {
      const { accessKeyId = '', principalId = '' } = event.actor
      if (!telling.has(event.eventId) || accessKeyId === '') continue
      const byKey = entryOf(this.#byActor, actorOf(event).key, () => new Map<string, CloudTrailEvent[]>())
      entryOf(byKey, accessKeyId, () => []).push(event)
      const bySession = entryOf(this.#bySession, accessKeyId, () => new Map<string, string[]>())
      entryOf(bySession, principalId, () => []).push(event.eventId)
    }
  }

  /** The session, with the records of it that stand out after its earliest. */
  withTelling(session: Session): Session {
    const ids = this.#bySession.get(session.accessKeyId)?.get(session.principalId)
    if (ids === undefined) return session
    return { ...session, eventIds: [...new Set([...session.eventIds, ...ids.slice(0, namedEvents)])] }
  }

  /** The entity, with one more reason that names key, session and address of what stands out, where records have a key. */
  explained(entity: ProposedEntity): ProposedEntity {
    const where = this.#whereFrom(entity.key)
    if (where === null) return entity
    const because = [...entity.because, where]
    const eventIds = [...new Set([...entity.eventIds, ...where.eventIds])]
    return { ...entity, because, reasons: because.map(({ text }) => text), eventIds }
  }

  #whereFrom(actorKey: string): Statement | null {
    const byKey = this.#byActor.get(actorKey)
    if (byKey === undefined) return null
    const used = [...byKey].sort(([a, of], [b, others]) => others.length - of.length || compareTexts(a, b))
    const named = used.slice(0, namedSessions).map(([key, events]) => credentialText(key, events))
    const more = used.length > namedSessions ? ` and ${used.length - namedSessions} more` : ''
    const eventIds = used
      .slice(0, namedSessions)
      .flatMap(([, events]) => events.slice(0, 3).map((each) => each.eventId))
    return { text: `What stands out was done with ${named.join(', ')}${more}.`, eventIds }
  }
}

function credentialText(accessKeyId: string, events: readonly CloudTrailEvent[]): string {
  const sessions = distinct(events.flatMap(({ actor }) => sessionNameOf(actor)))
  const places = distinct(events.flatMap(({ sourceIp }) => sourceIp ?? []))
  const session = sessions.length === 0 ? '' : ` (session ${sessions.join(', ')})`
  return `key ${accessKeyId}${session}${places.length === 0 ? '' : ` from ${places.join(' and ')}`}`
}

/** Role sessions alone have a name: `AROA…:name`. */
function sessionNameOf({ principalId = '' }: CloudTrailEvent['actor']): string[] {
  const colon = principalId.indexOf(':')
  return colon === -1 ? [] : [principalId.slice(colon + 1)]
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].slice(0, 2)
}
