import fc from 'fast-check'
import { playHistory } from './play-history.js'
import { randomHistories } from './random-histories.js'

/** Plays so many random histories. null: all ended well; else the smallest that did not, its seed, and what was wrong. */
export async function checkHistories(runs: number, seed: number, tell: () => void = () => {}): Promise<string | null> {
  const property = fc.asyncProperty(randomHistories, async (history) => {
    const wrong = await playHistory(history)
    tell()
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
  const details = await fc.check(property, { numRuns: runs, seed })
  if (!details.failed) return null
  return [fc.defaultReportMessage(details), String(details.errorInstance)].join('\n')
}
