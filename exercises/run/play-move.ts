import { assertNever } from '../../src/domain/assert-never.js'
import {
  type ActAnswer,
  type EndMove,
  FACILITATOR,
  type FacilitatorMove,
  type Move,
  type PersonalAct,
  type ProductMove,
} from '../moves.js'
import { playAnswer, playJudgement } from './answers.js'
import type { ExerciseRun } from './exercise-run.js'
import { playInject } from './play-inject.js'
import { isPersonal } from './record-happenings.js'
import { tellRevealed } from './revelations.js'
import type { Happening } from './run-log.js'
import { tellVoid } from './tell-void.js'
import { toAct } from './to-act.js'

/** Makes a player's move. What it cannot be is on the record, and counts as a wrong attempt. */
export async function playMove(run: ExerciseRun, move: Move): Promise<void> {
  const { by, does } = move
  const isKnown = run.exercise.roles.some(({ id }) => id === by)
  if (!isKnown) return await tellVoid(run, move, `There is no role ${by} in this exercise.`)
  // A run belongs to those who play it: where nobody leads, they end it.
  if (does === 'end') return run.endBy({ kind: 'stopped', by, reason: move.reason })
  if (run.isAway(by)) return await tellVoid(run, move, `${run.nameOf(by)} is away.`)
  switch (does) {
    case 'answer':
      return await playAnswer(run, move)
    case 'ask':
      return await playAsking(run, by, move.text)
    case 'inject':
    case 'judge':
    case 'reveal':
      return await playFacilitator(run, move)
    default:
      return await playAct(run, move)
  }
}

async function playAsking(run: ExerciseRun, by: string, text: string): Promise<void> {
  const found = run.revelations.byAsking(text)
  await run.tell({ kind: 'ASKED', by, text, revealed: found.map(({ id }) => id) })
  for (const step of found) await tellRevealed(run, step, 'asked', by)
}

async function playFacilitator(run: ExerciseRun, move: Exclude<FacilitatorMove, EndMove>): Promise<void> {
  const { by } = move
  if (by !== FACILITATOR) return await tellVoid(run, move, `Only the ${FACILITATOR} can do this.`)
  switch (move.does) {
    case 'inject': {
      const inject = run.timeline.takeWaiting(move.inject)
      if (inject === null)
        return await tellVoid(run, move, `${move.inject} was played, comes by itself, or is no inject.`)
      return await playInject(run, inject)
    }
    case 'judge':
      return await playJudgement(run, move)
    case 'reveal': {
      const [step] = run.revelations.byName([move.step])
      if (step === undefined) return await tellVoid(run, move, `${move.step} is known, or did not happen yet.`)
      return await tellRevealed(run, step, 'facilitator', by)
    }
    default:
      return assertNever(move, 'move')
  }
}

async function playAct(run: ExerciseRun, move: ProductMove): Promise<void> {
  if (run.exercise.mode === 'discuss') return await tellVoid(run, move, 'In a discussion the playbook rests.')
  const { incidents, shown } = run.watch
  const act = toAct('arn' in move ? { ...move, arn: run.filled(move.arn) } : move, { incidents, shown })
  if (typeof act === 'string') return await tellVoid(run, move, act)
  const answer = await run.stage.act(move.by, act)
  const happening = outcomeOf(move.by, act, answer)
  if (happening === null) return
  if (happening.kind === 'REFUSED') run.watch.toldRefusal(happening.by, happening.code)
  await run.tell(happening)
}

/** What is told at once. Acts on an incident that were taken are on its record, and told from there. */
function outcomeOf(by: string, act: PersonalAct, answer: ActAnswer): Happening | null {
  const incident = 'incident' in act ? act.incident : null
  if (answer.status === 'refused') {
    const { code, reason } = answer
    const attempted = act.kind === 'decide' ? `${act.decision} ${act.question}` : act.kind
    return { kind: 'REFUSED', incident, by, attempted, code, reason, unauthorised: isPersonal(code), times: 1 }
  }
  switch (act.kind) {
    case 'requestBlock':
    case 'freeze':
    case 'unfreeze':
      return { kind: 'REQUEST', incident: answer.incident, by, ask: act.kind, reason: act.reason }
    default:
      return null
  }
}
