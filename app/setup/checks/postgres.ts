import { connectDatabase, StoreUnavailableError } from '../../../integrations/postgres/connect-database.js'
import { type DatabaseFacts, inspectDatabase } from '../../../integrations/postgres/inspect-database.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'
import { silent } from '../silent.js'
import { checkClock } from './clock-skew.js'

const name = 'PostgreSQL'
const LEAST_VERSION = 140_000
const check = 'Check that it runs, DATABASE_URL, the network on the way, and the user and password.'

export interface PostgresSubject {
  readonly url: string
  /** The role of the URL owns the tables and is not the one that the program runs as. */
  readonly isOwner: boolean
  readonly nowMs: () => number
}

/** Whether the database can be the system of record. Changes nothing: `migrate` and `serve` bring the schema up to date. */
export async function checkPostgres(
  { url, isOwner, nowMs }: PostgresSubject,
  signal: AbortSignal,
): Promise<CheckLine[]> {
  const db = connectDatabase({ url, maxConnections: 1, log: silent })
  signal.addEventListener('abort', () => void db.destroy().catch(() => undefined), { once: true })
  try {
    const facts = await inspectDatabase(db)
    return [...linesOf(facts, nowMs()), ...(isOwner ? [] : aboutRole(facts))]
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return [
      red(name, error instanceof StoreUnavailableError ? error.message : `it refuses us: ${error.message}`, check),
    ]
  } finally {
    await db.destroy()
  }
}

function linesOf(facts: DatabaseFacts, nowMs: number): CheckLine[] {
  return [
    aboutServer(facts),
    aboutSchema(facts),
    checkClock('PostgreSQL clock', "PostgreSQL's clock", facts.nowMs - nowMs),
  ]
}

function aboutServer({ version, versionNumber, user, isReplica, isReadOnly }: DatabaseFacts): CheckLine {
  if (isReplica || isReadOnly) {
    return red(name, `${version}: this server takes no writes`, 'Point DATABASE_URL at the primary.')
  }
  if (versionNumber < LEAST_VERSION) return red(name, `${version} is too old`, 'Upgrade to PostgreSQL 14 or later.')
  return green(name, `${version}, as ${user}`)
}

/** With the owner's role a thief of DATABASE_URL can re-make the whole record. */
function aboutRole({ user, mayRewriteRecord }: DatabaseFacts): CheckLine[] {
  const name = 'database role'
  if (mayRewriteRecord === null) return []
  if (!mayRewriteRecord) return [green(name, `${user} can add to the record, and not change it`)]
  const cure =
    'Make a role of its own for DATABASE_URL, and give the owner as DATABASE_MIGRATE_URL to tourniquet migrate: docs/audit.md.'
  return [yellow(name, `${user} may change and delete the record; only an anchor outside would show it`, cure)]
}

function aboutSchema({ schema }: DatabaseFacts): CheckLine {
  if (schema.unknown.length > 0) {
    const cure = 'Install that version of Tourniquet, or restore the backup of before its `tourniquet migrate`.'
    return red('schema', `a newer Tourniquet made it (${schema.unknown.join(', ')})`, cure)
  }
  if (schema.applied.length === 0) return yellow('schema', 'there is none yet', 'tourniquet migrate')
  if (schema.missing.length > 0) {
    return red(
      'schema',
      `it is older than this program: ${schema.missing.join(', ')} missing`,
      'Back up, then run tourniquet migrate.',
    )
  }
  return green('schema', `up to date (${schema.applied.at(-1)})`)
}
