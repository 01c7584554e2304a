import { randomIds } from '../../integrations/system/random-ids.js'
import { linkRecord } from '../../src/audit/chain.js'
import type { Incident } from '../../src/domain/incident.js'
import type { IncidentStore, StepRecord } from '../../src/engine/incident-store.js'
import { aFinding } from './fixtures/findings.js'
import { anOpeningStep, anOrder, aRead, aStep, opened } from './store.js'
import { aTimer, type Begin, now, testWorkOfStore } from './work-of-store-contract.js'

const aTakenFinding = (): NonNullable<StepRecord['finding']> => {
  const id = randomIds.next('fnd')
  return { id, dedupKey: `key-${id}`, body: aFinding() }
}
/**
 * What every store of incidents keeps, whatever it is made of: the same rules for the one in memory, which engine and playbook
 * are tested on, and for PostgreSQL. What only a database can show has tests of its own.
 */
export function testIncidentStore(begin: Begin): void {
  describe('opening', () => testOpening(begin))
  describe('the incident that is open', () => testOpen(begin))
  describe('the incident that was closed last', () => testLastClosed(begin))
  describe('a step', () => testSteps(begin))
  describe('one of several steps', () => testOrder(begin))
  describe('a step that names the principal', () => testNaming(begin))
  describe('an intent to write', () => testIntents(begin))
  testWorkOfStore(begin)
}

function testIntents(begin: Begin): void {
  it('is there from the filing on, once, for its containment alone, until it is withdrawn', async () => {
    const { store, realm } = begin()
    const { id: incidentId } = await opened({ store, realm })
    const [containmentId, other] = [randomIds.next('cnt'), randomIds.next('cnt')]
    const intent = (object: string) => ({ containmentId, incidentId, object })
    await store.fileIntent(intent('AKIA2'))
    await store.fileIntent(intent('AKIA1'))
    await store.fileIntent(intent('AKIA1'))
    await store.fileIntent({ ...intent('AKIA3'), containmentId: other })
    expect(await store.readIntents(containmentId)).toEqual(['AKIA1', 'AKIA2'])
    await store.withdrawIntent(intent('AKIA1'))
    await store.withdrawIntent(intent('AKIA3'))
    expect(await store.readIntents(containmentId)).toEqual(['AKIA2'])
    expect(await store.readIntents(other)).toEqual(['AKIA3'])
  })
}

function testOpening(begin: Begin): void {
  it('is read back as it was recorded', async () => {
    const { store, realm } = begin()
    const step = anOpeningStep(realm)

    expect(await store.recordStep(step)).toEqual({ status: 'recorded', claimed: null })

    const { audit } = step
    const head = { revision: 1, auditSeq: 1, auditHash: audit.hash }
    expect(await store.readIncident(step.incident.id)).toMatchObject({ ...step.incident, ...head })
    expect(await store.readAudit(step.incident.id)).toEqual([audit])
  })

  it('finds a finding that was taken before, also where the principal has an open incident', async () => {
    const { store, realm } = begin()
    const finding = aTakenFinding()
    const { id, principalKey } = await opened({ store, realm }, { finding })

    const again = onPrincipal(anOpeningStep(realm, { finding: { ...finding, id: `${finding.id}0` } }), principalKey)

    expect(await store.recordStep(again)).toEqual({ status: 'duplicateFinding', incidentId: id })
  })

  it.each([true, false])(
    'finds an open incident of the principal first (it would stay open itself: %s)',
    async (open) => {
      const { store, realm } = begin()
      const { id, principalKey } = await opened({ store, realm })
      const step = onPrincipal(anOpeningStep(realm, { finding: aTakenFinding() }), principalKey)

      const result = await store.recordStep({ ...step, incident: { ...step.incident, open } })

      expect(result).toEqual({ status: 'principalTaken', incidentId: id })
      expect(await store.readIncident(step.incident.id)).toBeNull()
      expect(await store.readFindings(id)).toEqual([])
    },
  )
}

