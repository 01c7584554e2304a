import { decide } from '../../../src/incidents/decide.js'
import { REFUSAL_WINDOW_MS, RefusalNotes } from '../../../src/incidents/refusal-notes.js'
import { request } from '../../../src/incidents/request.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import { anIncidentAt, aTestEngine, type TestEngine } from '../../support/test-engine.js'

const rules = { contain: { approvers: ['ana', 'ben'], quorum: 2 }, restore: { approvers: ['ana', 'ben'], quorum: 1 } }

/** An engine whose clock the test moves, and an incident that asks. */
async function asking(): Promise<{ engine: TestEngine; id: string; pass: (ms: number) => void }> {
  let nowMs = 0
  const clock = { now: () => new Date('2026-03-01T10:00:00Z'), monotonicMs: () => nowMs, pause: async () => {} }
  const engine = aTestEngine({ clock })
  const id = await anIncidentAt(engine, [happens.evidenceCollected, happens.planPrepared(2)])
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { engine, id, pass }
}

const approval = (by: string) =>
  ({ question: 'contain', decision: 'approve', planDigest, reason: 'Theft.', by }) as const

async function refusals({ store }: TestEngine, id: string) {
  return (await store.readAudit(id)).map(({ body }) => body).filter(({ what }) => what.endsWith('_REFUSED'))
}

describe('what is refused again and again', () => {
  it('is answered each time, recorded once a minute, and counted in between', async () => {
    const { engine, id, pass } = await asking()
    for (let times = 0; times < 500; times += 1) {
      expect(await decide(engine, rules, id, approval('eve'))).toMatchObject({ code: 'notAnApprover' })
    }
    expect(await refusals(engine, id)).toHaveLength(1)
    pass(REFUSAL_WINDOW_MS)
    await decide(engine, rules, id, approval('eve'))

    expect((await refusals(engine, id)).map(({ detail }) => detail)).toMatchObject([{ repeats: 0 }, { repeats: 499 }])
  })

  it('hides nobody else, nor another reason, question or request of the same person', async () => {
    const { engine, id } = await asking()
    for (const by of ['eve', 'mallory', 'eve']) await decide(engine, rules, id, approval(by))
    await decide(engine, rules, id, { ...approval('eve'), question: 'restore' })
    await decide(engine, rules, id, { ...approval('ana'), planDigest: 'sha256:x' })
    await decide(engine, rules, id, approval('ana'))
    await decide(engine, rules, id, approval('ana'))
    for (const ask of ['retry', 'close', 'retry'] as const) await request(engine, rules, id, 'eve', 'Let me.', { ask })

    expect((await refusals(engine, id)).map(({ detail }) => detail)).toMatchObject([
      { by: 'eve', question: 'contain', code: 'notAnApprover' },
      { by: 'mallory', question: 'contain', code: 'notAnApprover' },
      { by: 'eve', question: 'restore', code: 'notAnApprover' },
      { by: 'ana', code: 'planChanged', planDigest: 'sha256:x' },
      { by: 'ana', code: 'alreadyVoted' },
      { by: 'eve', ask: 'retry', code: 'notPermitted' },
      { by: 'eve', ask: 'close', code: 'notPermitted' },
    ])
  })

  it('is told apart where the reason is the same: a yes, a no, and a wish for a restore', async () => {
    const { engine, id } = await asking()
    // The session of the incident has this name: whoever it is has no say.
    const by = 'build-17'
    const about = { ...rules, restore: { ...rules.restore, approvers: [by, 'ana'] } }
    for (const decision of ['approve', 'deny', 'approve'] as const) {
      await decide(engine, about, id, { question: 'restore', decision, planDigest, reason: 'x', by })
    }
    await request(engine, about, id, by, 'x', { ask: 'restore', restoreAs: 'false-alarm' })

    expect((await refusals(engine, id)).map(({ detail }) => detail)).toMatchObject([
      { by, decision: 'approve', code: 'isSubject' },
      { by, decision: 'deny', code: 'isSubject' },
      { by, ask: 'restore', code: 'isSubject' },
    ])
  })

  it('of fifty clicks at once leaves a record, and never a decision', async () => {
    const { engine, id } = await asking()
    const decided = await Promise.all(Array.from({ length: 50 }, () => decide(engine, rules, id, approval('eve'))))

    expect(decided.every((one) => one.status === 'refused' && one.code === 'notAnApprover')).toBe(true)
    expect(await refusals(engine, id)).toHaveLength(1)
  })

  it('moves nothing: the question is answered afterwards as if nothing had been', async () => {
    const { engine, id } = await asking()
    const before = await engine.store.readIncident(id)
    await decide(engine, rules, id, approval('eve'))

    expect((await engine.store.readIncident(id))?.snapshot).toEqual(before?.snapshot)
    expect(await decide(engine, rules, id, approval('ana'))).toMatchObject({ status: 'counted', approvals: 1 })
    expect(await decide(engine, rules, id, approval('ben'))).toEqual({ status: 'decided', state: 'blocking' })
  })
})

describe('RefusalNotes', () => {
  it('forgets what is over, and says in the log what it counted and never recorded', () => {
    let nowMs = 0
    const warnings: object[] = []
    const log = {
      info: () => {},
      error: () => {},
      warn: (_: string, details?: object) => void warnings.push(details ?? {}),
    }
    const clock = { now: () => new Date(0), monotonicMs: () => nowMs, pause: async () => {} }
    const notes = new RefusalNotes({ clock, log })
    notes.recorded('loud')
    notes.counted('loud')
    for (let each = 0; each < 1_000; each += 1) notes.recorded(`key ${each}`)
    nowMs = REFUSAL_WINDOW_MS
    notes.recorded('next')

    expect(warnings).toEqual([{ key: 'loud', repeats: 1 }])
    expect(notes.due('loud')).toBe(0)
    expect(notes.due('next')).toBeNull()
  })
})
