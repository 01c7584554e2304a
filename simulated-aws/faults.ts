import { z } from 'zod'

const awsErrorSchema = z.object({
  code: z.string().regex(/^[\w.]{1,100}$/),
  status: z.number().int().min(400).max(599),
  message: z.string().default('Injected by the simulated account.'),
})

/**
 * A fault to come. `operation` is a glob over `service:Operation` (`iam:PutRolePolicy`, `iam:*`, `*`). `before`: the
 * call has no effect. `after`: it has its effect, and the caller does not learn of it, as when a connection breaks.
 * `reset` cuts the connection; `latencyMs` delays the answer and lets the call, and further rules, go on.
 *
 * @example { "operation": "iam:PutRolePolicy", "when": "after", "error": "reset", "times": 1 }
 */
export const faultRuleSchema = z.strictObject({
  operation: z.string().min(1).max(200),
  when: z.enum(['before', 'after']).default('before'),
  error: z.union([z.literal('reset'), z.strictObject({ latencyMs: z.number().min(0).max(600_000) }), awsErrorSchema]),
  times: z.number().int().min(1).default(1),
  probability: z.number().min(0).max(1).default(1),
})

export type FaultRule = z.output<typeof faultRuleSchema>
export type FaultRuleInput = z.input<typeof faultRuleSchema>
export type Fault = FaultRule['error']

/** The faults that are still to come, in the order in which they were asked for. */
export class Faults {
  #rules: FaultRule[] = []
  readonly #chance: () => number

  /** `chance` gives numbers from 0 up to 1 for rules that have a probability. */
  constructor(chance: () => number) {
    this.#chance = chance
  }

  add(rule: FaultRuleInput): void {
    this.#rules.push(faultRuleSchema.parse(rule))
  }

  clear(): void {
    this.#rules = []
  }

  list(): FaultRule[] {
    return this.#rules.map((rule) => ({ ...rule }))
  }

  /** What befalls this call at this point: any delays, then at most one error or reset. Uses the rules up. */
  take(operation: string, when: FaultRule['when']): Fault[] {
    const taken: Fault[] = []
    for (const rule of this.#rules) {
      if (rule.when !== when || !globMatches(rule.operation, operation) || this.#chance() >= rule.probability) continue
      rule.times -= 1
      taken.push(rule.error)
      if (!isLatency(rule.error)) break
    }
    this.#rules = this.#rules.filter((rule) => rule.times > 0)
    return taken
  }
}

export function isLatency(fault: Fault): fault is { latencyMs: number } {
  return typeof fault === 'object' && 'latencyMs' in fault
}

function globMatches(glob: string, text: string): boolean {
  const parts = glob
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text.toLowerCase())
}
