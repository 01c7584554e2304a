import type { Exercise } from '../../exercise-file.js'
import type { ExerciseActor } from '../../schema/world.js'
import { oneOf, type Path, type Problem } from '../problem.js'

/** Who acts is one principal of the account, and it is there. */
export function checkActor({ world }: Exercise, path: Path, actor: ExerciseActor): Problem[] {
  const { role, user, session, assumedBy } = actor
  if ((role === undefined) === (user === undefined)) {
    const what = role === undefined ? 'it does not say who acts' : 'it names two principals'
    return [{ path, what, cure: 'Give one of `role` (with a `session`) and `user`.' }]
  }
  const { roles, users } = world.account
  const roleNames = roles.map(({ name }) => name)
  const userNames = users.map(({ name }) => name)
  return [
    ...missing([...path, 'role'], 'role', role, roleNames),
    ...missing([...path, 'user'], 'user', user, userNames),
    ...(assumedBy?.startsWith('arn:') ? [] : missing([...path, 'assumedBy'], 'role', assumedBy, roleNames)),
    ...(user !== undefined && session !== undefined ? [noSession([...path, 'session'])] : []),
    ...(user !== undefined && assumedBy !== undefined ? [noSession([...path, 'assumedBy'])] : []),
  ]
}

function noSession(path: Path): Problem {
  return { path, what: 'a user has no session', cure: 'Take it out: a user acts by the first access key.' }
}

/** A principal that the account does not have. */
export function missing(path: Path, kind: string, name: string | undefined, known: readonly string[]): Problem[] {
  if (name === undefined || known.includes(name)) return []
  const cure = known.length === 0 ? `Add it to world.account.${kind}s.` : `Add it there, or name ${oneOf(known)}.`
  return [{ path, what: `world.account has no ${kind} "${name}"`, cure }]
}
