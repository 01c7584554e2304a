import type { Kysely } from 'kysely'
import { playbooks } from '../../app/playbooks.js'
import { connectDatabase } from '../../integrations/postgres/connect-database.js'
import type { Database } from '../../integrations/postgres/database.js'
import { migrate } from '../../integrations/postgres/migrate.js'
import { postgresIncidentStore } from '../../integrations/postgres/postgres-incident-store.js'
import { randomIds } from '../../integrations/system/random-ids.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import { compromisedPrincipal } from '../../playbooks/compromised-principal.js'
import { genesisHash, linkRecord } from '../../src/audit/chain.js'
import type { Effect } from '../../src/domain/effect.js'
import type { Incident } from '../../src/domain/incident.js'
import { begin } from '../../src/engine/advance.js'
import type { Engine } from '../../src/engine/engine.js'
import type { EffectOrder, StepRecord } from '../../src/engine/incident-store.js'
import { aTrustedFinding } from './fixtures/findings.js'
import { aRolePrincipal } from './fixtures/principals.js'
import { aTiming } from './fixtures/timings.js'
import { useTestPostgres } from './services.js'

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} }

/** A migrated database of this test file's own, closed at its end. */
export async function useDatabase(): Promise<{ readonly url: string; readonly db: Kysely<Database> }> {
  const { url } = await useTestPostgres()
  const db = connectDatabase({ url, log: silentLog })
  afterAll(() => db.destroy())
  await migrate(db)
  return { url, db }
}

let realms = 0

/** A realm that no other test uses. */
export function freshRealm(): string {
  realms += 1
  return `exercise/aws/${String(realms).padStart(12, '0')}/127.0.0.1:1`
}

/** The engine on a real store, with a queue that nobody listens to. */
export function engineOn(db: Kysely<Database>, realm = freshRealm()): Engine {
  const store = postgresIncidentStore(db, realm)
  const queue = { offer: async () => {} }
  return { realm, store, queue, clock: systemClock, ids: randomIds, playbooks, timeScale: 1, log: silentLog }
}

/** The step that opens an incident, with no order and no timer unless the test adds them. */
export function anOpeningStep(realm: string, changes: Partial<StepRecord> = {}): StepRecord {
  const id = randomIds.next('inc')
  const { snapshot, state } = begin(compromisedPrincipal, {
    principal: aRolePrincipal(),
    timing: aTiming(),
    holdDown: null,
    requestedBy: null,
    ...aTrustedFinding,
  })
  const principalKey = `aws:111122223333:role:${id}`
  const identity = { id, realm, playbook: 'compromised-principal', version: '1', principalKey }
  return {
    incident: { ...identity, state, open: true, snapshot },
    expectedRevision: 0,
    audit: auditOf({ id, auditSeq: 0, auditHash: genesisHash(id), state: null }, state),
    cancelledTimers: [],
    armedTimers: [],
    leftState: null,
    orders: [],
    documents: [],
    ...changes,
  }
}

/** A next step of an incident that changes nothing but the record, unless the test says more. */
export function aStep(incident: Incident, changes: Partial<StepRecord> = {}): StepRecord {
  const { id, realm, playbook, version, principalKey, open, snapshot } = incident
  const state = changes.incident?.state ?? incident.state
  return {
    incident: { id, realm, playbook, version, principalKey, state, open, snapshot },
    expectedRevision: incident.revision,
    audit: auditOf(incident, state),
    cancelledTimers: [],
    armedTimers: [],
    leftState: null,
    orders: [],
    documents: [],
    ...changes,
  }
}

function auditOf(before: { id: string; auditSeq: number; auditHash: string; state: string | null }, to: string) {
  return linkRecord(before.auditHash, {
    incidentId: before.id,
    seq: before.auditSeq + 1,
    at: '2026-03-01T10:00:00Z',
    actor: { kind: 'engine', name: 'test' },
    what: 'TESTED',
    detail: {},
    from: before.state,
    to,
    ignored: false,
    orders: [],
  })
}

const planDigest = `sha256:${'b'.repeat(64)}`
export const aRead: Effect = { kind: 'writeReport' }
export const aWrite: Effect = { kind: 'putBlock', planDigest }

export function anOrder(effect: Effect, changes: Partial<EffectOrder> = {}): EffectOrder {
  return { id: randomIds.next('eff'), effect, state: 'investigating', writeKey: null, notAfterMs: null, ...changes }
}

/** Opens an incident and reads it back. */
export async function opened(
  { store, realm }: Pick<Engine, 'store' | 'realm'>,
  changes: Partial<StepRecord> = {},
): Promise<Incident> {
  const step = anOpeningStep(realm, changes)
  const result = await store.recordStep(step)
  const incident = await store.readIncident(step.incident.id)
  if (incident === null) throw new Error(`It was not opened: ${result.status}`)
  return incident
}
