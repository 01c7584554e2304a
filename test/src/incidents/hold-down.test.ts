import type { Finding } from '../../../src/domain/finding.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import { defaultHoldDownMs } from '../../../src/incidents/hold-down.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { after, happens } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'
import { anOpening, aTestEngine, type TestEngine } from '../../support/test-engine.js'

/** When the journeys give access back. */
const restoredAt = '2026-03-01T11:05:00Z'
const longAgo = '2026-03-01T09:30:00Z'
const since = (ms: number) => new Date(Date.parse(restoredAt) + ms)
const actor = { kind: 'engine', name: 'test' } as const

async function bring(engine: TestEngine, id: string, events: readonly journeys.Happening[]) {
  for (const event of events) await recordEvent(engine, id, { event, actor })
}

/** An engine whose clock stands `ms` after a restore, which led to a closed incident. */
async function afterRestore(ms: number, first: Partial<Finding> = {}) {
  const engine = aTestEngine({ clock: { now: () => since(ms), monotonicMs: () => 0, pause: async () => {} } })
  const { incidentId } = await openIncident(engine, aFinding(first), anOpening)
  await bring(engine, incidentId, [...journeys.lastLook, happens.restoreConfirmed])
  let updates = 0
  const again = (changes: Partial<Finding> = {}) => {
    updates += 1
    const updatedAt = since(ms + updates).toISOString()
    return openIncident(engine, aFinding({ ...first, updatedAt, ...changes }), anOpening)
  }
  const stateOf = async (id: string) => (await engine.store.readIncident(id))?.state
  return { engine, restoredId: incidentId, again, stateOf }
}

describe('a finding after a restore', () => {
  it('with older activity is told and not asked, and says which restore speaks for it', async () => {
    const { engine, restoredId, again, stateOf } = await afterRestore(20 * 60_000)

    const { status, incidentId } = await again({ lastSeenAt: longAgo })

    expect(status).toBe('opened')
    expect(await stateOf(incidentId)).toBe('heldDown')
    const incident = await engine.store.readIncident(incidentId)
    expect(incident).toMatchObject({ open: false })
    expect(incident?.snapshot.context).toMatchObject({
      holdDown: { incidentId: restoredId, restoredAt, until: '2026-03-01T12:05:00.000Z' },
      reason: expect.stringContaining(restoredId),
    })
    const orders = engine.store.effects.filter((effect) => effect.incidentId === incidentId)
    expect(orders.map(({ effect }) => effect)).toMatchObject([
      { kind: 'notify', topic: 'heldDown' },
      { kind: 'writeReport' },
    ])
  })

  it('with activity newer than the restore asks a person again, although the finding id is the same', async () => {
    const { again, stateOf } = await afterRestore(20 * 60_000)

    const { incidentId } = await again({ lastSeenAt: since(1).toISOString() })

    expect(await stateOf(incidentId)).toBe('investigating')
  })

  it('with activity of the very moment of the restore is held down', async () => {
    const { again, stateOf } = await afterRestore(20 * 60_000)

    expect(await stateOf((await again({ lastSeenAt: restoredAt })).incidentId)).toBe('heldDown')
  })

  it('is asked about again when the hold-down is over, to the millisecond', async () => {
    const [within, over] = [await afterRestore(defaultHoldDownMs - 1), await afterRestore(defaultHoldDownMs)]

    expect(await within.stateOf((await within.again()).incidentId)).toBe('heldDown')
    expect(await over.stateOf((await over.again()).incidentId)).toBe('investigating')
  })

  it('is held down as long as is configured', async () => {
    const { engine } = await afterRestore(5_000)
    const finding = aFinding({ updatedAt: since(5_000).toISOString() })

    const { incidentId } = await openIncident(engine, finding, { ...anOpening, holdDownMs: 5_000 })

    expect(await engine.store.readIncident(incidentId)).toMatchObject({ state: 'investigating' })
  })

  it('is held down again and again: one that was held down does not end the hold-down', async () => {
    const { engine, restoredId, again } = await afterRestore(20 * 60_000)
    await again()

    const { incidentId } = await again()

    expect((await engine.store.readIncident(incidentId))?.snapshot.context.holdDown).toMatchObject({
      incidentId: restoredId,
      restoredAt,
    })
  })

  it('with newer activity asks, also after others were held down', async () => {
    const { again, stateOf } = await afterRestore(20 * 60_000)
    await again()

    expect(await stateOf((await again({ lastSeenAt: since(1).toISOString() })).incidentId)).toBe('investigating')
  })

  it('on a role with other spelling is held down, on another role it is not', async () => {
    const { again, stateOf } = await afterRestore(20 * 60_000)
    const shouted = await again({ principal: aRolePrincipal({ name: 'CI-Deploy' }) })
    const other = await again({ principal: aRolePrincipal({ name: 'ci-test' }) })

    expect([await stateOf(shouted.incidentId), await stateOf(other.incidentId)]).toEqual(['heldDown', 'investigating'])
  })

  it('on a federated session of the user that was restored is held down with its user', async () => {
    const user = { type: 'user', partition: 'aws', accountId: '111122223333', name: 'dora' } as const
    const { again, stateOf } = await afterRestore(20 * 60_000, { principal: user })
    const session = { ...user, type: 'federatedUser', name: 'report', issuer: { type: 'user', name: 'dora' } } as const

    expect(await stateOf((await again({ principal: session })).incidentId)).toBe('heldDown')
  })
})

