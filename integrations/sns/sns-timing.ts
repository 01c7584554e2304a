/** Clocks of two machines agree within this. */
const SKEW_MS = 5 * 60_000

export function isTooOld(timestamp: string, nowMs: number, maxAgeMs: number): boolean {
  return nowMs - Date.parse(timestamp) > maxAgeMs
}

/** What was signed ahead of time could be kept, and sent when it suits. */
export function isTooYoung(timestamp: string, nowMs: number): boolean {
  return Date.parse(timestamp) - nowMs > SKEW_MS
}
