/**
 * The same function of a text, which remembers its answers. For texts of which a log has a few hundred different ones and very
 * many of them: field names, ARNs of roles, policies of rollouts. An attacker can make up more, so at `limit` it forgets everything
 * and starts again.
 */
export function remembered<T>(answer: (name: string) => T, limit = 4_096): (name: string) => T {
  const answers = new Map<string, T>()
  return (name) => {
    const known = answers.get(name)
    if (known !== undefined) return known
    const found = answer(name)
    if (answers.size >= limit) answers.clear()
    answers.set(name, found)
    return found
  }
}
