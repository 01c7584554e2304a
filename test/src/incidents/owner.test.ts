import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { answerOwner, MAX_ANSWERS } from '../../../src/incidents/answer-owner.js'
import { askOwner, MAX_ASKED } from '../../../src/incidents/ask-owner.js'
import { decide } from '../../../src/incidents/decide.js'
import { happens, planDigest } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anIncidentAt, aTestEngine, type TestEngine } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana', 'build-17@example.com'], quorum: 1 },
  restore: { approvers: ['ben'], quorum: 1 },
  operators: ['oli'],
  viewers: ['vic'],
}
const dana = 'slack:U0DANA'
const isPlain = (event: object): event is IncidentEvent => 'type' in event && !String(event.type).startsWith('xstate.')

async function asked(journey: readonly journeys.Happening[] = journeys.awaitingApproval) {
  const engine = aTestEngine()
  const id = await anIncidentAt(engine, journey.filter(isPlain))
  return { engine, id, result: await askOwner(engine, rules, id, { by: 'ana', owner: dana }) }
}
const answers = (engine: TestEngine, id: string, wasMe: boolean, by = dana) =>
  answerOwner(engine, id, { by, owner: dana, wasMe })
const lastOf = async ({ store }: TestEngine, id: string) => (await store.readAudit(id)).at(-1)?.body

describe('asking the owner', () => {
  it('is on the record before anybody is written to, and moves nothing', async () => {
    const { engine, id, result } = await asked()
    expect(result).toEqual({ status: 'asked' })
    expect(await lastOf(engine, id)).toMatchObject({
      what: 'OWNER_ASKED',
      actor: { kind: 'person', name: 'ana' },
      detail: { by: 'ana', owner: dana },
      from: 'awaitingApproval',
      to: 'awaitingApproval',
      orders: [],
    })
  })

  it.each(['vic', 'slack:U9'])('is not for %s: refused, on the record', async (by) => {
    const { engine, id } = await asked()
    expect(await askOwner(engine, rules, id, { by, owner: dana })).toMatchObject({ code: 'notPermitted' })
    expect(await lastOf(engine, id)).toMatchObject({ what: 'REQUEST_REFUSED', detail: { by, ask: 'askOwner' } })
  })

  it('is not for whoever is accused, nor for an incident that is over', async () => {
    const { engine, id } = await asked()
    const accused = { by: 'build-17@example.com', owner: dana }
    expect(await askOwner(engine, rules, id, accused)).toMatchObject({ code: 'isSubject' })
    const { result } = await asked([...journeys.awaitingApproval, happens.denied()])
    expect(result).toMatchObject({ code: 'notPossible' })
  })

  it('is done so often and no more', async () => {
    const { engine, id } = await asked()
    const ask = () => askOwner(engine, rules, id, { by: 'oli', owner: dana })
    for (let count = 1; count < MAX_ASKED; count += 1) expect(await ask()).toEqual({ status: 'asked' })
    expect(await ask()).toMatchObject({ code: 'tooMany' })
  })
})

describe("the owner's answer", () => {
  it.each([true, false])('decides nothing (was me: %s)', async (wasMe) => {
    for (const journey of [journeys.awaitingApproval, journeys.awaitingTwo]) {
      const { engine, id } = await asked(journey)
      const before = await engine.store.readIncident(id)
      expect(await answers(engine, id, wasMe)).toEqual({ status: 'answered', open: true })

      const after = await engine.store.readIncident(id)
      expect(after?.snapshot).toEqual(before?.snapshot)
      expect(await lastOf(engine, id)).toMatchObject({ what: 'OWNER_ANSWERED', orders: [], to: 'awaitingApproval' })
      expect(engine.store.effects.filter(({ effect }) => effect.kind === 'putBlock')).toEqual([])
      const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'x', by: 'ana' } as const
      expect(await decide(engine, rules, id, decision)).toMatchObject({
        status: expect.stringMatching(/decided|counted/),
      })
    }
  })

  it.each(['ana', 'slack:U1', 'slack:U0DANA ', 'slack:u0dana'])('of %s, who was not asked, is refused', async (by) => {
    const { engine, id } = await asked()
    expect(await answers(engine, id, true, by)).toMatchObject({ code: 'notTheOwner' })
    expect(await lastOf(engine, id)).toMatchObject({
      what: 'REQUEST_REFUSED',
      detail: { by, ask: 'answerOwner', code: 'notTheOwner' },
    })
  })

  it('to a question that was never asked on this incident is refused', async () => {
    const { engine } = await asked()
    const other = aTestEngine()
    const id = await anIncidentAt(other, [])
    expect(await answers(other, id, true)).toMatchObject({ code: 'notAsked' })
    expect(await answers(engine, 'inc_of_nobody', true)).toMatchObject({ code: 'noIncident' })
  })

  it('is recorded once, however often it is pressed; another one is recorded as well', async () => {
    const { engine, id } = await asked()
    const pressed = await Promise.all([true, true, true].map((wasMe) => answers(engine, id, wasMe)))
    expect(pressed.map(({ status }) => status).sort()).toEqual(['answered', 'known', 'known'])
    expect(await answers(engine, id, false)).toMatchObject({ status: 'answered' })
    expect(await answers(engine, id, false)).toMatchObject({ status: 'known' })
  })

  it('is kept when it comes late, and says that the incident is over', async () => {
    const { engine, id } = await asked()
    await decide(engine, rules, id, { question: 'contain', decision: 'deny', planDigest, reason: 'x', by: 'ana' })
    expect(await answers(engine, id, false)).toEqual({ status: 'answered', open: false })
  })

  it('is taken so often and no more', async () => {
    const { engine, id } = await asked()
    for (let count = 0; count < MAX_ANSWERS; count += 1) await answers(engine, id, count % 2 === 0)
    expect(await answers(engine, id, true)).toMatchObject({ code: 'tooMany' })
  })
})
