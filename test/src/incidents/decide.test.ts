import fc from 'fast-check'
import { recordEvent } from '../../../src/engine/record-event.js'
import { type ApprovalRules, type Decision, decide } from '../../../src/incidents/decide.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { after, happens, otherPlanDigest, planDigest, restoreDigest } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'
import { anIncidentAt, anOpening, aTestEngine } from '../../support/test-engine.js'

/** cyd asks for every restore of the journeys. */
const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben'], quorum: 1, escalateTo: ['dee'] },
  restore: { approvers: ['ana', 'ben', 'cyd'], quorum: 2 },
}
const approve = (changes: Partial<Decision> = {}): Decision => ({
  question: 'contain',
  decision: 'approve',
  planDigest,
  reason: 'It is an attack.',
  by: 'ana',
  ...changes,
})
const aRestore = { question: 'restore', planDigest: restoreDigest } as const

const nobodyRestored = [...journeys.askingRestore, after('restoreExpiry', 'awaitingRestoreApproval.question.asking')]
const deniedRestore = [...journeys.askingRestore, happens.denied('ana', restoreDigest)]

/** Waits are delivered as events: what is tested here is who may answer, not when. */
async function decideAt(events: readonly journeys.Happening[], decision: Decision) {
  const engine = aTestEngine()
  const id = await anIncidentAt(engine, [])
  const actor = { kind: 'engine', name: 'test' } as const
  for (const event of events) await recordEvent(engine, id, { event, actor })
  return { engine, id, decided: await decide(engine, rules, id, decision) }
}

describe('decide', () => {
  it('takes one approval where one is asked for', async () => {
    const { decided } = await decideAt(journeys.awaitingApproval, approve())

    expect(decided).toEqual({ status: 'decided', state: 'blocking' })
  })

  it('takes a denial', async () => {
    const { decided } = await decideAt(journeys.awaitingApproval, approve({ decision: 'deny' }))

    expect(decided).toEqual({ status: 'decided', state: 'denied' })
  })

  it('counts people until the quorum of two is there', async () => {
    const { engine, id, decided } = await decideAt(journeys.awaitingTwo, approve())

    expect(decided).toEqual({ status: 'counted', approvals: 1, quorum: 2, state: 'awaitingApproval' })
    expect(await decide(engine, rules, id, approve())).toMatchObject({ status: 'refused', code: 'alreadyVoted' })
    expect(await decide(engine, rules, id, approve({ by: 'ben' }))).toEqual({ status: 'decided', state: 'blocking' })
  })

  it('lets whoever approved deny all the same', async () => {
    const { engine, id } = await decideAt(journeys.awaitingTwo, approve())

    expect(await decide(engine, rules, id, approve({ decision: 'deny' }))).toEqual({
      status: 'decided',
      state: 'denied',
    })
  })

  it('puts who decided and why on the record', async () => {
    const { engine, id } = await decideAt(journeys.awaitingApproval, approve({ by: 'ben' }))

    const last = (await engine.store.readAudit(id)).at(-1)?.body
    expect(last).toMatchObject({
      what: 'APPROVED',
      actor: { kind: 'person', name: 'ben' },
      detail: { by: 'ben', planDigest, reason: 'It is an attack.' },
      orders: [{ kind: 'putBlock' }],
    })
  })

  it('knows no incident of another id', async () => {
    expect(await decide(aTestEngine(), rules, 'inc_nowhere', approve())).toMatchObject({ code: 'noIncident' })
  })
})

describe('decide refuses, on the record, and changes nothing', () => {
  const cases: readonly (readonly [string, string, readonly journeys.Happening[], Decision])[] = [
    ['a stranger', 'notAnApprover', journeys.awaitingApproval, approve({ by: 'eve' })],
    ['an approver of the other question', 'notAnApprover', journeys.awaitingApproval, approve({ by: 'cyd' })],
    ['a stranger who denies', 'notAnApprover', journeys.awaitingApproval, approve({ by: 'eve', decision: 'deny' })],
    ['a stranger to the restore', 'notAnApprover', journeys.askingRestore, approve({ ...aRestore, by: 'eve' })],
    ['whoever asked for the restore', 'ownRequest', journeys.askingRestore, approve({ ...aRestore, by: 'cyd' })],
    ['an answer before anybody is asked', 'notAsked', [], approve()],
    ['an answer while the plan is made', 'notAsked', journeys.planning, approve()],
    ['an answer after the block', 'alreadyDecided', journeys.verifying, approve()],
    ['an answer when people are asked something else', 'alreadyDecided', journeys.gotThrough, approve()],
    ['an answer after the deadline', 'expired', journeys.nobodyAnswered, approve()],
    ['an answer to a restore after its deadline', 'expired', nobodyRestored, approve(aRestore)],
    [
      'an answer to a plan of before that deadline',
      'notAsked',
      journeys.nobodyAnswered,
      approve({ planDigest: otherPlanDigest }),
    ],
    ['a second circle that is not asked yet', 'notYetAsked', journeys.awaitingApproval, approve({ by: 'dee' })],
    [
      'a second circle that denies before it is asked',
      'notYetAsked',
      journeys.awaitingApproval,
      approve({ by: 'dee', decision: 'deny' }),
    ],
    ['an answer to a restore that was denied', 'alreadyDecided', deniedRestore, approve(aRestore)],
    ['an answer to the restore while the block is asked', 'notAsked', journeys.awaitingApproval, approve(aRestore)],
    ['an answer to the block while the restore is asked', 'notAsked', journeys.askingRestore, approve()],
    ['an answer when it is over', 'alreadyDecided', [...journeys.awaitingApproval, happens.denied()], approve()],
    ['another plan', 'planChanged', journeys.awaitingApproval, approve({ planDigest: otherPlanDigest })],
    [
      'a denial of another plan',
      'planChanged',
      journeys.awaitingApproval,
      approve({ planDigest: otherPlanDigest, decision: 'deny' }),
    ],
    [
      'the plan of the block for the restore',
      'planChanged',
      journeys.askingRestore,
      approve({ ...aRestore, planDigest }),
    ],
  ]

  it.each(cases)('%s (%s)', async (_, code, events, decision) => {
    const { engine, id, decided } = await decideAt(events, decision)

    expect(decided).toMatchObject({ status: 'refused', code, reason: expect.stringMatching(/\.$/) })
    const records = await engine.store.readAudit(id)
    expect(records).toHaveLength(events.length + 2)
    const { question, decision: answer, planDigest: given, by } = decision
    expect(records.at(-1)?.body).toMatchObject({
      what: 'DECISION_REFUSED',
      actor: { kind: 'person', name: by },
      detail: { by, question, decision: answer, planDigest: given, code, repeats: 0 },
      ignored: true,
      orders: [],
    })
    expect(records.at(-1)?.body.from).toBe(records.at(-1)?.body.to)
  })

  it('says what the plan is now, and who decided', async () => {
    const changed = await decideAt(journeys.awaitingApproval, approve({ planDigest: otherPlanDigest }))
    const late = await decideAt(journeys.blocking, approve({ by: 'ben' }))

    expect(changed.decided).toMatchObject({ reason: expect.stringContaining(planDigest) })
    expect(late.decided).toMatchObject({ reason: expect.stringContaining('It was decided by ana.') })
  })
})

