/**
 * The same text as `JSON.stringify(value, null, 2)` and a line end, in pieces: one for each item of a list, since a text of all of a long answer may
 * be longer than a string can be (512 MB), and takes its memory at once.
 */
export function* jsonPieces(value: object): Generator<string> {
  const told = Object.entries(value).filter(([, field]) => field !== undefined)
  if (told.length === 0) {
    yield '{}\n'
    return
  }
  for (const [at, [name, field]] of told.entries()) {
    yield `${at === 0 ? '{' : ','}\n  ${JSON.stringify(name)}: `
    if (Array.isArray(field) && field.length > 0) yield* itemPieces(field)
    else yield jsonAt(field, 2)
  }
  yield '\n}\n'
}

function* itemPieces(items: readonly object[]): Generator<string> {
  for (const [at, item] of items.entries()) yield `${at === 0 ? '[' : ','}\n    ${jsonAt(item, 4)}`
  yield '\n  ]'
}

/** A text has no line ends of its own in JSON: they are written \\n. What JSON has no word for is null in a list. */
function jsonAt(value: object, indent: number): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${' '.repeat(indent)}`)
}
