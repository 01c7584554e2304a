import type { SeededRandom } from '../../../app/exercise/virtual/seeded-random.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import type { RestoreAs } from '../../../src/domain/plan.js'
import type { Engine } from '../../../src/engine/engine.js'
import type { StepRecord } from '../../../src/engine/incident-store.js'
import { recordEvent } from '../../../src/engine/record-event.js'
import type { ApprovalRules } from '../../../src/incidents/authority.js'
import { decide } from '../../../src/incidents/decide.js'
import { request } from '../../../src/incidents/request.js'
import { aTrustedFinding } from '../fixtures/findings.js'
import { after, happens } from '../fixtures/incident-events.js'
import { contained } from '../fixtures/journeys.js'
import { aRolePrincipal } from '../fixtures/principals.js'
import { aTiming } from '../fixtures/timings.js'
import { playToEnd, type Turn } from '../play.js'
import { anOpeningStep } from '../store.js'
import { type Answer, asRequest } from './answer.js'
import { allAtOnce, askAsPlayed, expire, toAnswer } from './decision-race.js'

/** cyd asked for the restore; dee is asked when the others were silent; fay is whom the incident is about; eve is nobody. */
export const restoreRules: ApprovalRules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ana', 'ben', 'cyd', 'fay'], quorum: 1, escalateTo: ['dee'] },
}
const people = ['ana', 'ben', 'cyd', 'ana', 'ben', 'dee', 'eve', 'fay'] as const

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
/** What would be written depends on what it was, and on what was found changed since the block was put. */
export const restoreDigests = {
  'false-alarm': { asFound: digest('1'), drifted: digest('2') },
  compromise: { asFound: digest('3'), drifted: digest('4') },
} as const
const shownDigests = Object.values(restoreDigests).flatMap(({ asFound, drifted }) => [asFound, drifted])

/** Everything that happens at once to the question of a restore. */
export type RestoreRacer =
  | { readonly kind: 'decide'; readonly by: string; readonly decision: 'approve' | 'deny'; readonly digest: string }
  /** Somebody asks for it as something else, or once more. */
  | { readonly kind: 'request'; readonly by: string; readonly restoreAs: RestoreAs }
  | { readonly kind: 'expire' }
  /** The worker that carries out finds the entity changed: the plan that was approved does not fit any more. */
  | { readonly kind: 'drift' }
  /** A look finds the entity gone, and the block with it. */
  | { readonly kind: 'gone' }

export interface RestoreRace {
  readonly restoreAs: RestoreAs
  readonly quorum: number
  readonly escalates: boolean
  readonly racers: readonly RestoreRacer[]
  /** How many turns each waits before it starts. */
  readonly delays: readonly number[]
}

/** Two to six racers; what they are and who starts when is decided by the seed. */
export function drawRestoreRace(random: SeededRandom): RestoreRace {
  const restoreAs = random.chance(0.5) ? 'false-alarm' : 'compromise'
  const racers = Array.from({ length: random.between(2, 6) }, () => drawRacer(random, restoreAs))
  const [quorum, escalates] = [random.between(1, 2), random.chance(0.5)]
  return { restoreAs, quorum, escalates, racers, delays: racers.map(() => random.between(0, 8)) }
}

function drawRacer(random: SeededRandom, restoreAs: RestoreAs): RestoreRacer {
  if (random.chance(0.12)) return { kind: 'expire' }
  if (random.chance(0.1)) return { kind: 'drift' }
  if (random.chance(0.05)) return { kind: 'gone' }
  const by = people[random.between(0, people.length - 1)] ?? 'ana'
  if (random.chance(0.12)) return { kind: 'request', by, restoreAs: random.chance(0.5) ? 'false-alarm' : 'compromise' }
  const decision = random.chance(0.25) ? 'deny' : 'approve'
  const shown = shownDigests[random.between(0, shownDigests.length - 1)] ?? ''
  return { kind: 'decide', by, decision, digest: random.chance(0.65) ? restoreDigests[restoreAs].asFound : shown }
}

/** An incident whose restore is just asked about; its expiry is due after 1 ms. An `opening` is for one incident of a store. */
export function askRestoreQuestion(
  engine: Engine,
  race: RestoreRace,
  opening: StepRecord = anOpeningStep(engine.realm),
): Promise<string> {
  return askAsPlayed(engine, justAsked(race), opening)
}

