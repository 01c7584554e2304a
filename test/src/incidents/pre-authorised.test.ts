import { dedupKey } from '../../../src/domain/finding.js'
import type { Incident } from '../../../src/domain/incident.js'
import { planDigest as digestOf } from '../../../src/domain/plan.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import {
  type AskedPlan,
  decideBeforehand,
  type PreAuthorised,
  policyDigest,
  policyText,
  whyPeopleDecide,
} from '../../../src/incidents/pre-authorised.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { aContainPlan } from '../../support/fixtures/plans.js'
import { anIncidentAt, aTestEngine } from '../../support/test-engine.js'

const rule: PreAuthorised = {
  accountId: '111122223333',
  minSeverity: 8,
  playbooks: ['compromised-principal'],
  until: '2026-04-01T00:00:00Z',
  holdDownMs: 3_600_000,
}
const plan = aContainPlan()
const planDigest = digestOf(plan)
const severe = aFinding({ severity: 8, trusted: true })

async function asked(changes: Partial<AskedPlan> = {}, quorum = 1) {
  const engine = aTestEngine()
  const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared(quorum, planDigest)])
  const incident = await engine.store.readIncident(id)
  if (incident === null) throw new Error('It was not opened.')
  const question: AskedPlan = {
    incident,
    plan,
    planDigest,
    circle: 'first',
    findings: [severe],
    evidence: null,
    ...changes,
  }
  const read = async (): Promise<Incident> => (await engine.store.readIncident(id)) ?? incident
  return { engine, id, question, read }
}

const now = { now: new Date('2026-03-01T10:00:00Z'), restoredAt: null }
type Context = Incident['snapshot']['context']
const withContext = ({ question }: { question: AskedPlan }, changes: Partial<Context>): AskedPlan => {
  const { incident } = question
  const { snapshot } = incident
  return {
    ...question,
    incident: { ...incident, snapshot: { ...snapshot, context: { ...snapshot.context, ...changes } } },
  }
}

describe('a block that the configuration approved beforehand', () => {
  it('needs nobody where every condition is met', async () => {
    expect(whyPeopleDecide(rule, (await asked()).question, now)).toBeNull()
  })

  it.each<[string, Partial<PreAuthorised>, Partial<AskedPlan>, string]>([
    ['once the rule has ended', { until: '2026-03-01T10:00:00Z' }, {}, 'The rule has ended.'],
    [
      'of another playbook',
      { playbooks: ['cross-account-activity'] },
      {},
      'The rule is not about compromised-principal.',
    ],
    ['of another account', { accountId: '444455556666' }, {}, 'The rule is about another account.'],
    ['of too little severity', { minSeverity: 8.1 }, {}, 'No finding that can be trusted is of severity 8.1 or more.'],
    [
      'of a severe finding that could be forged',
      {},
      { findings: [aFinding({ severity: 9, trusted: false }), aFinding({ severity: 2 })] },
      'No finding that can be trusted is of severity 8 or more.',
    ],
    [
      'of a sample',
      {},
      { findings: [aFinding({ severity: 9, sample: true })] },
      'No finding that can be trusted is of severity 8 or more.',
    ],
    [
      "of a person's word",
      {},
      { findings: [aFinding({ severity: 9, source: 'person' })] },
      'No finding that can be trusted is of severity 8 or more.',
    ],
    [
      'of a severe finding that a person named onto it, beside a mild one that a machine accuses it by',
      {},
      { findings: [aFinding({ severity: 2 }), aFinding({ severity: 9, namedBy: 'ana' })] },
      'No finding that can be trusted is of severity 8 or more.',
    ],
    [
      'of no finding at all',
      { minSeverity: 0 },
      { findings: [] },
      'No finding that can be trusted is of severity 0 or more.',
    ],
    [
      'that takes more people than usual',
      {},
      { plan: aContainPlan({ approval: { quorum: 2, raisedBecause: ['It is tagged tier=critical.'] } }) },
      'The plan takes more people than usual.',
    ],
    ['that a second circle is asked about', {}, { circle: 'second' }, 'People have been asked already.'],
    [
      'that denies more than the block that stands',
      {},
      { plan: aContainPlan({ widens: planDigest }) },
      'A person chose what is denied.',
    ],
  ])('is left to people %s', async (_, rules, changes, why) => {
    expect(whyPeopleDecide({ ...rule, ...rules }, (await asked(changes)).question, now)).toBe(why)
  })

  it.each<[string, Partial<Context>, string]>([
    ['that nobody confirmed', { trusted: false }, 'It rests on the word of a person, or of nobody.'],
    ['that a person vouches for', { containRequestedBy: ['ana'] }, 'It rests on the word of a person, or of nobody.'],
    ['that somebody voted on', { approvals: ['ana'] }, 'People have been asked already.'],
    ['whose scope a person chose', { blockScope: { wish: 'role', chosenBy: 'ana' } }, 'A person chose what is denied.'],
  ])('is left to people where it is one %s', async (_, context, why) => {
    expect(whyPeopleDecide(rule, withContext(await asked(), context), now)).toBe(why)
  })

  it('is left to people for as long as a restore holds findings down', async () => {
    const { question } = await asked()
    const after = (restoredAt: string) => whyPeopleDecide(rule, question, { ...now, restoredAt })
    expect(after('2026-03-01T09:00:00.001Z')).toBe('Access was given back a moment ago.')
    expect(after('2026-03-01T09:00:00Z')).toBeNull()
  })
})

