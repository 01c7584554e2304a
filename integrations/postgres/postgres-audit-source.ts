import { type Kysely, sql } from 'kysely'
import type { AuditSource, ChainPart, StoredCheckpoint, StoredRecord } from '../../src/audit/audit-source.js'
import { checkpointSchema } from '../../src/audit/checkpoint.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

/** Rows of one answer: big enough that the way there does not count, small enough for the memory. */
const PAGE = 2_000
const CHAINS_PAGE = 500

/** The whole record of a realm, read page by page inside of one REPEATABLE READ transaction: all of one moment. */
export function postgresAuditSource(db: Kysely<Database>, realm: string): AuditSource {
  return {
    realm,
    atOneMoment: (look) =>
      onDatabase(() =>
        db
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute((transaction) =>
            look({
              checkpoints: () => checkpoints(transaction, realm),
              chains: (only = null) => chains(transaction, realm, only),
            }),
          ),
      ),
  }
}

async function* checkpoints(db: Kysely<Database>, realm: string): AsyncIterable<StoredCheckpoint> {
  for (let after = 0, full = true; full; ) {
    const rows = await db
      .selectFrom('checkpoint')
      .selectAll()
      .where('realm', '=', realm)
      .where('number', '>', after)
      .orderBy('number')
      .limit(PAGE)
      .execute()
    for (const { number, body, prev_hash: prevHash, hash, signature } of rows) {
      const parsed = checkpointSchema.safeParse({ body, prevHash, hash, signature })
      yield { number, checkpoint: parsed.success ? parsed.data : null }
    }
    after = rows.at(-1)?.number ?? after
    full = rows.length === PAGE
  }
}

async function* chains(db: Kysely<Database>, realm: string, only: string | null): AsyncIterable<ChainPart> {
  for (let after = '', full = true; full; ) {
    const heads = await db
      .selectFrom('incident')
      .select(['id', 'audit_seq', 'audit_hash'])
      .where('realm', '=', realm)
      .where('id', '>', after)
      .$if(only !== null, (query) => query.where('id', '=', only))
      .orderBy('id')
      .limit(CHAINS_PAGE)
      .execute()
    yield* incidentChains(db, heads)
    after = heads.at(-1)?.id ?? after
    full = heads.length === CHAINS_PAGE
  }
  if (only !== null) return
  yield* orphanChains(db)
  yield* systemChain(db, realm)
}

interface Head {
  readonly id: string
  readonly audit_seq: number
  readonly audit_hash: string
}

async function* incidentChains(db: Kysely<Database>, heads: readonly Head[]): AsyncIterable<ChainPart> {
  const records = incidentRecords(db, heads)[Symbol.asyncIterator]()
  let page = await records.next()
  let at = 0
  for (const { id, audit_seq, audit_hash } of heads) {
    const part = { kind: 'incident', id, head: { seq: audit_seq, hash: audit_hash } } as const
    for (;;) {
      const rows = page.done === true ? [] : page.value
      const from = at
      while (rows[at]?.chain === id) at += 1
      const isLast = page.done === true || at < rows.length
      if (at > from || isLast) yield { ...part, records: rows.slice(from, at), last: isLast }
      if (isLast) break
      page = await records.next()
      at = 0
    }
  }
}

let cursors = 0

interface Row extends StoredRecord {
  readonly chain: string
}

/**
 * The next page is on its way while one is being checked. By a cursor: the server goes on where it was, where a query for
 * what comes behind a record would pass over all records of these chains before it.
 */
async function* incidentRecords(
  db: Kysely<Database>,
  heads: readonly Head[],
): AsyncGenerator<readonly Row[], undefined> {
  const ids = heads.map(({ id }) => id)
  if (ids.length === 0) return undefined
  // Whoever stops in the middle leaves it open until the transaction ends; the next one has another name.
  cursors += 1
  const cursor = sql.id(`audit_records_${cursors}`)
  // In the order of the primary key, which nothing has to be sorted for: the planner would rather read the whole table and
  // sort what it read on the disk, which took longer than all the checks. Its choice ends with the transaction.
  await sql`SET LOCAL enable_sort = off`.execute(db)
  await sql`SET LOCAL enable_bitmapscan = off`.execute(db)
  await sql`DECLARE ${cursor} NO SCROLL CURSOR FOR
    SELECT concat(incident_id, E'\\n', seq, E'\\n', prev_hash, E'\\n', hash, E'\\n', body::text) AS text FROM audit
    WHERE incident_id BETWEEN ${ids[0]} AND ${ids.at(-1)} AND incident_id = ANY(${ids})
    ORDER BY incident_id, seq`.execute(db)
  const nextPage = async () =>
    (await sql<{ text: string }>`FETCH ${sql.lit(PAGE)} FROM ${cursor}`.execute(db)).rows.map(rowOf)
  for (let coming: Promise<Row[]> | null = nextPage(); coming !== null; ) {
    const rows: Row[] = await coming
    coming = rows.length < PAGE ? null : nextPage()
    // Whoever stops in the middle does not wait for it; whoever goes on gets its error above.
    coming?.catch(() => undefined)
    if (rows.length > 0) yield rows
  }
  await sql`CLOSE ${cursor}`.execute(db)
  return undefined
}

/**
 * Of one text: five columns a row took a third longer altogether. A text with a line more than it should have is cut at the
 * wrong places, and then found as a record that is not the one that was written.
 */
function rowOf({ text }: { readonly text: string }): Row {
  const parts: string[] = []
  let from = 0
  for (let to = text.indexOf('\n'); parts.length < 4 && to !== -1; to = text.indexOf('\n', from)) {
    parts.push(text.slice(from, to))
    from = to + 1
  }
  const [chain = '', seq = '', prevHash = '', hash = ''] = parts
  return { chain, seq: Number(seq), prevHash, hash, body: text.slice(from) }
}

/** Records without an incident, which the schema does not allow: whoever turned its rules off left them. Of no realm. */
async function* orphanChains(db: Kysely<Database>): AsyncIterable<ChainPart> {
  const { rows } = await sql<{ incident_id: string }>`
    SELECT DISTINCT incident_id FROM audit
    WHERE NOT EXISTS (SELECT FROM incident WHERE incident.id = audit.incident_id) LIMIT 100`.execute(db)
  for (const { incident_id: id } of rows) yield { kind: 'incident', id, head: null, records: [], last: true }
}

async function* systemChain(db: Kysely<Database>, realm: string): AsyncIterable<ChainPart> {
  for (let after = 0, full = true; full; ) {
    const { rows } = await sql<StoredRecord>`
      SELECT seq, body::text, prev_hash AS "prevHash", hash FROM system_audit
      WHERE realm = ${realm} AND seq > ${after} ORDER BY seq LIMIT ${PAGE}`.execute(db)
    full = rows.length === PAGE
    after = rows.at(-1)?.seq ?? after
    // A realm without a system chain has none that could be checked.
    if (after > 0) yield { kind: 'system', id: realm, head: null, records: rows, last: !full }
  }
}
