import { z } from 'zod'
import { accountNamed, profilesIn } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import type { InjectOf, MadeFinding } from '../../schema/injects.js'
import type { StageKinds } from '../../stage-kinds.js'
import { oneOf, type Path, type Problem } from '../problem.js'
import { checkActor, unknownAccount } from './actors.js'

type About = MadeFinding['about']

const WHOM = ['role', 'user', 'step', 'history', 'profile'] as const

/** A finding that the stage makes is about somebody or something that is there, and of a kind that its source tells of. */
export function checkMade(
  exercise: Exercise,
  { source, make }: InjectOf<'finding'>,
  path: Path,
  kinds: StageKinds,
): Problem[] {
  if (make === undefined) return []
  const isProfile = make.about.profile !== undefined
  if (!kinds.canMake(source, 'principal')) {
    return [{ path, what: `findings of ${source} are not made here`, cure: 'Give its `payload`.' }]
  }
  if (isProfile && !kinds.canMake(source, 'profile')) {
    const what = `${source} tells of principals, not of profiles`
    return [{ path: [...path, 'about', 'profile'], what, cure: 'Use `source: elastic` or `source: splunk`.' }]
  }
  return [...checkType(source, make, path), ...checkAbout(exercise, make.about, [...path, 'about'])]
}

function checkType(source: string, { type }: MadeFinding, path: Path): Problem[] {
  if (source !== 'detective' || type === undefined) return []
  return [{ path: [...path, 'type'], what: "Detective's findings are all of one type", cure: 'Take it out.' }]
}

function checkAbout(exercise: Exercise, about: About, path: Path): Problem[] {
  const named = WHOM.filter((key) => about[key] !== undefined)
  const [kind] = named
  if (kind === undefined || named.length !== 1) {
    const cure = 'Give one of `role`, `user`, `step`, `history` and `profile`.'
    return [{ path, what: 'it does not say whom it is about, or says it twice', cure }]
  }
  const loose = looseKeys(about, kind, path)
  if (loose.length > 0) return loose
  if (kind === 'role' || kind === 'user') return checkActor(exercise, path, about)
  if (kind === 'profile') return checkProfile(exercise, about, path)
  const known =
    kind === 'step' ? (exercise.attack?.steps ?? []).map(({ id }) => id) : exercise.world.history.map(({ id }) => id)
  const id = about[kind]
  if (known.includes(id)) return []
  const names = known.flatMap((each) => each ?? [])
  return [
    { path: [...path, kind], what: `there is no ${kind} "${id}"`, cure: `Name one that there is: ${oneOf(names)}.` },
  ]
}

/** Keys that say nothing about what is named. */
function looseKeys(about: About, kind: (typeof WHOM)[number], path: Path): Problem[] {
  const taken = { role: ['account', 'session', 'assumedBy'], user: ['account', 'session', 'assumedBy'] }
  const fits: readonly string[] =
    kind === 'role' || kind === 'user' ? taken[kind] : kind === 'profile' ? ['account'] : []
  return (['account', 'session', 'assumedBy'] as const).flatMap((key) =>
    about[key] === undefined || fits.includes(key)
      ? []
      : [{ path: [...path, key], what: `it says nothing about a ${kind}`, cure: 'Take it out.' }],
  )
}

/** The name that the technique gives its profile where the file does not say. */
export const USUAL_PROFILE = 'build agents'
const PROFILE_TECHNIQUE = 'roles-anywhere-persistence'

const making = z.object({ action: z.literal('CreateProfile'), parameters: z.object({ name: z.string() }) })
const called = z.object({ calls: z.array(z.json()) })
const ofTechnique = z.object({ profile: z.string().default(USUAL_PROFILE) })

/** A profile is seeded, made in the history, or made by a step of the attack. */
function checkProfile(exercise: Exercise, { profile = '', account }: About, path: Path): Problem[] {
  const home = accountNamed(exercise.world, account)
  if (home === null) return [unknownAccount(exercise.world, [...path, 'account'], account ?? '')]
  const known = [...profilesIn(home), ...profilesMade(exercise)]
  if (known.includes(profile)) return []
  const cure =
    known.length === 0
      ? 'Add it to `rolesAnywhere.profiles` of the account, or a step with `does: roles-anywhere-persistence`.'
      : `Name one that there is: ${oneOf(known)}.`
  return [{ path: [...path, 'profile'], what: `there is no profile "${profile}"`, cure }]
}

/** Names of profiles that somebody makes in this exercise. */
export function profilesMade({ world, attack, injects }: Exercise): string[] {
  const steps = attack?.steps ?? []
  const calls = [
    ...world.history.flatMap((each) => each.calls),
    ...injects.flatMap((inject) => (inject.kind === 'evidence' ? (inject.calls ?? []) : [])),
    ...steps.flatMap((step) => called.safeParse(step.with).data?.calls ?? []),
  ]
  return [
    ...calls.flatMap((call) => making.safeParse(call).data?.parameters.name ?? []),
    ...steps.flatMap((step) =>
      step.does === PROFILE_TECHNIQUE ? (ofTechnique.safeParse(step.with).data?.profile ?? []) : [],
    ),
  ]
}
