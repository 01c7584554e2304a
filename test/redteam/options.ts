import { parseArgs } from 'node:util'
import { type Scenario, scenarios } from './scenarios.js'

export interface RedTeamOptions {
  readonly scenarios: readonly Scenario[]
  readonly seeds: { readonly from: number; readonly to: number }
  readonly parallel: number
  /** How many random histories instead of attackers; null: attackers. */
  readonly histories: number | null
}

export const USAGE = `npm run test:redteam -- [--runs N] [--seed N] [--attacker NAME] [--parallel N]
npm run test:redteam -- --histories N [--seed N]

Lets attackers work against the product and the simulated account in virtual time, each N times (200), from the
finding to ten minutes after the soak, and the plain put-then-get procedure in the same encounters. --seed N begins with
seed N (1); with --runs 1 it repeats one run. --histories plays N random histories instead, and afterwards the account
must hold what its owner left there and our recorded blocks.
Attackers: ${[...new Set(scenarios.map(({ attacker }) => attacker))].join(', ')}
`

/** The arguments, or a sentence about what is wrong with them. */
export function parseOptions(argv: readonly string[]): RedTeamOptions | string {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { runs: text, seed: text, attacker: text, parallel: text, histories: text },
    })
    const from = count(values.seed, 1)
    return {
      scenarios: chosen(values.attacker),
      seeds: { from, to: from + count(values.runs, 200) - 1 },
      parallel: Math.min(count(values.parallel, 2), 16),
      histories: values.histories === undefined ? null : count(values.histories, 1),
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function chosen(name: string | undefined): readonly Scenario[] {
  const found = scenarios.filter(({ attacker }) => name === undefined || attacker === name)
  if (found.length === 0) throw new Error(`There is no attacker "${name}".`)
  return found
}

function count(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`"${text}" is no whole number from 1 on.`)
  return number
}
