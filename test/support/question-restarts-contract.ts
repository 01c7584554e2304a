import type { Engine } from '../../src/engine/engine.js'
import { recordEvent } from '../../src/engine/record-event.js'
import { relayRound } from '../../src/engine/relay.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { decide } from '../../src/incidents/decide.js'
import { openIncident } from '../../src/incidents/open-incident.js'
import { viewQuestion } from '../../src/incidents/question-view.js'
import { aFinding } from './fixtures/findings.js'
import { happens, planDigest, restoreDigest } from './fixtures/incident-events.js'
import { contained, type Happening } from './fixtures/journeys.js'
import { aRolePrincipal } from './fixtures/principals.js'
import { aTiming, escalating } from './fixtures/timings.js'

/** A store that outlives the processes on it. */
export interface Restarts {
  /** Ends whatever runs and starts anew: nothing is carried over but the store. */
  restart(): Promise<Engine>
  /** Lets the wait run out while nobody is there. */
  letPass(incidentId: string, wait: string): Promise<void>
}

const rules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben'], quorum: 2, escalateTo: ['dee'] },
  restore: { approvers: ['ana', 'ben'], quorum: 2, escalateTo: ['dee'] },
}
const asking = [happens.evidenceCollected, happens.planPrepared(2)]
const askingRestore: readonly Happening[] = [...contained, happens.restoreRequested(), happens.restorePrepared(2)]

async function ask(engine: Engine, events: readonly Happening[]): Promise<string> {
  // One incident a principal is open: each test has its own.
  const name = `role-${engine.ids.next('inc').slice(-12)}`
  const finding = aFinding({ sourceId: name, principal: aRolePrincipal({ name }) })
  const opening = { playbook: 'compromised-principal', version: '1', timing: aTiming({ questions: escalating }) }
  const { incidentId } = await openIncident(engine, finding, opening)
  const actor = { kind: 'engine', name: 'test' } as const
  for (const event of events) await recordEvent(engine, incidentId, { event, actor })
  return incidentId
}

async function viewOf(engine: Engine, id: string) {
  const incident = await engine.store.readIncident(id)
  if (incident === null) throw new Error('It is gone.')
  const question = viewQuestion(rules, incident, await engine.store.readTimers(id))
  return { state: incident.state, reason: incident.snapshot.context.reason, question }
}

/** What people were told and asked since: looks at the block beside the question are not counted. */
async function ordered({ store }: Engine, id: string, since: number): Promise<string[]> {
  const records = await store.readAudit(id)
  return records
    .slice(since)
    .flatMap(({ body }) => body.orders.map(({ kind }) => kind).filter((kind) => kind !== 'checkBlock'))
}

const vote = (engine: Engine, id: string, by: string, question: 'contain' | 'restore') => {
  const digest = question === 'contain' ? planDigest : restoreDigest
  return decide(engine, rules, id, { question, decision: 'approve', planDigest: digest, reason: 'Theft.', by })
}

/** A question outlives every process that asks it: votes, reminder, second circle and end come to pass all the same. */
export function testQuestionRestarts(begin: () => Restarts): void {
  describe.each([
    ['contain', asking, 'approvalReminder', 'approvalExpiry', 'awaitingApproval', 'needsHuman'],
    ['restore', askingRestore, 'restoreReminder', 'restoreExpiry', 'awaitingRestoreApproval', 'contained'],
  ] as const)('the question of a %s', (question, events, reminder, expiry, askedIn, endsIn) => {
    it('survives a restart before each of reminder, escalation, second reminder and end, each of which comes once', async () => {
      const { restart, letPass } = begin()
      const id = await ask(await restart(), events)
      const since = (await (await restart()).store.readAudit(id)).length
      const seen: string[][] = []
      for (const wait of [reminder, expiry, reminder, expiry]) {
        await restart()
        await letPass(id, wait)
        const engine = await restart()
        await relayRound(engine)
        await relayRound(engine)
        seen.push(await ordered(engine, id, since))
      }

      const engine = await restart()
      expect(seen.map((orders) => orders.length)).toEqual([1, 3, 4, 5])
      expect(seen.at(-1)).toEqual(['notify', 'notify', 'askApproval', 'notify', 'notify'])
      expect(await viewOf(engine, id)).toMatchObject({ state: endsIn, question: null })
      expect((await viewOf(engine, id)).reason).toMatch(/Nobody decided about the .* before the question expired/)
      expect(await vote(engine, id, 'ana', question)).toMatchObject({ status: 'refused', code: 'expired' })
    })

    it('keeps its votes over restarts, also those from before the second circle was asked', async () => {
      const { restart, letPass } = begin()
      const id = await ask(await restart(), events)
      expect(await vote(await restart(), id, 'ana', question)).toMatchObject({ status: 'counted' })
      expect(await vote(await restart(), id, 'dee', question)).toMatchObject({ code: 'notYetAsked' })
      await letPass(id, expiry)
      await relayRound(await restart())

      const engine = await restart()
      const view = await viewOf(engine, id)
      expect(view).toMatchObject({ state: askedIn, question: { circle: 'second', approvals: ['ana'], quorum: 2 } })
      expect(view.question?.mayApprove).toEqual(['ben', 'dee'])
      expect(await vote(engine, id, 'dee', question)).toMatchObject({ status: 'decided' })
      expect(await ordered(await restart(), id, 0)).toContain(question === 'contain' ? 'putBlock' : 'removeBlock')
    })

    it('says until when it is open, by the clock that ends it', async () => {
      const { restart } = begin()
      const id = await ask(await restart(), events)

      const { question: view } = await viewOf(await restart(), id)
      const { expiryMs } = escalating[question]
      const openMs = Date.parse(view?.expiresAt ?? '') - Date.parse(view?.remindsAt ?? '')
      expect(Math.abs(openMs - expiryMs / 2)).toBeLessThan(500)
    })
  })
}
