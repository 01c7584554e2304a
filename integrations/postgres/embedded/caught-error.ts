import { isNativeError } from 'node:util/types'

/** What was caught, as an Error. Not `instanceof`: that misses errors of Node's own where code runs in another context. */
export function caughtError(caught: unknown): Error {
  return isNativeError(caught) ? caught : new Error(String(caught))
}

/** The system's or PostgreSQL's code of an error, such as `ENOSPC` or `28P01`; '' if it has none. */
export function errorCode(caught: unknown): string {
  const hasCode = typeof caught === 'object' && caught !== null && 'code' in caught && typeof caught.code === 'string'
  return hasCode ? String(caught.code) : ''
}
