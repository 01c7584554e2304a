/** Few enough that a piece takes no memory to speak of, many enough that a long answer is not ten thousand writes. */
const itemsPerPiece = 32

/**
 * The same text as `JSON.stringify(value, null, 2)` and a line end, in pieces: one for each few items of a list, since a text of all
 * of a long answer may be longer than a string can be (512 MB), and takes its memory at once.
 */
export function* jsonPieces(value: object): Generator<string> {
  let isFirst = true
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue
    yield isFirst ? '{\n' : ',\n'
    isFirst = false
    if (Array.isArray(field) && field.length > itemsPerPiece) yield* listPieces(name, field)
    else yield insideOf({ [name]: field }, '{\n'.length, '\n}'.length)
  }
  yield isFirst ? '{}\n' : '\n}\n'
}

function* listPieces(name: string, items: readonly object[]): Generator<string> {
  yield `  ${JSON.stringify(name)}: [\n`
  for (let at = 0; at < items.length; at += itemsPerPiece) {
    if (at > 0) yield ',\n'
    yield insideOf({ '': items.slice(at, at + itemsPerPiece) }, '{\n  "": [\n'.length, '\n  ]\n}'.length)
  }
  yield '\n  ]'
}

/** JSON without its first and last few characters: what is written as part of another value is indented as part of one. */
function insideOf(value: object, head: number, tail: number): string {
  return JSON.stringify(value, null, 2).slice(head, -tail)
}
