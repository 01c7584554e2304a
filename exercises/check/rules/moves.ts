import type { Exercise } from '../../exercise-file.js'
import { FACILITATOR } from '../../moves.js'
import type { ScriptedMove } from '../../schema/players.js'
import { oneOf, type Path, type Problem } from '../problem.js'

/** Scripted players may play badly, but not what cannot be said in this exercise. */
export function checkMoves(exercise: Exercise): Problem[] {
  return (['good', 'bad'] as const).flatMap((script) =>
    exercise.players[script].flatMap((move, index) => checkMove(exercise, move, ['players', script, index])),
  )
}

/** One move of a script; roles and times are checked elsewhere. */
export function checkMove({ mode, injects }: Exercise, move: ScriptedMove, path: Path): Problem[] {
  if (move.does === 'answer') {
    const asked = injects.filter(({ kind }) => kind === 'question' || kind === 'pressure')
    return isAmong(move.inject, asked) ? [] : [notAmong([...path, 'inject'], move.inject, asked, 'asks for an answer')]
  }
  if (move.does === 'inject') {
    const byHand = injects.filter(({ manual }) => manual === true)
    if (!isAmong(move.inject, byHand)) return [notAmong([...path, 'inject'], move.inject, byHand, 'is played by hand')]
    if (move.by === FACILITATOR) return []
    return [
      { path: [...path, 'by'], what: `only the ${FACILITATOR} plays injects`, cure: `Write \`by: ${FACILITATOR}\`.` },
    ]
  }
  if (mode === 'rehearse' || move.does === 'ask') return []
  const what = 'in a discussion the playbook rests: nothing can be decided or asked of it'
  return [{ path: [...path, 'does'], what, cure: 'Use `answer` (with a `choice`) or `ask`, or set `mode: rehearse`.' }]
}

type Named = Pick<Exercise['injects'][number], 'id'>

function isAmong(id: string, injects: readonly Named[]): boolean {
  return injects.some((inject) => inject.id === id)
}

function notAmong(path: Path, id: string, injects: readonly Named[], what: string): Problem {
  const cure = `Name one that does: ${oneOf(injects.map((inject) => inject.id))}.`
  return { path, what: `there is no inject "${id}" that ${what}`, cure }
}
