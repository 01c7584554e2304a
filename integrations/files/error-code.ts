import { isNativeError } from 'node:util/types'

/** The code of a failed call of the file system, `ENOENT` say; null where it is no such error. */
export function errorCode(error: unknown): string | null {
  // Not `instanceof`: that misses Node's own errors where code runs in another context.
  return isNativeError(error) && 'code' in error ? String(error.code) : null
}
