import { parseArgs } from 'node:util'
import { endAllProducts } from '../chaos/product-process.js'
import { playOutage } from './play-outage.js'

const USAGE = 'npm run test:outage -- [--seconds 2,12,60]   needs redis-server\n'
const GOAL_MS = 2_000

/** Redis goes away under running processes and comes back: how long until work goes on? */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '2,12,60' } } })
  const outages = values.seconds.split(',').map(Number)
  if (outages.some((seconds) => !(seconds > 0))) {
    process.stderr.write(USAGE)
    return 2
  }
  const results = []
  for (const seconds of outages) {
    const result = await playOutage(seconds * 1_000)
    results.push(result)
    const { resumedMs, takenMeanwhile, readyMs } = result
    process.stdout.write(
      `away for ${seconds} s: ${takenMeanwhile} findings taken meanwhile; the first work ${Math.round(resumedMs)} ms after its return, ready again after ${Math.round(readyMs)} ms\n`,
    )
  }
  endAllProducts()
  return results.every(({ resumedMs }) => resumedMs <= GOAL_MS) ? 0 : 1
}

process.exitCode = await main()