describe('an answer between two plans', () => {
  it('is refused, although the incident is in the state of the question', async () => {
    const { decided, engine, id } = await decideAt(journeys.preparingRestore, approve({ ...aRestore, planDigest }))

    expect(decided).toMatchObject({ status: 'refused', code: 'notAsked' })
    expect((await engine.store.readAudit(id)).at(-1)?.body).toMatchObject({ what: 'DECISION_REFUSED', ignored: true })
  })
})

describe('whoever is accused', () => {
  it.each([
    ['a user of that name', { type: 'user', name: 'Ana' }],
    ['a user whose name is an address', { type: 'user', name: 'ana@example.com' }],
    ['a session of that name', { sessionName: 'ana' }],
    ['a session named by the address', { sessionName: 'ANA@example.com' }],
  ] as const)('does not decide: %s', async (_, principal) => {
    const engine = aTestEngine()
    const finding = aFinding({ principal: aRolePrincipal(principal) })
    const { incidentId } = await openIncident(engine, finding, anOpening)
    const actor = { kind: 'engine', name: 'test' } as const
    for (const event of journeys.awaitingApproval) await recordEvent(engine, incidentId, { event, actor })

    expect(await decide(engine, rules, incidentId, approve())).toMatchObject({ code: 'isSubject' })
    expect(await decide(engine, rules, incidentId, approve({ by: 'ben' }))).toMatchObject({ status: 'decided' })
  })

  it('does not decide where people go by their addresses either', async () => {
    const engine = aTestEngine()
    const finding = aFinding({ principal: aRolePrincipal({ sessionName: 'ana@example.com' }) })
    const { incidentId } = await openIncident(engine, finding, anOpening)
    const byAddress = { ...rules, contain: { approvers: ['ana@example.com'], quorum: 1 } }

    const decided = await decide(engine, byAddress, incidentId, approve({ by: 'ana@example.com' }))

    expect(decided).toMatchObject({ code: 'isSubject' })
  })
})

describe('racing answers', () => {
  it('of one who approves and one who denies, exactly one wins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(['approve', 'deny'] as const, { minLength: 2 }), async (order) => {
        const engine = aTestEngine()
        const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared()])

        const decisions = order.map((decision, n) =>
          decide(engine, rules, id, approve({ decision, by: n ? 'ana' : 'ben' })),
        )
        const decided = await Promise.all(decisions)

        expect(decided.map(({ status }) => status).sort()).toEqual(['decided', 'refused'])
        const winner = decided.find(({ status }) => status === 'decided')
        expect(await engine.store.readIncident(id)).toMatchObject({
          state: winner?.status === 'decided' && winner.state,
        })
      }),
      { seed: 7, numRuns: 20 },
    )
  })

  it('of ten clicks of one person count as one', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared(2)])

    const decided = await Promise.all(Array.from({ length: 10 }, () => decide(engine, rules, id, approve())))

    expect(decided.filter(({ status }) => status === 'counted')).toHaveLength(1)
    expect(decided.filter((one) => one.status === 'refused' && one.code === 'alreadyVoted')).toHaveLength(9)
    expect(engine.store.effects.filter(({ effect }) => effect.kind === 'putBlock')).toEqual([])
  })

  it('of two people at once make the quorum of two, and order one block', async () => {
    const engine = aTestEngine()
    const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared(2)])

    const decided = await Promise.all(['ana', 'ben'].map((by) => decide(engine, rules, id, approve({ by }))))

    expect(decided.map(({ status }) => status).sort()).toEqual(['counted', 'decided'])
    expect(engine.store.effects.filter(({ effect }) => effect.kind === 'putBlock')).toHaveLength(1)
  })
})
