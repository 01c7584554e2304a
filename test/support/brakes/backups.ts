import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { migrate } from '../../../integrations/postgres/migrate.js'
import { silentLog } from '../store.js'

const run = promisify(execFile)

/** The folder of the embedded server that a configuration with this dataDir uses. */
const clusterIn = (dataDir: string) => join(dataDir, 'database', 'postgres')

/** Copies the files of a cluster that is stopped, owners and times included, as docs/operations.md has it done. */
export async function backUpFiles(dataDir: string): Promise<{ restore(): Promise<void> }> {
  const cluster = clusterIn(dataDir)
  const copy = join(dataDir, 'backup of the database')
  await run('cp', ['-a', cluster, copy])
  return {
    restore: async () => {
      await rm(cluster, { recursive: true })
      await run('cp', ['-a', copy, cluster])
    },
  }
}

/** Copies the whole dataDir while nothing runs: the database, its anchors and the key that signed them. */
export async function backUpAll(dataDir: string): Promise<{ restore(): Promise<void>; discard(): Promise<void> }> {
  const copy = await mkdtemp(`${dataDir}-backup-`)
  await run('cp', ['-a', `${dataDir}/.`, copy])
  return {
    restore: async () => {
      await rm(dataDir, { recursive: true })
      await run('cp', ['-a', copy, dataDir])
    },
    discard: () => rm(copy, { recursive: true, force: true }),
  }
}

/**
 * A dump without its tool: the schema as this version makes it, and every row of every table as text. `into` is another
 * database, empty. Whoever asks must be superuser there, as whoever restores a dump is.
 */
export async function copyRows(from: string): Promise<{ restoreInto(to: string): Promise<void> }> {
  const tables = await onServer(from, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    )
    return Promise.all(rows.map(async ({ name }) => ({ name, rows: await rowsOf(client, name) })))
  })
  return {
    restoreInto: async (to) => {
      await makeSchema(to)
      await onServer(to, async (client) => {
        // No trigger and no foreign key: as pg_restore does it with --disable-triggers.
        await client.query('BEGIN; SET LOCAL session_replication_role = replica')
        await client.query(`TRUNCATE ${tables.map(({ name }) => name).join()}`)
        for (const { name, rows } of tables) {
          const columns = await storedColumns(client, name)
          const all = `SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1)`
          await client.query(`INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE ${all}`, [rows])
        }
        await client.query('COMMIT')
        for (const statement of await lastNumbers(client)) await client.query(statement)
      })
    },
  }
}

/** All but those that the server computes from the others, which a dump leaves out. */
async function storedColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}

/** As one JSON text: nothing of it goes through JavaScript's numbers and dates. */
async function rowsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ all: string }>(
    `SELECT coalesce(json_agg(each), '[]')::text AS all FROM ${table} AS each`,
  )
  return rows[0]?.all ?? '[]'
}

async function makeSchema(url: string): Promise<void> {
  const db = connectDatabase({ url, log: silentLog, maxConnections: 1 })
  await migrate(db).finally(() => db.destroy())
}

/** What a dump says of identity columns: the next row gets the next number. */
async function lastNumbers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(`
    SELECT format('SELECT setval(%L, coalesce((SELECT max(%I) FROM %I), 1))',
      pg_get_serial_sequence(quote_ident(table_name), column_name), column_name, table_name) AS statement
    FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'`)
  return rows.map(({ statement }) => statement)
}

/** Why PostgreSQL's own tools cannot be used: they are not there, or older than the server. null: they can. */
export async function whyNoPgDump(from: string): Promise<string | null> {
  const found = await run('pg_dump', ['--version']).catch(() => null)
  if (found === null) return 'there is no pg_dump'
  const [tool, server] = [Number(/\d+/.exec(found.stdout)?.[0]), await serverVersion(from)]
  return tool < server ? `pg_dump ${tool} does not dump PostgreSQL ${server}` : null
}

/** A dump by PostgreSQL's own tools. */
export async function pgDump(from: string): Promise<{ restoreInto(to: string): Promise<void> }> {
  const { stdout } = await run('pg_dump', ['--no-owner', from], { maxBuffer: 100 * 1024 * 1024 })
  return {
    restoreInto: async (to) => {
      const restoring = run('psql', ['-v', 'ON_ERROR_STOP=1', '-q', '-X', '-f', '-', to])
      restoring.child.stdin?.end(stdout)
      await restoring
    },
  }
}

async function serverVersion(url: string): Promise<number> {
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::integer / 10000 AS version`,
    )
    return rows[0]?.version ?? 0
  })
}

async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
