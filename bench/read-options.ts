import { parseArgs } from 'node:util'
import { isNativeError } from 'node:util/types'

export interface BenchOptions {
  readonly json: boolean
  readonly rounds: number
  /** Only the evidence, without the servers that the rest needs. */
  readonly evidenceOnly: boolean
  /** The evidence, with ten times the input as well. */
  readonly isTenfold: boolean
}

export type ReadBenchOptions =
  | { readonly kind: 'run'; readonly options: BenchOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string }

const usage = `Usage: npm run bench [-- OPTIONS]
What Tourniquet costs, as ratios against peers of the same run.

  --rounds N       so many rounds of each measurement (default: 7)
  --evidence       only the evidence: needs neither PostgreSQL nor Redis
  --evidence-x10   the evidence, with ten times the input as well
  --json           print one JSON document: name, ratio, goal, met, ours, peer and unit of each measurement
  --help           print this
`

/** What the command line asks for; nothing is started before it is understood. */
export function readBenchOptions(args: readonly string[]): ReadBenchOptions {
  const parsed = parsedArgs(args)
  if (typeof parsed === 'string') return { kind: 'wrong', text: `bench: ${parsed}\n\n${usage}` }
  if (parsed.help) return { kind: 'help', text: usage }
  const rounds = Number(parsed.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) {
    return { kind: 'wrong', text: `bench: --rounds is a whole number, 1 or more.\n\n${usage}` }
  }
  const isTenfold = parsed['evidence-x10']
  const options = { json: parsed.json, rounds, evidenceOnly: parsed.evidence || isTenfold, isTenfold }
  return { kind: 'run', options }
}

function parsedArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '7' },
        evidence: { type: 'boolean', default: false },
        'evidence-x10': { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    // Node's own sentence names the option.
    if (isNativeError(error)) return error.message
    throw error
  }
}
