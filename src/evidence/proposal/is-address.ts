/** A service that calls on somebody's behalf has its name where the address stands: everybody shares it. */
export function isAddress(text: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$|:/.test(text)
}
