import { setTimeout as pause } from 'node:timers/promises'
import { defaultPlaybook } from '../../../app/playbooks.js'
import { relayRound } from '../../../src/engine/relay.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { aStep, engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const aTimer = (id: string, delayMs: number, name = id) => ({ id, name, event: `xstate.after.${name}`, delayMs })

describe('a timer', () => {
  it('is due at its time by the clock of the database, and not before', async () => {
    const engine = engineOn(db)
    const { id } = await opened(engine, { armedTimers: [aTimer('tmr_a', 120), aTimer('tmr_b', 60_000)] })
    expect(await engine.store.dueTimers(10)).toEqual([])
    await pause(150)
    expect(await engine.store.dueTimers(10)).toEqual([
      { id: 'tmr_a', incidentId: id, name: 'tmr_a', event: 'xstate.after.tmr_a' },
    ])
  })

  it('fired by ten at once fires once', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine, { armedTimers: [aTimer('tmr_c', 0)] })
    const fire = async () => {
      for (;;) {
        const now = await engine.store.readIncident(incident.id)
        if (now === null) throw new Error('gone')
        const result = await engine.store.recordStep(aStep(now, { firesTimer: 'tmr_c' }))
        if (result.status !== 'conflict') return result.status
      }
    }
    const results = await Promise.all(Array.from({ length: 10 }, fire))
    expect(results.filter((status) => status === 'recorded')).toHaveLength(1)
    expect(results.filter((status) => status === 'timerGone')).toHaveLength(9)
    expect((await engine.store.readIncident(incident.id))?.revision).toBe(2)
  })

  it('that was cancelled does not fire, though it was due', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine, { armedTimers: [aTimer('tmr_d', 0, 'reminder')] })
    const [due] = await engine.store.dueTimers(10)
    await engine.store.recordStep(aStep(incident, { cancelledTimers: ['reminder'] }))
    expect(await engine.store.dueTimers(10)).toEqual([])
    const now = await engine.store.readIncident(incident.id)
    if (now === null) throw new Error('gone')
    expect(await engine.store.recordStep(aStep(now, { firesTimer: due?.id ?? '' }))).toEqual({ status: 'timerGone' })
  })

  it('of one name that is armed anew is another one: the old one stays cancelled', async () => {
    const engine = engineOn(db)
    const incident = await opened(engine, { armedTimers: [aTimer('tmr_e', 0, 'again')] })
    const again = { cancelledTimers: ['again'], armedTimers: [aTimer('tmr_f', 60_000, 'again')] }
    await engine.store.recordStep(aStep(incident, again))
    expect(await engine.store.dueTimers(10)).toEqual([])
  })

  it('cannot be fired by another incident', async () => {
    const engine = engineOn(db)
    await opened(engine, { armedTimers: [aTimer('tmr_g', 0)] })
    const other = await opened(engine)
    expect(await engine.store.recordStep(aStep(other, { firesTimer: 'tmr_g' }))).toEqual({ status: 'timerGone' })
    expect(await engine.store.dueTimers(10)).toHaveLength(1)
  })

  it('of another realm is not seen', async () => {
    const engine = engineOn(db)
    await opened(engine, { armedTimers: [aTimer('tmr_h', 0)] })
    expect(await engineOn(db).store.dueTimers(10)).toEqual([])
  })

  it('is brought to its incident once by five relays that work at the same time', async () => {
    const engine = engineOn(db)
    const timing = aTiming({ humanReminderMs: 1 })
    const finding = aFinding({ principal: anUnresolvedPrincipal() })
    const { incidentId } = await openIncident(engine, finding, { ...defaultPlaybook, timing })
    await pause(20)
    await Promise.all(Array.from({ length: 5 }, () => relayRound(engine)))
    const reminders = (await engine.store.readAudit(incidentId)).filter(({ body }) => body.actor.kind === 'timer')
    const timers = new Set(reminders.map(({ body }) => body.seq))
    expect(reminders.length).toBeGreaterThanOrEqual(1)
    expect(timers.size).toBe(reminders.length)
    // Each firing arms the next one: never two of them at a time.
    const armed = await db.selectFrom('timer').select('id').where('incident_id', '=', incidentId).execute()
    expect(armed).toHaveLength(1)
  })
})
