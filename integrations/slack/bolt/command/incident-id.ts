/** `inc_` and 20 characters of [0-9a-z]. */
export function isIncidentId(text: string): boolean {
  return /^inc_[0-9a-z]{20}$/.test(text)
}
