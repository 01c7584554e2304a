/** A rule file around a detection; `detection` is indented below its key, line for line. */
export function ruleText(detection: string, more = ''): string {
  const head = ['title: A rule', 'id: 11111111-2222-4333-8444-555555555555', 'author: Somebody', 'level: low']
  const source = ['logsource:', '    product: aws', '    service: cloudtrail']
  const below = detection.split('\n').map((line) => `    ${line}`)
  return [...head, ...(more === '' ? [] : [more]), ...source, 'detection:', ...below, ''].join('\n')
}
