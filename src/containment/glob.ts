/**
 * ARN patterns as IAM writes them: `*` is any run of characters (also across `/` and `:`), `?` exactly one. Letters match
 * case-insensitively, since IAM names are unique without regard to case. Linear memory and no regular expression, so that
 * neither a pattern nor a long name can stall the process.
 */
export function globMatches(pattern: string, text: string): boolean {
  const glob = pattern.toLowerCase()
  const subject = text.toLowerCase()
  let at = 0
  let star = -1
  let starAt = 0
  let p = 0
  while (at < subject.length) {
    if (glob[p] === '*') {
      star = p++
      starAt = at
    } else if (p < glob.length && (glob[p] === '?' || glob[p] === subject[at])) {
      p++
      at++
    } else if (star >= 0) {
      p = star + 1
      at = ++starAt
    } else {
      return false
    }
  }
  while (glob[p] === '*') p++
  return p === glob.length
}
