import type { Json } from '../../../src/domain/canonical-json.js'
import { accountsOf, namesIn, type PlacedAccount, profilesIn } from '../../accounts-of.js'
import type { Exercise } from '../../exercise-file.js'
import { fillJson, type NamedEntity, type Placeholder, parsePlaceholder, placeholdersIn } from '../../placeholders.js'
import type { ExerciseWorld } from '../../schema/world.js'
import { oneOf, type Path, type Problem } from '../problem.js'
import { profilesMade } from './about.js'

/** What stands in double braces means something in this exercise. */
export function checkPlaceholders(exercise: Exercise): Problem[] {
  return textsIn(exercise, []).flatMap(({ path, text }) =>
    placeholdersIn(text).flatMap((name) => {
      const problem = whyUnknown(exercise, name)
      return problem === null ? [] : [{ path, ...problem }]
    }),
  )
}

interface Text {
  readonly path: Path
  readonly text: string
}

/** Texts of the account and of rubrics are taken as they are. */
function textsIn({ injects, attack, players }: Exercise, path: Path): Text[] {
  return [
    ...texts(injects, [...path, 'injects']),
    ...texts(attack?.steps ?? [], [...path, 'attack', 'steps']),
    ...texts(players, [...path, 'players']),
  ]
}

/** The parts of an exercise are plain data: objects, arrays, texts, numbers. */
function texts(value: object | string | number | boolean | null | undefined, path: Path): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    texts(child, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const KNOWN =
  'Write {{now}}, {{now-5m}}, {{account}}, {{account:222222222222}}, {{region}}, {{role:NAME:arn}}, {{role:222222222222/NAME:arn}}, {{role:NAME:id}}, {{user:NAME:key}}, {{profile:NAME:arn}}, {{step:ID:key}}, {{history:ID:session}} or {{person:ROLE}}.'

function whyUnknown(exercise: Exercise, name: string): Pick<Problem, 'what' | 'cure'> | null {
  const placeholder = parsePlaceholder(name)
  if (placeholder === null) return { what: `there is no placeholder {{${name}}}`, cure: KNOWN }
  const known = namesFor(exercise, placeholder)
  if (known !== null && !known.names.includes(known.name)) {
    const what = `{{${name}}} means nothing: there is no ${placeholder.kind} "${known.name}"`
    return { what, cure: `Name one that there is: ${oneOf(known.names)}.` }
  }
  return 'account' in placeholder && placeholder.account === null ? whyAmbiguous(exercise, name, placeholder) : null
}

/** A name alone is enough where one account has it. */
function whyAmbiguous({ world }: Exercise, text: string, entity: NamedEntity): Pick<Problem, 'what' | 'cure'> | null {
  const owners = accountsOf(world).filter((placed) => entitiesIn(placed, entity.kind).includes(entity.name))
  const [first] = owners
  if (first === undefined || owners.length < 2) return null
  const which = text.trim().replace(':', `:${first.account.accountId}/`)
  const what = `{{${text}}} could be one of several: ${oneOf(owners.map(({ account }) => account.accountId))}`
  return { what, cure: `Say which: {{${which}}}.` }
}

interface Names {
  readonly name: string
  readonly names: readonly string[]
}

function namesFor(exercise: Exercise, placeholder: Placeholder): Names | null {
  const { world, attack, roles } = exercise
  switch (placeholder.kind) {
    case 'account':
      return placeholder.id === null
        ? null
        : { name: placeholder.id, names: accountsOf(world).map(({ account }) => account.accountId) }
    case 'role':
    case 'user':
    case 'group':
    case 'profile':
      return namesOfEntity(exercise, placeholder)
    case 'step':
      return { name: placeholder.id, names: (attack?.steps ?? []).map(({ id }) => id) }
    case 'history':
      return { name: placeholder.id, names: world.history.flatMap(({ id }) => (id === undefined ? [] : [id])) }
    case 'person':
      return { name: placeholder.role, names: roles.map(({ id }) => id) }
    default:
      return null
  }
}

function namesOfEntity(exercise: Exercise, { kind, name, account }: NamedEntity): Names {
  const accounts = accountsOf(exercise.world)
  const meant = account === null ? accounts : accounts.filter((placed) => placed.account.accountId === account)
  const made = kind === 'profile' ? profilesMade(exercise) : []
  return { name, names: [...meant.flatMap((placed) => entitiesIn(placed, kind)), ...made] }
}

function entitiesIn(placed: PlacedAccount, kind: NamedEntity['kind']): string[] {
  return kind === 'profile' ? profilesIn(placed) : namesIn(placed, kind)
}

/** A payload as it might be when it is sent: so that its source's own schema can look at it. */
export function samplePayload({ world }: Exercise, payload: Json): Json {
  return fillJson(payload, (placeholder) => sampleOf(placeholder, world))
}

/** 2026-01-01T12:00:00Z: any moment does. */
const SAMPLE_NOW_MS = Date.UTC(2026, 0, 1, 12)

function sampleOf(placeholder: Placeholder, world: ExerciseWorld): string {
  switch (placeholder.kind) {
    case 'now':
      return new Date(SAMPLE_NOW_MS + placeholder.offsetMs).toISOString()
    case 'account':
      return placeholder.id ?? world.account.accountId
    case 'region':
      return world.account.region
    case 'role':
    case 'user':
    case 'group':
    case 'profile':
      return sampleOfEntity(placeholder, world)
    case 'step':
    case 'history':
      return placeholder.of === 'key' ? 'ASIAEXAMPLE000000001' : 'session'
    default:
      return placeholder.role
  }
}

const ID_PREFIX = { role: 'AROA', user: 'AIDA', group: 'AGPA' } as const
const SAMPLE_UUID = '12345678-1234-4234-8234-123456789abc'

function sampleOfEntity({ kind, name, account, of }: NamedEntity, world: ExerciseWorld): string {
  const owners = accountsOf(world).filter((placed) => entitiesIn(placed, kind).includes(name))
  const id = account ?? owners[0]?.account.accountId ?? world.account.accountId
  if (kind === 'profile') {
    return of === 'id' ? SAMPLE_UUID : `arn:aws:rolesanywhere:${world.account.region}:${id}:profile/${SAMPLE_UUID}`
  }
  if (of === 'arn') return `arn:aws:iam::${id}:${kind}/${name}`
  return of === 'key' ? 'AKIAEXAMPLE000000001' : `${ID_PREFIX[kind]}EXAMPLE0000000001`
}
