import { assertNever } from '../src/domain/assert-never.js'
import { isUseful } from './check/rules/objectives.js'
import type { Exercise, ExerciseMode } from './exercise-file.js'
import type { AttackStep } from './schema/attack.js'
import type { Expectation, ExpectedAct, Inject } from './schema/injects.js'
import { TALK_METRICS } from './schema/objectives.js'
import type { ScriptedMove } from './schema/players.js'
import { triggerOf } from './trigger.js'

export type ModedExercise =
  | { readonly ok: true; readonly exercise: Exercise }
  /** Why it cannot be played like that, and what to do. */
  | { readonly ok: false; readonly why: string }

/**
 * A checked exercise in the mode that somebody asked for, which may only narrow what the file says. What was written to be rehearsed
 * can be talked through: nothing is sent, blocked or broken then, and what would wait for the playbook comes in the order of the file.
 * What was written as a discussion cannot be rehearsed, since nobody attacks in it.
 */
export function inMode(exercise: Exercise, mode: ExerciseMode): ModedExercise {
  if (mode === exercise.mode) return { ok: true, exercise }
  if (mode === 'rehearse') {
    const why = `${exercise.id} is written as a discussion: its attack is told, not carried out, so that there is nothing to rehearse. Leave --mode out, or take a scenario with mode rehearse (\`tourniquet exercise list\`).`
    return { ok: false, why }
  }
  const talked = discussed(exercise)
  if (talked.objectives.length === 0) {
    const why = `No objective of ${exercise.id} can be measured in a discussion. Give the file one with ${[...TALK_METRICS].join(', ')}.`
    return { ok: false, why }
  }
  return { ok: true, exercise: talked }
}

function discussed(exercise: Exercise): Exercise {
  const { injects, attack, players } = exercise
  const talked = inOrder(injects.flatMap(talkedInject))
  const narrowed: Exercise = {
    ...exercise,
    mode: 'discuss',
    ...(attack === undefined ? {} : { attack: { ...attack, steps: attack.steps.map(toldStep) } }),
    injects: talked,
    expectedPath: [],
    players: { good: talk(players.good, talked), bad: talk(players.bad, talked) },
  }
  return { ...narrowed, objectives: exercise.objectives.filter((objective) => isUseful(narrowed, objective)) }
}

/** Nothing is sent and nothing breaks: of a finding people are told, and a fault that breaks the machine does not come. */
function talkedInject(inject: Inject): Inject[] {
  switch (inject.kind) {
    case 'finding': {
      const { payload: _payload, make: _make, expect, ...rest } = inject
      return [{ ...rest, ...expectedInTalk(expect) }]
    }
    case 'evidence': {
      const { calls: _calls, by: _by, expect, ...rest } = inject
      return [{ ...rest, ...expectedInTalk(expect) }]
    }
    case 'chat': {
      const { expect, ...rest } = inject
      return [{ ...rest, ...expectedInTalk(expect) }]
    }
    case 'fault': {
      const { expect, ...rest } = inject
      return inject.fault.kind === 'away' ? [{ ...rest, ...expectedInTalk(expect) }] : []
    }
    case 'pressure':
      return [{ ...inject, expect: answered(inject) }]
    case 'question':
      return [inject]
    default:
      return assertNever(inject, 'inject')
  }
}

/** To ask is all that can be done about what one is told; where something else was expected, nothing is. */
function expectedInTalk(expect: Expectation | undefined): { expect?: Expectation } {
  return expect?.does.includes('ask') === true ? { expect: { ...expect, does: ['ask'] } } : {}
}

const SAID: readonly ExpectedAct[] = ['approve', 'deny', 'wait', 'escalate', 'askOwner', 'answer', 'ask']

/** What people say they would do stands for doing it; any answer will do where nothing that was expected can be said. */
function answered({ expect, to }: Extract<Inject, { kind: 'pressure' }>): Expectation {
  const { by, ...rest } = expect
  const does = expect.does.filter((act) => SAID.includes(act))
  const who = by !== undefined && to.includes(by) ? { by } : {}
  return { ...rest, ...who, does: does.length > 0 ? does : ['answer'] }
}

const PAUSE_MS = 120_000

/** What waits for the playbook or the attacker, or for an inject that does not come, comes after the inject before it instead. */
function inOrder(injects: readonly Inject[]): Inject[] {
  const ids = new Set(injects.map(({ id }) => id))
  return injects.map((inject, index) => {
    const trigger = triggerOf(inject)
    const comes = trigger.kind === 'at' || trigger.kind === 'manual'
    if (comes || (trigger.kind === 'inject' && ids.has(trigger.inject))) return inject
    const before = injects[index - 1]
    const { at: _at, after: _after, manual: _manual, ...rest } = inject
    const delay = { ms: Math.max(PAUSE_MS, trigger.delayMs) }
    return before === undefined ? { ...rest, at: { ms: 0 } } : { ...rest, after: { inject: before.id, delay } }
  })
}

/** It happened before, and is only to be found out: by asking, or when the facilitator tells. */
function toldStep({ at: _at, after: _after, manual: _manual, revealedBy, ...step }: AttackStep): AttackStep {
  const asking = revealedBy?.asking
  return { ...step, does: null, with: {}, ...(asking === undefined ? {} : { revealedBy: { asking } }) }
}

/** Moves on the product are none of a discussion's. */
function talk(moves: readonly ScriptedMove[], injects: readonly Inject[]): ScriptedMove[] {
  const ids = new Set(injects.map(({ id }) => id))
  return moves.filter((move) => {
    const trigger = triggerOf(move)
    const comes = trigger.kind === 'at' || (trigger.kind === 'inject' && ids.has(trigger.inject))
    return (
      comes && (move.does === 'ask' || ((move.does === 'answer' || move.does === 'inject') && ids.has(move.inject)))
    )
  })
}
