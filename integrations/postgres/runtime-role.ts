import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.js'

/** The record: rows come, and none ever changes or goes. */
const APPEND_ONLY = ['audit', 'system_audit', 'checkpoint', 'checkpoint_head', 'anchored', 'finding', 'document']
const READ_ONLY = ['database_instance', 'kysely_migration', 'kysely_migration_lock']
/** Changes from step to step, and stays. */
const NEVER_DELETED = ['incident']

/** The role that the program runs as is not there. One sentence with what to run. */
export class RuntimeRoleError extends Error {
  override readonly name = 'RuntimeRoleError'
}

/**
 * Gives the role that the program runs as what it needs on every table, and takes away all else: INSERT and SELECT on
 * the record, no TRUNCATE, no trigger, nothing owned. Run by the owner after each migration, so that new tables are
 * reached as well; several processes may ask at once. Throws RuntimeRoleError where there is no such role.
 */
export async function grantRuntimeRole(owner: Kysely<Database>, role: string): Promise<void> {
  await owner.transaction().execute(async (transaction) => {
    await serialise(transaction)
    const { rows } = await sql<{ itself: boolean }>`
      SELECT rolname = current_user AS itself FROM pg_roles WHERE rolname = ${role}`.execute(transaction)
    if (rows[0] === undefined) throw new RuntimeRoleError(missingRole(role))
    if (rows[0].itself) return
    await sql`GRANT USAGE ON SCHEMA ${sql.raw(await schemaOf(transaction))} TO ${sql.id(role)}`.execute(transaction)
    for (const table of await tablesOf(transaction)) await grantOn(transaction, table, role)
  })
}

function missingRole(role: string): string {
  return `There is no database role "${role}", which database.url names. As the owner run: CREATE ROLE ${role} LOGIN PASSWORD '...'; then tourniquet migrate.`
}

async function grantOn(db: Kysely<Database>, table: string, role: string): Promise<void> {
  const rights = rightsOn(table)
  await sql`REVOKE ALL ON TABLE ${sql.table(table)} FROM ${sql.id(role)}, PUBLIC`.execute(db)
  await sql`GRANT ${sql.raw(rights)} ON TABLE ${sql.table(table)} TO ${sql.id(role)}`.execute(db)
}

function rightsOn(table: string): string {
  if (READ_ONLY.includes(table)) return 'SELECT'
  if (APPEND_ONLY.includes(table)) return 'SELECT, INSERT'
  return NEVER_DELETED.includes(table) ? 'SELECT, INSERT, UPDATE' : 'SELECT, INSERT, UPDATE, DELETE'
}

async function tablesOf(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ tablename: string }>`
    SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`.execute(db)
  return rows.map(({ tablename }) => tablename)
}

/** Quoted by the server. */
async function schemaOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT quote_ident(current_schema()) AS name`.execute(db)
  return rows[0]?.name ?? 'public'
}

/** Two GRANTs on one table at once fail with "tuple concurrently updated". */
async function serialise(db: Kysely<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('tourniquet roles', 0))`.execute(db)
}

/**
 * A runtime role on a server that is all ours (the embedded one), made if need be; returns the URL to run with. Its
 * password is derived from the owner's, so that every process of the host finds the same one and none is stored.
 */
export async function ownRuntimeRole(owner: Kysely<Database>, ownerUrl: string, role: string): Promise<string> {
  const url = new URL(ownerUrl)
  const password = createHash('sha256').update(`tourniquet runtime role ${role} ${url.password}`).digest('hex')
  await owner.transaction().execute(async (transaction) => {
    await serialise(transaction)
    const { rows } = await sql`SELECT FROM pg_roles WHERE rolname = ${role}`.execute(transaction)
    const verb = rows.length === 0 ? sql`CREATE` : sql`ALTER`
    await sql`${verb} ROLE ${sql.id(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${sql.lit(password)}`.execute(
      transaction,
    )
  })
  await grantRuntimeRole(owner, role)
  return Object.assign(new URL(ownerUrl), { username: role, password }).href
}
