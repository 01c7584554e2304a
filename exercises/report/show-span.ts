import { describeDuration } from '../../src/report/words.js'

/** A duration as it is aimed at and compared: `4 min 12 s`; a whole number of minutes has no seconds: `15 min`. */
export function showSpan(durationMs: number): string {
  return describeDuration(durationMs).replace(/ 0 (?:s|min|h)$/, '')
}
