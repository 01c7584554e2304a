import type { Json } from '../../../src/domain/canonical-json.js'
import type { Exercise } from '../../exercise-file.js'
import { fillJson, type Placeholder, parsePlaceholder, placeholdersIn } from '../../placeholders.js'
import { oneOf, type Path, type Problem } from '../problem.js'

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
  'Write {{now}}, {{now-5m}}, {{account}}, {{region}}, {{role:NAME:arn}}, {{role:NAME:id}}, {{user:NAME:key}}, {{step:ID:key}}, {{history:ID:session}} or {{person:ROLE}}.'

function whyUnknown(exercise: Exercise, name: string): Pick<Problem, 'what' | 'cure'> | null {
  const placeholder = parsePlaceholder(name)
  if (placeholder === null) return { what: `there is no placeholder {{${name}}}`, cure: KNOWN }
  const known = namesFor(exercise, placeholder)
  if (known === null || known.names.includes(known.name)) return null
  const what = `{{${name}}} means nothing: there is no ${placeholder.kind} "${known.name}"`
  return { what, cure: `Name one that there is: ${oneOf(known.names)}.` }
}

interface Names {
  readonly name: string
  readonly names: readonly string[]
}

function namesFor({ world, attack, roles }: Exercise, placeholder: Placeholder): Names | null {
  const named = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  switch (placeholder.kind) {
    case 'role':
      return { name: placeholder.name, names: named(world.account.roles) }
    case 'user':
      return { name: placeholder.name, names: named(world.account.users) }
    case 'group':
      return { name: placeholder.name, names: named(world.account.groups) }
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

/** A payload as it might be when it is sent: so that its source's own schema can look at it. */
export function samplePayload({ world }: Exercise, payload: Json): Json {
  return fillJson(payload, (placeholder) => sampleOf(placeholder, world.account))
}

interface Account {
  readonly accountId: string
  readonly region: string
}

/** 2026-01-01T12:00:00Z: any moment does. */
const SAMPLE_NOW_MS = Date.UTC(2026, 0, 1, 12)

function sampleOf(placeholder: Placeholder, { accountId, region }: Account): string {
  switch (placeholder.kind) {
    case 'now':
      return new Date(SAMPLE_NOW_MS + placeholder.offsetMs).toISOString()
    case 'account':
      return accountId
    case 'region':
      return region
    case 'role':
    case 'user':
    case 'group':
      return sampleOfEntity(placeholder, accountId)
    case 'step':
    case 'history':
      return placeholder.of === 'key' ? 'ASIAEXAMPLE000000001' : 'session'
    default:
      return placeholder.role
  }
}

const ID_PREFIX = { role: 'AROA', user: 'AIDA', group: 'AGPA' } as const

function sampleOfEntity(
  { kind, name, of }: Extract<Placeholder, { of: 'id' | 'arn' | 'key'; name: string }>,
  accountId: string,
): string {
  if (of === 'arn') return `arn:aws:iam::${accountId}:${kind}/${name}`
  return of === 'key' ? 'AKIAEXAMPLE000000001' : `${ID_PREFIX[kind]}EXAMPLE0000000001`
}
