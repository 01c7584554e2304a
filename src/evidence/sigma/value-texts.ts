import type { Json } from '../../domain/canonical-json.js'

/**
 * The texts that a value of a record is compared as. A number and a Boolean are their JSON spelling; null has none. A list
 * stands for each of its elements, and both lists and maps also for their JSON text, twice: as CloudTrail writes it, and
 * with the texts in it not escaped, because rules quote a policy document that stands in `requestParameters` as it reads
 * (`"s3:GetObject"`), not as it is escaped in there (`\"s3:GetObject\"`).
 */
export function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null) return []
  if (typeof value !== 'object') return [String(value)]
  const texts = new Set<string>()
  const todo: Json[] = [value]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (Array.isArray(next)) for (const item of next) todo.push(item)
    else if (typeof next === 'object' && next !== null) addJson(next, texts)
    else if (next !== null) texts.add(String(next))
  }
  if (Array.isArray(value)) addJson(value, texts)
  return [...texts]
}

function addJson(value: Json, texts: Set<string>): void {
  texts.add(jsonText(value, (text) => JSON.stringify(text)))
  texts.add(jsonText(value, (text) => `"${text}"`))
}

/** JSON without spaces. Not `JSON.stringify`, which is recursive: a record nested deeply enough makes it throw. */
function jsonText(value: Json, quoted: (text: string) => string): string {
  const pieces: string[] = []
  const todo: (Json | Piece)[] = [value]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next instanceof Piece) pieces.push(next.text)
    else if (typeof next === 'string') pieces.push(quoted(next))
    else if (Array.isArray(next))
      pushAll(
        todo,
        '[',
        next.map((item) => [item]),
        ']',
      )
    else if (typeof next === 'object' && next !== null)
      pushAll(
        todo,
        '{',
        Object.entries(next).map(([key, item]) => [new Piece(`${quoted(key)}:`), item]),
        '}',
      )
    else pieces.push(String(next))
  }
  return pieces.join('')
}

/** Text that is already JSON, between values that are not yet. */
class Piece {
  constructor(readonly text: string) {}
}

function pushAll(todo: (Json | Piece)[], open: string, groups: readonly (Json | Piece)[][], close: string): void {
  todo.push(new Piece(close))
  for (const [index, group] of groups.toReversed().entries()) {
    for (const each of group.toReversed()) todo.push(each)
    if (index < groups.length - 1) todo.push(new Piece(','))
  }
  todo.push(new Piece(open))
}

/** A text, number or Boolean is itself, a list those of its elements at any depth; maps and null have none. */
export function scalarsOf(value: Json): readonly (string | number | boolean)[] {
  if (typeof value === 'object') {
    const scalars: (string | number | boolean)[] = []
    const todo: Json[] = Array.isArray(value) ? [...value] : []
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (Array.isArray(next)) for (const item of next) todo.push(item)
      else if (typeof next !== 'object') scalars.push(next)
    }
    return scalars
  }
  return [value]
}
