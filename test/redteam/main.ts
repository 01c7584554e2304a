import { checkHistories } from '../histories/check-histories.js'
import { parseOptions, type RedTeamOptions, USAGE } from './options.js'
import type { RunResult } from './run-pair.js'
import { runShards } from './run-shards.js'
import { renderTable } from './table.js'

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${USAGE}`)
    return 2
  }
  const startedAtMs = performance.now()
  const exitCode = options.histories === null ? await attack(options) : await replay(options.histories, options)
  process.stderr.write(`${Math.round((performance.now() - startedAtMs) / 1000)} s\n`)
  return exitCode
}

/** Random histories instead of attackers: the smallest that ends wrong is printed with its seed. */
async function replay(histories: number, { seeds }: RedTeamOptions): Promise<number> {
  let ran = 0
  const wrong = await checkHistories(histories, seeds.from, () => {
    ran += 1
    if (ran % 25 === 0) process.stderr.write(`${ran}/${histories}\n`)
  })
  process.stdout.write(`${wrong ?? `${ran} histories from seed ${seeds.from}: all ended as recorded`}\n`)
  return wrong === null ? 0 : 1
}

async function attack(options: RedTeamOptions): Promise<number> {
  let ran = 0
  const all = options.scenarios.length * (options.seeds.to - options.seeds.from + 1)
  const results = await runShards(options, (result) => {
    ran += 1
    tell(result, `${ran}/${all}`)
  })
  process.stdout.write(renderTable(results))
  return results.some(({ violations }) => violations.length > 0) ? 1 : 0
}

function tell({ scenario, seed, ours, violations }: RunResult, progress: string): void {
  const how = violations.length > 0 ? `VIOLATION: ${violations.join('; ')}` : (ours?.afterSoak ?? '')
  const told = ours?.toldAfterMs == null ? '' : `, way back told after ${ours.toldAfterMs} ms`
  process.stderr.write(`${progress} ${scenario}, seed ${seed}: ${how}${told}\n`)
}

process.exitCode = await main()