const played = new Map<string, Turn>()

/** The same for every race of a kind: played once. */
function justAsked({ restoreAs, quorum, escalates }: RestoreRace): Turn {
  const kind = `${restoreAs} ${quorum} ${escalates}`
  const asking = { expiryMs: 1, escalationMs: escalates ? 1 : null }
  const known = played.get(kind)
  if (known !== undefined) return known
  const turn = playToEnd([...contained, happens.restoreRequested(restoreAs), prepared(restoreAs, quorum, 'asFound')], {
    principal: aRolePrincipal({ sessionName: 'Fay@example.com' }),
    timing: aTiming({ questions: { contain: asking, restore: asking } }),
    holdDown: null,
    requestedBy: null,
    ...aTrustedFinding,
  })
  played.set(kind, turn)
  return turn
}

function prepared(restoreAs: RestoreAs, quorum: number, found: 'asFound' | 'drifted') {
  return { ...happens.restorePrepared(quorum), planDigest: restoreDigests[restoreAs][found] }
}

/** Lets everybody go at once. `turn` is one wait of the racers before their start. */
export function runRestoreRace(
  engine: Engine,
  incidentId: string,
  { racers, delays, quorum }: RestoreRace,
  turn: () => Promise<void>,
): Promise<Answer[]> {
  return allAtOnce(delays, turn, racers, async (racer, reason) => {
    switch (racer.kind) {
      case 'expire':
        return expire(engine, incidentId, after('restoreExpiry', 'awaitingRestoreApproval.question.asking').type)
      case 'drift':
        return drift(engine, incidentId, quorum)
      case 'gone':
        await recordEvent(engine, incidentId, {
          event: happens.entityReplaced,
          actor: aWorker,
          unless: whileIn('awaitingRestoreApproval', 'restoring'),
        })
        return []
      case 'request':
        return [await ask(engine, incidentId, quorum, racer, reason)]
      case 'decide': {
        const { by, decision, digest: planDigest } = racer
        const answer = { question: 'restore', decision, planDigest, reason, by } as const
        return [toAnswer(by, reason, decision, await decide(engine, restoreRules, incidentId, answer))]
      }
      default:
        return assertNever(racer, 'racer')
    }
  })
}

const aWorker = { kind: 'engine', name: 'race' } as const

function whileIn(...states: string[]) {
  return ({ state }: { readonly state: string }) =>
    states.includes(state) ? null : { reason: 'The incident went on.', record: null }
}

async function ask(
  engine: Engine,
  incidentId: string,
  quorum: number,
  { by, restoreAs }: Extract<RestoreRacer, { kind: 'request' }>,
  reason: string,
): Promise<Answer> {
  const asked = await request(engine, restoreRules, incidentId, by, reason, { ask: 'restore', restoreAs })
  if (asked.status === 'accepted') await prepare(engine, incidentId, quorum, 'asFound')
  const code = asked.status === 'refused' ? asked.code : null
  return { by, reason, what: 'restore', status: asked.status, code, recordedAs: asRequest }
}

async function drift(engine: Engine, incidentId: string, quorum: number): Promise<Answer[]> {
  const outdated = await recordEvent(engine, incidentId, {
    event: happens.planOutdated,
    actor: aWorker,
    unless: whileIn('restoring'),
  })
  if (outdated.status === 'recorded') await prepare(engine, incidentId, quorum, 'drifted')
  return []
}

/** The plan that the question is on; whoever is in preparation gets one, once. */
async function prepare(
  engine: Engine,
  incidentId: string,
  quorum: number,
  found: 'asFound' | 'drifted',
): Promise<void> {
  const incident = await engine.store.readIncident(incidentId)
  const restoreAs = incident?.snapshot.context.restoreAs ?? 'false-alarm'
  await recordEvent(engine, incidentId, {
    event: prepared(restoreAs, quorum, found),
    actor: aWorker,
    unless: ({ state, snapshot: { context } }) => {
      const isPrepared = state === 'awaitingRestoreApproval' && context.askedCircle === null
      return isPrepared && context.restoreAs === restoreAs ? null : { reason: 'Nobody waits for it.', record: null }
    },
  })
}