describe('the vote of the configuration', () => {
  it('blocks, and is on the record with the text of the rule and its digest', async () => {
    const { engine, id, question, read } = await asked()
    expect(await decideBeforehand(engine, rule, question)).toMatchObject({ status: 'decided', state: 'blocking' })
    expect((await read()).snapshot.context.decidedBy).toEqual(['policy:111122223333'])
    const last = (await engine.store.readAudit(id)).at(-1)?.body
    expect(last).toMatchObject({
      what: 'APPROVED',
      actor: { kind: 'engine', name: 'policy:111122223333' },
      detail: { planDigest, policyDigest: policyDigest(rule), reason: expect.stringContaining(policyText(rule)) },
    })
    expect(JSON.stringify(last?.detail)).toContain(`tourniquet restore ${id} --as false-alarm`)
  })

  it('is one of two where it takes two, and is not counted again', async () => {
    const { engine, id, question, read } = await asked({}, 2)
    expect(await decideBeforehand(engine, rule, question)).toMatchObject({ status: 'counted', approvals: 1, quorum: 2 })
    const before = (await engine.store.readAudit(id)).length
    expect(await decideBeforehand(engine, rule, question)).toBeNull()
    expect((await engine.store.readAudit(id)).length).toBe(before)
    expect((await read()).state).toBe('awaitingApproval')
  })

  it('comes too late for what a person denied, and leaves no trace there', async () => {
    const { engine, id, question, read } = await asked()
    await recordEvent(engine, id, { event: happens.denied('ana', planDigest), actor: { kind: 'person', name: 'ana' } })
    const before = (await engine.store.readAudit(id)).length
    expect(await decideBeforehand(engine, rule, question)).toBeNull()
    expect((await read()).state).toBe('denied')
    expect((await engine.store.readAudit(id)).length).toBe(before)
  })

  it('counts for no plan but the one that it looked at', async () => {
    const { engine, question, read } = await asked()
    const other = { ...question, planDigest: `sha256:${'f'.repeat(64)}` }
    expect(await decideBeforehand(engine, rule, other)).toMatchObject({ status: 'refused', code: 'planChanged' })
    expect((await read()).state).toBe('awaitingApproval')
  })

  it('is given by the same rule under the same digest, whatever else is configured', () => {
    expect(policyDigest({ ...rule, holdDownMs: 1 })).toBe(policyDigest(rule))
    expect(policyDigest({ ...rule, minSeverity: 7 })).not.toBe(policyDigest(rule))
  })

  it('is not given while an earlier restore of the principal is fresh', async () => {
    const { engine, question } = await asked()
    const closed = {
      ...question.incident,
      snapshot: withContext({ question }, { restoredAt: '2026-03-01T09:59:00Z' }).incident.snapshot,
    }
    const store = { ...engine.store, findLastClosedIncident: async () => closed }
    expect(await decideBeforehand({ ...engine, store }, rule, question)).toBeNull()
  })

  it('is not given while a restore of this very incident is fresh', async () => {
    const { engine, question } = await asked()
    expect(
      await decideBeforehand(engine, rule, withContext({ question }, { restoredAt: engine.clock.now().toISOString() })),
    ).toBeNull()
  })

  it('counts, where AWS is to confirm findings, only those that it confirmed or cannot be asked about', async () => {
    const given = async (source: 'guardduty' | 'splunk', confirmed: string | null) => {
      const { engine, id, question } = await asked({ findings: [aFinding({ severity: 9, source })] })
      const records = await engine.store.readAudit(id)
      const [first] = records
      if (first === undefined) throw new Error('There is no record.')
      const detail = { reason: 'It is as AWS has it.', finding: confirmed }
      const confirmation = { ...first, body: { ...first.body, what: 'FINDING_CONFIRMED', detail } }
      const store = { ...engine.store, readAudit: async () => (confirmed === null ? records : [confirmation]) }
      return decideBeforehand({ ...engine, store }, { ...rule, confirmFindings: true }, question)
    }
    expect(await given('guardduty', null)).toBeNull()
    expect(await given('guardduty', 'guardduty|another|2026-03-01T10:00:00.000Z')).toBeNull()
    expect(await given('guardduty', dedupKey(aFinding({ severity: 9 })))).toMatchObject({ status: 'decided' })
    expect(await given('splunk', null)).toMatchObject({ status: 'decided' })
  })
})
