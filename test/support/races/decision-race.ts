import type { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import type { TimerEvent } from '../../../src/engine/advance.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { StepRecord } from '../../../src/engine/incident-store.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { type Decided, decide } from '../../../src/incidents/decide.js'
import { aTrustedFinding } from '../fixtures/findings.js'
import { happens, otherPlanDigest, planDigest } from '../fixtures/incident-events.js'
import { aRolePrincipal } from '../fixtures/principals.js'
import { aTiming } from '../fixtures/timings.js'
import { playToEnd, type Turn } from '../play.js'
import { anOpeningStep } from '../store.js'
import { type Answer, asDecision } from './answer.js'

/** dee is asked when the others were silent; fay is an approver, and whom the incident is about; eve is nobody. */
export const raceRules: ApprovalRules = {
  contain: { approvers: ['ana', 'ben', 'cyd', 'fay'], quorum: 1, escalateTo: ['dee'] },
  restore: { approvers: ['ana'], quorum: 1 },
}
const people = ['ana', 'ben', 'cyd', 'ana', 'ben', 'dee', 'eve', 'fay'] as const

/** Everything that happens at once to one question. Who decides says so in `reason`, so that each answer can be found again. */
export type Racer =
  | { readonly kind: 'decide'; readonly by: string; readonly decision: 'approve' | 'deny'; readonly digest: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'replan' }

export interface Race {
  readonly quorum: number
  readonly escalates: boolean
  readonly racers: readonly Racer[]
  /** How many turns each waits before it starts. */
  readonly delays: readonly number[]
}

/** Two to five racers; what they are and who starts when is decided by the seed. */
export function drawRace(random: SeededRandom): Race {
  const racers = Array.from({ length: random.between(2, 5) }, () => drawRacer(random))
  return {
    quorum: random.between(1, 2),
    escalates: random.chance(0.5),
    racers,
    delays: racers.map(() => random.between(0, 8)),
  }
}

function drawRacer(random: SeededRandom): Racer {
  if (random.chance(0.12)) return { kind: 'expire' }
  if (random.chance(0.12)) return { kind: 'replan' }
  const by = people[random.between(0, people.length - 1)] ?? 'ana'
  const decision = random.chance(0.25) ? 'deny' : 'approve'
  return { kind: 'decide', by, decision, digest: random.chance(0.75) ? planDigest : otherPlanDigest }
}

/**
 * An incident whose question is just asked; its expiry is due after 1 ms by the store's clock. An `opening` may be given to
 * many stores, to one only once.
 */
export async function askRaceQuestion(
  engine: Engine,
  race: Race,
  opening: StepRecord = anOpeningStep(engine.realm),
): Promise<string> {
  return askAsPlayed(engine, justAsked(race), opening)
}

/** An incident that is where a turn of play left it, with the timers that run then. */
export async function askAsPlayed(engine: Engine, { step, timers }: Turn, opening: StepRecord): Promise<string> {
  const armedTimers = [...timers].map(([name, delayMs]) => ({ id: engine.ids.next('tmr'), name, event: name, delayMs }))
  const incident = { ...opening.incident, state: step.state, snapshot: step.snapshot }
  await engine.store.recordStep({ ...opening, incident, armedTimers })
  return incident.id
}

const played = new Map<string, Turn>()

/** The same for every race of a kind: played once. */
function justAsked({ quorum, escalates }: Race): Turn {
  const kind = `${quorum} ${escalates}`
  const asking = { expiryMs: 1, escalationMs: escalates ? 1 : null }
  const turn =
    played.get(kind) ??
    playToEnd([happens.evidenceCollected, happens.planPrepared(quorum)], {
      principal: aRolePrincipal({ sessionName: 'Fay@example.com' }),
      timing: aTiming({ questions: { contain: asking, restore: asking } }),
      holdDown: null,
      requestedBy: null,
      ...aTrustedFinding,
    })
  played.set(kind, turn)
  return turn
}

/** Lets everybody go at once. `turn` is one wait of the racers before their start. */
export function runRace(
  engine: Engine,
  incidentId: string,
  { racers, delays, quorum }: Race,
  turn: () => Promise<void>,
): Promise<Answer[]> {
  return allAtOnce(delays, turn, racers, async (racer, reason) => {
    if (racer.kind === 'expire') return expire(engine, incidentId, approvalExpiry)
    if (racer.kind === 'replan') return replan(engine, incidentId, quorum)
    const { by, decision, digest } = racer
    const answer = { question: 'contain', decision, planDigest: digest, reason, by } as const
    return [toAnswer(by, reason, decision, await decide(engine, raceRules, incidentId, answer))]
  })
}

/** Starts every racer when its delay is over; each has a reason of its own. */
export async function allAtOnce<One>(
  delays: readonly number[],
  turn: () => Promise<void>,
  racers: readonly One[],
  run: (racer: One, reason: string) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers = racers.map(async (racer, index) => {
    for (let turns = delays[index] ?? 0; turns > 0; turns -= 1) await turn()
    return run(racer, `racer ${index}`)
  })
  return (await Promise.all(answers)).flat()
}

export function toAnswer(by: string, reason: string, what: Answer['what'], decided: Decided): Answer {
  const code = decided.status === 'refused' ? decided.code : null
  return { by, reason, what, status: decided.status, code, recordedAs: asDecision }
}

const approvalExpiry = 'xstate.after.approvalExpiry.incident.awaitingApproval'

/** Its timer comes due, where it runs. */
export async function expire(engine: Engine, incidentId: string, type: TimerEvent['type']): Promise<Answer[]> {
  const due = (await engine.store.dueTimers(1_000)).find(
    (timer) => timer.incidentId === incidentId && timer.name === type,
  )
  if (due === undefined) return []
  const actor = { kind: 'timer', name: due.name } as const
  await recordEvent(engine, incidentId, { event: { type }, actor, firesTimer: due.id })
  return []
}

/** What is found out about the entity while people are asked, and the plan that follows from it. */
async function replan(engine: Engine, incidentId: string, quorum: number): Promise<Answer[]> {
  const actor = { kind: 'engine', name: 'race' } as const
  const outdated = await recordEvent(engine, incidentId, {
    event: happens.planOutdated,
    actor,
    unless: ({ state }) => (state === 'awaitingApproval' ? null : { reason: 'Nobody is asked.', record: null }),
  })
  if (outdated.status === 'recorded') {
    await recordEvent(engine, incidentId, { event: happens.planPrepared(quorum, otherPlanDigest), actor })
  }
  return []
}
