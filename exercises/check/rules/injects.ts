import type { Exercise } from '../../exercise-file.js'
import { mostPoints } from '../../rubric.js'
import type { Inject, InjectOf } from '../../schema/injects.js'
import type { StageKinds } from '../../stage-kinds.js'
import { oneOf, type Path, type Problem } from '../problem.js'
import { checkMade } from './about.js'
import { checkActor } from './actors.js'
import { samplePayload } from './placeholders.js'

/** Each inject can be played as it is written. */
export function checkInjects(exercise: Exercise, kinds: StageKinds): Problem[] {
  return exercise.injects.flatMap((inject, index) => {
    const path: Path = ['injects', index]
    return [...checkReveals(exercise, inject, path), ...checkKind(exercise, inject, path, kinds)]
  })
}

function checkReveals({ attack }: Exercise, { reveals }: Inject, path: Path): Problem[] {
  const steps = attack?.steps ?? []
  return reveals.flatMap((id, index) => {
    const at = [...path, 'reveals', index]
    const step = steps.find((each) => each.id === id)
    if (step === undefined) {
      const cure = `Name a step of the attack: ${oneOf(steps.map((each) => each.id))}.`
      return [{ path: at, what: `there is no step "${id}"`, cure }]
    }
    return step.hidden
      ? []
      : [{ path: at, what: `${id} is not hidden`, cure: 'Add `hidden: true` to it, or take it out.' }]
  })
}

function checkKind(exercise: Exercise, inject: Inject, path: Path, kinds: StageKinds): Problem[] {
  switch (inject.kind) {
    case 'finding':
      return checkFinding(exercise, inject, path, kinds)
    case 'evidence':
      return checkEvidence(exercise, inject, path)
    case 'question':
      return checkRubric(inject, path)
    case 'fault':
      if (exercise.mode === 'rehearse' || inject.fault.kind === 'away') return []
      return [inTalk([...path, 'fault', 'kind'], 'nothing runs that it could break')]
    default:
      return []
  }
}

const inTalk = (path: Path, why: string): Problem => {
  return {
    path,
    what: `in a discussion ${why}`,
    cure: 'Make it a `chat` inject that tells of it, or set `mode: rehearse`.',
  }
}

function checkFinding(exercise: Exercise, inject: InjectOf<'finding'>, path: Path, kinds: StageKinds): Problem[] {
  const { payload, make, source } = inject
  if (exercise.mode === 'discuss') {
    if (payload !== undefined) return [inTalk([...path, 'payload'], 'no finding is sent')]
    if (make !== undefined) return [inTalk([...path, 'make'], 'no finding is sent')]
    return inject.text === undefined ? [{ path, what: 'it says nothing', cure: 'Tell of the finding in `text`.' }] : []
  }
  if ((payload === undefined) === (make === undefined)) {
    const what = payload === undefined ? 'it does not say what is found' : 'it says twice what is found'
    return [
      { path, what, cure: "Give one of `payload` (the source's own JSON) and `make` (about whom, and of what type)." },
    ]
  }
  if (payload !== undefined) {
    const filled = samplePayload(exercise, payload)
    return kinds
      .checkPayload(source, filled)
      .map((problem) => ({ ...problem, path: [...path, 'payload', ...problem.path] }))
  }
  return checkMade(exercise, inject, [...path, 'make'], kinds)
}

function checkEvidence(exercise: Exercise, { calls, by }: InjectOf<'evidence'>, path: Path): Problem[] {
  if (calls === undefined) {
    return by === undefined
      ? []
      : [{ path: [...path, 'by'], what: 'there are no calls of theirs', cure: 'Add `calls`.' }]
  }
  if (exercise.mode === 'discuss') return [inTalk([...path, 'calls'], 'nobody looks at CloudTrail')]
  if (by === undefined) {
    return [{ path, what: 'it does not say whose calls these are', cure: 'Add `by: {role: …, session: …}`.' }]
  }
  return checkActor(exercise, [...path, 'by'], by)
}

function checkRubric({ rubric = [], atLeast }: InjectOf<'question'>, path: Path): Problem[] {
  const most = mostPoints(rubric)
  if (atLeast === undefined || atLeast <= most) return []
  const what = `${atLeast} points cannot be reached: the rubric gives ${most}`
  return [{ path: [...path, 'atLeast'], what, cure: most === 0 ? 'Add a `rubric`.' : `Lower it to ${most}.` }]
}
