import type { Json, JsonObject } from '../json.js'

type Tree = Map<string, Tree | string>

const maxDepth = 12

/**
 * Reads the flat names of the Query protocol (`Tags.member.1.Key=team`) into nested values
 * (`{ Tags: [{ Key: 'team' }] }`). All leaves are strings. Names deeper than any AWS operation has are left out.
 */
export function formParameters(form: URLSearchParams): JsonObject {
  const root: Tree = new Map()
  for (const [name, value] of form) {
    const path = name.split('.').filter((part) => part !== 'member' && part !== 'entry')
    if (name !== 'Action' && name !== 'Version' && path.length <= maxDepth) put(root, path, value)
  }
  return Object.fromEntries([...root].map(([name, value]) => [name, toJson(value)]))
}

function put(tree: Tree, [first = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree.set(first, value)
    return
  }
  const existing = tree.get(first)
  const child: Tree = existing instanceof Map ? existing : new Map()
  tree.set(first, child)
  put(child, rest, value)
}

/** A level whose names are all numbers is a list. Object.fromEntries keeps a name like __proto__ a mere name. */
function toJson(value: Tree | string): Json {
  if (typeof value === 'string') return value
  const entries = [...value]
  const isList = entries.every(([name]) => /^\d{1,6}$/.test(name))
  if (!isList) return Object.fromEntries(entries.map(([name, inner]) => [name, toJson(inner)]))
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => toJson(inner))
}
