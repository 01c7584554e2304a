import { bytes } from '../json-grammar.js'
import { endOfValue, skipSpace, valueBehind } from './json-skip.js'
import { endOfPlain } from './text-table.js'

/** Where the object ends whose brace is at `from`, if it surely has no field of that name; -1 where that cannot be told. */
export function endOfObjectWithout(content: Uint8Array, from: number, name: Uint8Array): number {
  return endIfAll(content, from, (start, end) => !isName(content, start, end, name))
}

/** Where it ends, if none of its values is an object or a list; -1 where that cannot be told. */
export function endOfFlatObject(content: Uint8Array, from: number): number {
  return endIfAll(content, from, (_, _end, value) => {
    const first = content[value]
    return first !== bytes.openObject && first !== bytes.openList
  })
}

type FieldTest = (nameStart: number, nameEnd: number, value: number) => boolean

function endIfAll(content: Uint8Array, from: number, isFine: FieldTest): number {
  let at = skipSpace(content, from + 1)
  if (content[at] === bytes.closeObject) return at + 1
  for (;;) {
    // An escape may spell any name.
    const end = content[at] === bytes.quote ? endOfPlain(content, at + 1) : -1
    const value = end !== -1 && content[end] === bytes.quote ? valueBehind(content, end) : -1
    if (value === -1 || !isFine(at + 1, end, value)) return -1
    at = endOfValue(content, value)
    if (at === -1) return -1
    at = skipSpace(content, at)
    if (content[at] === bytes.closeObject) return at + 1
    if (content[at] !== bytes.comma) return -1
    at = skipSpace(content, at + 1)
  }
}

function isName(content: Uint8Array, from: number, end: number, name: Uint8Array): boolean {
  if (end - from !== name.length) return false
  for (let at = 0; at < name.length; at += 1) if (name[at] !== content[from + at]) return false
  return true
}
