import { assertNever } from '../../src/domain/assert-never.js'
import type { AttackStep } from '../schema/attack.js'
import type { ExerciseRun } from './exercise-run.js'
import { isFinished } from './is-finished.js'
import { playInject } from './play-inject.js'
import { playMove } from './play-move.js'
import { tellRevealed } from './revelations.js'
import type { Due } from './timeline.js'

/**
 * Lets a run go on to its end: what is due happens, one thing at a time, and then the world goes on to whatever is due next. It
 * waits for nothing but the stage and the players, so with a stage of virtual time the same answers give the same run.
 */
export async function conduct(run: ExerciseRun): Promise<void> {
  const { stage, timeline, expectations, exercise } = run
  const { maxDuration, aftermath } = exercise.limits
  let finishAtMs: number | null = null
  await run.players.begin(run.table)
  for (;;) {
    const seen = await settle(run)
    const nowMs = stage.nowMs()
    if (run.end !== null) return
    if (nowMs >= maxDuration.ms) return await runOut(run)
    finishAtMs = isFinished(run) ? (finishAtMs ?? nowMs + aftermath.ms) : null
    if (finishAtMs !== null && nowMs >= finishAtMs) return run.endBy({ kind: 'finished' })
    const nextMs = Math.min(timeline.nextMs(), expectations.nextMs(), maxDuration.ms, finishAtMs ?? maxDuration.ms)
    await stage.waitUntil(nextMs, () => stage.changes() !== seen || timeline.nextMs() <= stage.nowMs())
  }
}

async function runOut(run: ExerciseRun): Promise<void> {
  run.endBy({ kind: 'limit', limit: 'maxDuration' })
  await run.tell({ kind: 'LIMIT', text: 'The time of the exercise is over.' })
}

/**
 * Everything that is due now, and all that it leads to without time going on. Answers with the stage's count of changes that were
 * looked at: counted before the look, so that nothing is missed in between.
 */
async function settle(run: ExerciseRun): Promise<number> {
  for (;;) {
    const seen = run.stage.changes()
    await look(run)
    if (run.end !== null) return seen
    const due = run.timeline.takeDue(run.stage.nowMs())
    if (due !== null) await happen(run, due)
    else if (!(await endOverdue(run)) && run.stage.changes() === seen) return seen
  }
}

async function happen(run: ExerciseRun, due: Due): Promise<void> {
  switch (due.kind) {
    case 'inject':
      return await playInject(run, due.inject)
    case 'step':
      return await attack(run, due.step)
    case 'move':
      return await playMove(run, due.move)
    default:
      return assertNever(due, 'due')
  }
}

/** What is new in the world: what the attacker got, and what the product has on its record. */
async function look(run: ExerciseRun): Promise<void> {
  const steps = run.exercise.attack?.steps ?? []
  for (const { step, result, detail, atMs } of run.stage.attackNews()) {
    const { technique, hidden } = steps.find(({ id }) => id === step) ?? { technique: '', hidden: true }
    await run.tell({ kind: 'ATTACK', step, technique, result, detail, hidden }, atMs)
  }
  for (const { happening, atMs } of await run.watch.look()) await run.tell(happening, atMs)
  for (const incident of run.watch.moved) await revealByEvidence(run, incident)
}

async function revealByEvidence(run: ExerciseRun, incident: string): Promise<void> {
  if (!run.revelations.awaitEvidence) return
  const { actions } = await run.stage.evidence(incident)
  for (const step of run.revelations.byEvidence(actions)) await tellRevealed(run, step, 'evidence', null)
}

async function endOverdue(run: ExerciseRun): Promise<boolean> {
  const ended = run.expectations.atDeadline(run.stage.nowMs())
  for (const each of ended) await run.tell({ kind: 'INJECT_ENDED', ...each })
  return ended.length > 0
}

async function attack(run: ExerciseRun, step: AttackStep): Promise<void> {
  const { id, technique, hidden, text, does } = step
  run.revelations.begin(id)
  await run.tell({ kind: 'ATTACK', step: id, technique, result: 'begun', detail: run.filled(text), hidden })
  if (does !== null && run.exercise.mode === 'rehearse') await run.stage.attack(step)
}