function testOpen(begin: Begin): void {
  it('is found by its principal as it is now, until it is closed', async () => {
    const { store, realm } = begin()
    const { id, principalKey } = await opened({ store, realm })
    await opened({ store, realm })
    const found = await store.findOpenIncident(principalKey)
    expect(found).toEqual(await store.readIncident(id))
    if (found !== null) await close(store, found)
    expect(await store.findOpenIncident(principalKey)).toBeNull()
  })
}

function testLastClosed(begin: Begin): void {
  it('is none while the only one is open, and none of another principal', async () => {
    const { store, realm } = begin()
    const { principalKey } = await opened({ store, realm })
    const other = await opened({ store, realm })
    await close(store, other)

    expect(await store.findLastClosedIncident(principalKey)).toBeNull()
  })

  it('is the newest of several, also one that ended as it began, and stays so beside an open one', async () => {
    const { store, realm, passTime } = begin()
    const first = await opened({ store, realm })
    await close(store, first)
    await passTime(5)
    const second = onPrincipal(anOpeningStep(realm), first.principalKey)
    await store.recordStep({ ...second, incident: { ...second.incident, open: false } })
    await store.recordStep(onPrincipal(anOpeningStep(realm), first.principalKey))

    expect(await store.findLastClosedIncident(first.principalKey)).toMatchObject({
      id: second.incident.id,
      open: false,
    })
  })
}

function testOrder(begin: Begin): void {
  it('is taken after those that were asked for before it: the second of two at once meets a conflict', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const results = await Promise.all([store.recordStep(aStep(incident)), store.recordStep(aStep(incident))])
    expect(results.map(({ status }) => status)).toEqual(['recorded', 'conflict'])
  })

  it('is refused where its record does not follow, also where another step made its revision the expected one', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    expect(await store.recordStep(aStep(incident))).toMatchObject({ status: 'recorded' })
    const elsewhere = { ...incident, revision: 2, auditSeq: 2, auditHash: `sha256:${'0'.repeat(64)}` }
    expect(await store.recordStep(aStep(elsewhere))).toEqual({ status: 'conflict' })
    expect(await store.readAudit(incident.id)).toHaveLength(2)
  })

  it('leaves a finding that is read by its key, with those whose key goes on behind it', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const key = `key-${incident.id}`
    let last = incident
    for (const [sourceId, dedupKey] of [
      ['one', key],
      ['the same by a feed', `${key}|sns`],
      ['another', `${key}2`],
    ] as const) {
      const finding = { id: randomIds.next('fnd'), dedupKey, body: aFinding({ sourceId }) }
      await store.recordStep(aStep(last, { finding }))
      last = (await store.readIncident(incident.id)) ?? last
    }
    const read = await store.readFindings(incident.id, key)
    expect(read.map(({ sourceId }) => sourceId)).toEqual(['one', 'the same by a feed'])
    expect(await store.readFindings(incident.id)).toHaveLength(3)
  })
}

