import { showDuration } from '../../duration.js'
import type { Exercise } from '../../exercise-file.js'
import type { StageKinds } from '../../stage-kinds.js'
import { triggerOf, type When } from '../../trigger.js'
import { oneOf, type Path, type Problem } from '../problem.js'

/** A part of the file that says when it happens. */
interface Timed {
  readonly path: Path
  readonly id: string | null
  readonly when: When
  readonly manual: 'possible' | 'impossible'
  /** A step that only is to be found out happens at no time of the exercise. */
  readonly isOptional: boolean
}

/** Everything happens at one time, and nothing waits for what never comes. */
export function checkTriggers(exercise: Exercise, kinds: StageKinds): Problem[] {
  const timed = timedParts(exercise)
  return [...timed.flatMap((part) => checkOne(part, exercise, kinds)), ...checkCycles(timed)]
}

function timedParts({ injects, attack, players }: Exercise): Timed[] {
  const moves = (['good', 'bad'] as const).flatMap((name) =>
    players[name].map((move, index): Timed => {
      return { path: ['players', name, index], id: null, when: move, manual: 'impossible', isOptional: false }
    }),
  )
  return [
    ...injects.map((inject, index): Timed => {
      return { path: ['injects', index], id: inject.id, when: inject, manual: 'possible', isOptional: false }
    }),
    ...(attack?.steps ?? []).map((step, index): Timed => {
      const isOptional = step.does === null && step.hidden
      return { path: ['attack', 'steps', index], id: step.id, when: step, manual: 'impossible', isOptional }
    }),
    ...moves,
  ]
}

function checkOne({ path, when, manual, isOptional }: Timed, exercise: Exercise, kinds: StageKinds): Problem[] {
  const { at, after } = when
  const given = [at, after, when.manual].filter((each) => each !== undefined).length
  const choice = manual === 'possible' ? '`at`, `after` and `manual`' : '`at` and `after`'
  if (given === 0 && isOptional) return []
  if (given === 0) {
    return [{ path, what: 'it does not say when it happens', cure: `Give it one of ${choice}: \`at: 5m\`.` }]
  }
  if (given > 1) return [{ path, what: 'it says twice when it happens', cure: `Leave one of ${choice}.` }]
  if (when.manual && manual === 'impossible') {
    return [
      { path: [...path, 'manual'], what: 'only an inject can be played by hand', cure: 'Give it `at` or `after`.' },
    ]
  }
  const { maxDuration } = exercise.limits
  if (at !== undefined && at.ms >= maxDuration.ms) {
    const what = `it never comes: the exercise ends at ${showDuration(maxDuration.ms)}`
    return [{ path: [...path, 'at'], what, cure: 'Let it happen earlier, or raise limits.maxDuration.' }]
  }
  return after === undefined ? [] : checkAfter([...path, 'after'], after, exercise, kinds)
}

/** When a move of a script happens. */
export function checkMoveTime(exercise: Exercise, when: When, path: Path, kinds: StageKinds): Problem[] {
  return checkOne({ path, id: null, when, manual: 'impossible', isOptional: false }, exercise, kinds)
}

function checkAfter(path: Path, after: NonNullable<When['after']>, exercise: Exercise, kinds: StageKinds): Problem[] {
  const { state, inject, step, question } = after
  const given = [state, inject, step, question].filter((each) => each !== undefined).length
  if (given !== 1) {
    const what = given === 0 ? 'it does not say after what' : 'it waits for several things'
    return [{ path, what, cure: 'Leave one of `state`, `inject`, `step` and `question`, with a `delay` if you like.' }]
  }
  const { mode, injects, attack } = exercise
  if (mode === 'discuss' && (state !== undefined || question !== undefined)) {
    const what = 'in a discussion the playbook rests: there are no states and no questions of it'
    return [{ path, what, cure: 'Use `at`, `after: {inject: …}` or `manual`, or set `mode: rehearse`.' }]
  }
  const steps = attack?.steps ?? []
  return [
    ...checkName(
      [...path, 'inject'],
      'inject',
      inject,
      injects.map(({ id }) => id),
    ),
    ...checkName(
      [...path, 'step'],
      'step of the attack',
      step,
      steps.map(({ id }) => id),
    ),
    ...checkName([...path, 'state'], `state of ${exercise.playbook}`, state, statesOf(exercise, kinds)),
  ]
}

function checkName(path: Path, kind: string, name: string | undefined, known: readonly string[] | null): Problem[] {
  if (name === undefined || known === null || known.includes(name)) return []
  return [{ path, what: `there is no ${kind} "${name}"`, cure: `Name one that there is: ${oneOf(known)}.` }]
}

/** null: the playbook itself is unknown, which is told where it is named. */
export function statesOf({ playbook }: Exercise, kinds: StageKinds): readonly string[] | null {
  return kinds.playbooks.find(({ name }) => name === playbook)?.states ?? null
}

/** Injects and steps that wait for each other in a circle would all never come. */
function checkCycles(timed: readonly Timed[]): Problem[] {
  const waitsFor = new Map(timed.flatMap(({ id, when }) => (id === null ? [] : [[id, waitedFor(when)] as const])))
  const reported = new Set<string>()
  return timed.flatMap(({ id, path }) => {
    const circle = id === null ? null : circleFrom(id, waitsFor)
    if (circle === null || circle.some((each) => reported.has(each))) return []
    for (const each of circle) reported.add(each)
    const what = `it waits for itself: ${[...circle, circle[0]].join(' after ')}`
    return [{ path: [...path, 'after'], what, cure: 'Give one of them a time: `at: 5m`.' }]
  })
}

function waitedFor(when: When): string | null {
  const trigger = triggerOf(when)
  if (trigger.kind === 'inject') return trigger.inject
  return trigger.kind === 'step' ? trigger.step : null
}

function circleFrom(start: string, waitsFor: ReadonlyMap<string, string | null>): string[] | null {
  const walked = [start]
  for (let next = waitsFor.get(start) ?? null; next !== null; next = waitsFor.get(next) ?? null) {
    if (next === start) return walked
    if (walked.includes(next)) return null
    walked.push(next)
  }
  return null
}
