/** The fields of one line of CSV (RFC 4180, without line breaks inside of quotes), trimmed; `;` and tab part fields, too. */
export function splitCsvLine(line: string): string[] {
  const separator = [',', ';', '\t'].find((each) => line.includes(each)) ?? ','
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? ''
    if (sign === '"' && quoted && line[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      fields.push(field.trim())
      field = ''
    } else field += sign
  }
  return [...fields, field.trim()]
}
