import { errorCode } from '../integrations/postgres/embedded/caught-error.js'

/** The database cannot be used as it is configured: where it is, why, and the cure. Its URL is not told: it holds a password. */
export class DatabaseRefusedError extends Error {
  override readonly name = 'DatabaseRefusedError'
}

const CORRECT = 'correct DATABASE_URL (database.url); `tourniquet doctor` says more'

/** What a failure to connect means for whoever starts the program; any other error comes back as it is. */
export function databaseRefusal(cause: Error, url: string): Error {
  const why = reasonOf(cause)
  if (why === null) return cause
  const where = URL.canParse(url) ? ` at ${new URL(url).host}` : ''
  return new DatabaseRefusedError(`PostgreSQL${where} ${why}`, { cause })
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; null: it is no matter of connecting. */
function reasonOf(cause: Error): string | null {
  const code = errorCode(cause)
  if (code.startsWith('28')) return `does not take the user or the password (${code}): ${CORRECT}.`
  if (code === '3D000') return `has no database of that name (${code}): create it, or ${CORRECT}.`
  if (code === '57P03') return `does not take connections yet (${code}): start again in a moment.`
  const isAway = /^(E[A-Z_]+|08\w{3})$/.test(code) || /timeout|Connection terminated/i.test(cause.message)
  if (!isAway) return null
  const words = cause.message === '' ? code : cause.message
  return `does not answer (${words}): start it, or ${CORRECT}. With no URL at all the embedded PostgreSQL is used.`
}
