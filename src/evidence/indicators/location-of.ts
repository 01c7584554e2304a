import type { Place } from './indicator-input.js'

/** `Amsterdam, NL`, or the country alone. */
export function locationOf({ city, country }: Place): string {
  return city === null ? country : `${city}, ${country}`
}
