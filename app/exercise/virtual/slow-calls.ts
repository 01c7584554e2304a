/** Calls that AWS takes longer to answer, in virtual time. */
export interface SlowRule {
  /** A glob over `service:Operation`. */
  readonly operation: string
  readonly byMs: number
  readonly times: number
}

/** The delays that are still to come, each used up by as many calls as it is for. */
export class SlowCalls {
  #rules: SlowRule[] = []

  add(rule: SlowRule): void {
    this.#rules.push(rule)
  }

  /** How much longer this call takes. */
  takeMs(operation: string): number {
    const taken = this.#rules.filter((rule) => isMeant(rule.operation, operation))
    this.#rules = this.#rules
      .map((rule) => (taken.includes(rule) ? { ...rule, times: rule.times - 1 } : rule))
      .filter(({ times }) => times > 0)
    return taken.reduce((sum, { byMs }) => sum + byMs, 0)
  }
}

function isMeant(glob: string, operation: string): boolean {
  const escaped = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 'i').test(operation)
}
