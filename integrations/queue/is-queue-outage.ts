import { isNativeError } from 'node:util/types'

/** PostgreSQL's classes: connection, transaction rollback, resources, operator intervention, system; and read-only. */
const POSTGRES_OUTAGE = /^(08|40|53|57|58)[0-9A-Z]{3}$|^25006$/

/** Node's system errors that a network or a name server raises. */
const NETWORK_OUTAGE = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|EADDR)/

/** Redis refusing every write for now: full, replica, loading, failing over, disk full, cut off. */
const REDIS_OUTAGE = /^(OOM|READONLY|LOADING|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|MISCONF|BUSY|TRYAGAIN) /

/** What the drivers say in words alone: ioredis, pg, pg-pool. */
const DRIVER_OUTAGE =
  /Connection is closed|isn't writeable|Command timed out|Connection terminated|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable|timeout expired|ECONNREFUSED|ECONNRESET/

/** Whether an error of ioredis or pg means that the server is away or cannot serve now, rather than a mistake of ours. */
export function isQueueOutage(error: unknown): error is Error {
  // Not `instanceof`: that misses Node's own errors where code runs in another context.
  if (!isNativeError(error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (POSTGRES_OUTAGE.test(code) || NETWORK_OUTAGE.test(code)) return true
  // One error for each address of a name.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isQueueOutage)
  return REDIS_OUTAGE.test(error.message) || DRIVER_OUTAGE.test(error.message)
}
