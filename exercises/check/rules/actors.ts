import { z } from 'zod'
import { accountNamed, accountsOf, namesIn, type PlacedAccount } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { ExerciseActor, ExerciseWorld } from '../../schema/world.js'
import { oneOf, type Path, type Problem } from '../problem.js'

/** Who acts is one principal of an account of the world, it is there, and so is whoever assumed it. */
export function checkActor({ world }: Pick<Exercise, 'world'>, path: Path, actor: ExerciseActor): Problem[] {
  const { role, user, session, assumedBy } = actor
  if ((role === undefined) === (user === undefined)) {
    const what = role === undefined ? 'it does not say who acts' : 'it names two principals'
    return [{ path, what, cure: 'Give one of `role` (with a `session`) and `user`.' }]
  }
  const home = accountNamed(world, actor.account)
  if (home === null) return [unknownAccount(world, [...path, 'account'], actor.account ?? '')]
  return [
    ...missing(world, home, [...path, 'role'], 'role', role),
    ...missing(world, home, [...path, 'user'], 'user', user),
    ...keyless(home, [...path, 'user'], user),
    ...(user !== undefined && session !== undefined ? [noSession([...path, 'session'])] : []),
    ...(user !== undefined && assumedBy !== undefined ? [noSession([...path, 'assumedBy'])] : []),
    ...(role !== undefined && assumedBy !== undefined
      ? checkAssumer(world, home, [...path, 'assumedBy'], assumedBy)
      : []),
  ]
}

function checkAssumer(
  world: ExerciseWorld,
  home: PlacedAccount,
  path: Path,
  assumedBy: string | ExerciseActor,
): Problem[] {
  if (typeof assumedBy === 'object') return checkActor({ world }, path, assumedBy)
  if (!assumedBy.startsWith('arn:')) return missing(world, home, path, 'role', assumedBy)
  const [, id, kind, name] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(role|user|assumed-role)\/(.+)$/.exec(assumedBy) ?? []
  const owner = id === undefined ? null : accountNamed(world, id)
  if (owner === null || kind === undefined || name === undefined) return []
  // Of a role and a user the last part is the name, after the path; of a session the one before.
  const own = kind === 'assumed-role' ? name.split('/')[0] : name.split('/').at(-1)
  const [type, problemPath] = [kind === 'user' ? 'user' : 'role', path] as const
  return [...missing(world, owner, problemPath, type, own), ...(type === 'user' ? keyless(owner, path, own) : [])]
}

function noSession(path: Path): Problem {
  return { path, what: 'a user has no session', cure: 'Take it out: a user acts by the first access key.' }
}

export function unknownAccount(world: ExerciseWorld, path: Path, id: string): Problem {
  const known = accountsOf(world).map(({ account }) => account.accountId)
  const cure = `Add it to world.otherAccounts, or name ${oneOf(known)}.`
  return { path, what: `the world has no account "${id}"`, cure }
}

/** A principal that the account does not have. */
export function missing(
  world: ExerciseWorld,
  home: PlacedAccount,
  path: Path,
  kind: 'role' | 'user',
  name: string | undefined,
): Problem[] {
  const known = namesIn(home, kind)
  if (name === undefined || known.includes(name)) return []
  const what = `${home.name} has no ${kind} "${name}"`
  const elsewhere = accountsOf(world).find((other) => namesIn(other, kind).includes(name))
  if (elsewhere !== undefined) {
    const id = elsewhere.account.accountId
    return [{ path, what, cure: `Account ${id} has one: say so with \`account: "${id}"\`.` }]
  }
  const place = home.path.reduce<string>(
    (text, step) => `${text}${typeof step === 'number' ? `[${step}]` : `${text === '' ? '' : '.'}${step}`}`,
    '',
  )
  const cure = known.length === 0 ? `Add it to ${place}.${kind}s.` : `Add it there, or name ${oneOf(known)}.`
  return [{ path, what, cure }]
}

const withKeys = z.object({ accessKeys: z.array(z.object({ status: z.string().default('Active') })).min(1) })

/** A user acts by an access key, so there must be one that is on. */
function keyless({ account }: PlacedAccount, path: Path, name: string | undefined): Problem[] {
  const user = account.users.find((each) => each.name === name)
  if (user === undefined) return []
  const keys = withKeys.safeParse(user)
  if (keys.success && keys.data.accessKeys.some(({ status }) => status === 'Active')) return []
  const cure = `Give the user one: \`accessKeys: [{id: AKIA${'0'.repeat(16)}}]\`.`
  return [{ path, what: `the user "${name}" has no active access key to act with`, cure }]
}
