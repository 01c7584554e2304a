import { InvalidArgumentError } from 'commander'

/** A time as people type it, as ISO 8601 in UTC. */
export function isoTime(text: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Give a time as 2026-03-01 or 2026-03-01T10:00:00Z.')
  return new Date(ms).toISOString()
}
