import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nudgingStore, runtimeAudit } from '../../app/runtime-audit.js'
import { linkRecord } from '../../src/audit/chain.js'
import type { Incident } from '../../src/domain/incident.js'
import { memoryAnchor } from '../support/audit/memory-anchor.js'
import { aStep, engineOn, opened, silentLog, useDatabase } from '../support/store.js'

const { db } = await useDatabase()
const folder = await mkdtemp(join(tmpdir(), 'tourniquet-runtime-audit-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const HOUR_MS = 3_600_000

async function aRunningAudit() {
  const engine = engineOn(db)
  const sink = memoryAnchor()
  const audit = runtimeAudit({
    db,
    realm: engine.realm,
    settings: { keyFile: join(folder, 'key.pem'), publicKeys: [], sinks: [sink], checkpointMs: HOUR_MS },
    log: silentLog,
  })
  const rounds = await audit.start()
  const store = nudgingStore(engine.store, audit.nudge)
  const incident = await opened({ ...engine, store })
  return { audit, sink, store, incident, stop: async () => rounds?.stop() }
}

function stepOf(incident: Incident, what: string, changes: { open?: false } = {}) {
  const step = aStep(incident)
  const audit = linkRecord(step.audit.prevHash, {
    ...step.audit.body,
    what,
    to: changes.open === false ? 'closed' : 'x',
  })
  return { ...step, incident: { ...step.incident, ...changes }, audit }
}

describe('a checkpoint that does not wait for its interval', () => {
  it.each<[string, { open?: false }]>([
    ['APPROVED', {}],
    ['DENIED', {}],
    ['BLOCK_APPLIED', {}],
    ['BLOCK_REMOVED', {}],
    ['RESTORE_CONFIRMED', { open: false }],
  ])('is taken and anchored after %s %j', async (what, changes) => {
    const { sink, store, incident, stop } = await aRunningAudit()
    await store.recordStep(stepOf(incident, what, changes))
    for (let tries = 0; tries < 300 && sink.held.length === 0; tries += 1) await pause(10)
    expect(sink.held[0]?.body.heads).toEqual([expect.objectContaining({ chain: incident.id, seq: 2 })])
    await stop()
  })

  it('is not taken for what changes nothing outside', async () => {
    const { sink, store, incident, stop } = await aRunningAudit()
    await store.recordStep(stepOf(incident, 'NOTICE_SENT'))
    await pause(250)
    expect(sink.held).toEqual([])
    await stop()
    expect(sink.held).toHaveLength(1)
  })
})

describe('the record of a runtime', () => {
  it('is verified with the key that it signs with, where none is pinned', async () => {
    const { audit, stop } = await aRunningAudit()
    await stop()
    expect(await audit.verify()).toMatchObject({ verified: true, checkpoints: 1, exposedWindow: { records: 0 } })
    expect(await audit.anchorStates()).toEqual([{ sink: 'memory:outside', outside: true, anchoredUpTo: 1, behind: 0 }])
    expect(await audit.readStanding()).toEqual({ standing: { kind: 'current' }, unread: [] })
  })

  it('without settings takes no checkpoint, and shows consistency alone', async () => {
    const engine = engineOn(db)
    const audit = runtimeAudit({ db, realm: engine.realm, settings: undefined, log: silentLog })
    await opened(engine)
    expect(await audit.start()).toBeNull()
    expect(await audit.verify()).toMatchObject({ verified: true, localOnly: true, checkpoints: 0 })
    expect(await audit.continueFromHere({ by: 'ana', reason: 'x' })).toBe(false)
  })
})
