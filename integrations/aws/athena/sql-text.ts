/**
 * A value as a literal of Athena's SQL, which is Trino's: quotes are doubled, and backslashes mean nothing. Line breaks,
 * control characters and all that is not ASCII are spelled out in a Unicode literal, so that a query is one line that means
 * the same in every editor and shell. https://trino.io/docs/current/language/types.html#varchar
 */
export function sqlLiteral(value: string): string {
  const text = value.toWellFormed().replaceAll("'", "''")
  if (/^[ -~]*$/.test(text)) return `'${text}'`
  const spelled = text.replaceAll('\\', '\\\\').replace(/[^ -~]/gu, escaped)
  return `U&'${spelled}'`
}

function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const hex = point.toString(16)
  return point > 0xffff ? `\\+${hex.padStart(6, '0')}` : `\\${hex.padStart(4, '0')}`
}

/** A name of a table or database: lower case, as Athena stores it. RangeError for what would need quotes. */
export function sqlName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,127}$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a table.`)
  return name
}