function testSteps(begin: Begin): void {
  it('from an older revision conflicts and changes nothing', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    await store.recordStep(aStep(incident))
    const before = await store.readIncident(incident.id)

    const late = aStep(incident, {
      orders: [anOrder(aRead)],
      armedTimers: [aTimer('late', 0)],
      finding: aTakenFinding(),
    })

    expect(await store.recordStep(late)).toEqual({ status: 'conflict' })
    expect(await store.readIncident(incident.id)).toEqual(before)
    expect([await store.runnableEffects(10), await store.dueTimers(10)]).toEqual([[], []])
    expect(await store.readFindings(incident.id)).toEqual([])
  })

  it('is found by its kind, among the records of its incident alone', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const other = await opened({ store, realm })
    const note = { ...aStep(incident).audit.body, what: 'NOTE_ADDED' }
    await store.recordStep(aStep(incident, { audit: linkRecord(incident.auditHash, note) }))
    await store.recordStep(aStep(other))
    const records = await store.readAudit(incident.id)

    expect(await store.readAuditOf(incident.id, ['NOTE_ADDED', 'TESTED'])).toEqual(records)
    expect(await store.readAuditOf(incident.id, ['NOTE_ADDED'])).toEqual(records.slice(1))
    expect(await store.readAuditOf(other.id, ['NOTE_ADDED'])).toEqual([])
    expect(await store.readAuditOf(incident.id, [])).toEqual([])
  })

  it('without a snapshot leaves the stored one', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const step = aStep(incident)

    await store.recordStep({ ...step, incident: { ...step.incident, state: 'needsHuman', snapshot: null } })

    const { snapshot } = incident
    expect(await store.readIncident(incident.id)).toMatchObject({ state: 'needsHuman', revision: 2, snapshot })
  })

  it('that ends everything leaves no order and no wait', async () => {
    const { store, realm } = begin()
    const parts = { orders: [anOrder(aRead)], armedTimers: [aTimer('a', 0)] }
    const incident = await opened({ store, realm }, parts)

    await store.recordStep(aStep(incident, { endsEverything: true }))

    expect([await store.runnableEffects(10), await store.dueTimers(10)]).toEqual([[], []])
  })

  it('out of a state cancels its orders that nobody has begun, and keeps what is owed in any case', async () => {
    const { store, realm } = begin()
    const [ofState, owed] = [anOrder(aRead), anOrder(aRead, { state: '' })]
    const incident = await opened({ store, realm }, { orders: [ofState, owed] })

    await store.recordStep(aStep(incident, { leftState: 'investigating' }))

    expect(await store.runnableEffects(10)).toMatchObject([{ id: owed.id, nextAttempt: 1 }])
    expect(await store.claimEffect(ofState.id, 'wrk_1', 1_000)).toBeNull()
  })
}

function testNaming(begin: Begin): void {
  it('has the incident found under the new name, and under the old one no more', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const named = `${incident.principalKey}-named`

    expect(await store.recordStep(onPrincipal(aStep(incident), named))).toEqual({ status: 'recorded', claimed: null })

    expect(await store.findOpenIncident(named)).toMatchObject({ id: incident.id, principalKey: named, revision: 2 })
    expect(await store.findOpenIncident(incident.principalKey)).toBeNull()
  })

  it('finds the name taken by another incident that is open, and changes nothing', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const other = await opened({ store, realm })
    const step = onPrincipal(aStep(incident, { finding: aTakenFinding() }), other.principalKey)

    expect(await store.recordStep(step)).toEqual({ status: 'principalTaken', incidentId: other.id })

    expect(await store.readIncident(incident.id)).toEqual(incident)
    expect(await store.readFindings(incident.id)).toEqual([])
  })

  it('takes the name of one that is over', async () => {
    const { store, realm } = begin()
    const incident = await opened({ store, realm })
    const other = await opened({ store, realm })
    await close(store, other)

    expect(await store.recordStep(onPrincipal(aStep(incident), other.principalKey))).toMatchObject({
      status: 'recorded',
    })
  })

  it('by two incidents at once is done by one of them; the other looks again and finds it taken', async () => {
    const { store, realm } = begin()
    const [one, other] = [await opened({ store, realm }), await opened({ store, realm })]
    const named = `${one.principalKey}-named`
    const name = (incident: Incident) => store.recordStep(onPrincipal(aStep(incident), named))

    const statuses = (await Promise.all([name(one), name(other)])).map(({ status }) => status)

    expect(statuses.filter((status) => status === 'recorded')).toHaveLength(1)
    expect(['conflict', 'principalTaken']).toContain(statuses.find((status) => status !== 'recorded'))
    const taken = statuses[0] === 'recorded' ? { id: one.id, loser: other } : { id: other.id, loser: one }
    expect(await name(taken.loser)).toEqual({ status: 'principalTaken', incidentId: taken.id })
  })
}

function onPrincipal(step: StepRecord, principalKey: string): StepRecord {
  return { ...step, incident: { ...step.incident, principalKey } }
}

async function close(store: IncidentStore, incident: Incident): Promise<void> {
  const step = aStep(await now(store, incident))
  await store.recordStep({ ...step, incident: { ...step.incident, open: false } })
}