describe('nothing holds a finding down', () => {
  it('while an incident is open: the finding joins it', async () => {
    const { engine, again } = await afterRestore(20 * 60_000)
    const open = await again({ lastSeenAt: since(1).toISOString() })

    expect(await again({ sourceId: 'finding-2' })).toEqual({ status: 'joined', incidentId: open.incidentId })
    expect(await engine.store.listIncidents()).toHaveLength(2)
  })

  it('where the earlier incident gave nothing back', async () => {
    const engine = aTestEngine()
    const { incidentId } = await openIncident(engine, aFinding(), anOpening)
    await bring(engine, incidentId, [...journeys.awaitingApproval, happens.denied()])

    const second = await openIncident(engine, aFinding({ sourceId: 'finding-2' }), anOpening)

    expect(await engine.store.readIncident(second.incidentId)).toMatchObject({ state: 'investigating' })
  })

  it('where the earlier incident cannot be read', async () => {
    const { engine, restoredId, again, stateOf } = await afterRestore(20 * 60_000)
    engine.store.makeUnreadable(restoredId)

    expect(await stateOf((await again()).incidentId)).toBe('investigating')
  })

  it('and a store that is not there is said, not taken for "no restore"', async () => {
    const { engine } = await afterRestore(20 * 60_000)
    const unavailable = async () => {
      throw new Error('The database is not there.')
    }
    const store = { ...engine.store, findLastClosedIncident: unavailable }

    const opening = openIncident({ ...engine, store }, aFinding({ sourceId: 'finding-2' }), anOpening)

    await expect(opening).rejects.toThrow('The database is not there.')
  })
})

describe('a finding that comes while the restore is still watched', () => {
  async function whileWatched(lastSeenAt: string) {
    const engine = aTestEngine()
    const { incidentId } = await openIncident(engine, aFinding(), anOpening)
    await bring(engine, incidentId, journeys.restored)
    const joined = await openIncident(engine, aFinding({ sourceId: 'finding-2', lastSeenAt }), anOpening)
    return { engine, incidentId, joined }
  }

  it('with newer activity asks a person again', async () => {
    const { engine, incidentId, joined } = await whileWatched(since(1).toISOString())

    expect(joined).toEqual({ status: 'joined', incidentId })
    expect(await engine.store.readIncident(incidentId)).toMatchObject({ state: 'needsHuman' })
  })

  it('with older activity is counted, and the incident is closed in the end', async () => {
    const { engine, incidentId } = await whileWatched(longAgo)
    await bring(engine, incidentId, [after('lateWriteWatch', 'restored.waiting'), happens.restoreConfirmed])

    expect(await engine.store.readIncident(incidentId)).toMatchObject({
      state: 'closed',
      snapshot: { context: { joinedFindings: 1 } },
    })
  })
})
