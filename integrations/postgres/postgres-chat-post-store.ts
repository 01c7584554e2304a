import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { cleanText } from '../../src/domain/clean-text.js'
import {
  type ChatPost,
  type ChatPostStore,
  type HandBack,
  SHOWN_WHEN_CLOSED_WITHIN_MS,
  urgentStates,
} from '../../src/incidents/chat-posts.js'
import { onDatabase } from './connect-database.js'
import type { Database } from './database.js'

const claimedSchema = z.array(
  z.object({
    incidentId: z.string(),
    seq: z.number(),
    shownSeq: z.number(),
    failures: z.number(),
    isLook: z.boolean(),
  }),
)

/** What a chat shows of one realm. The rules of a claim are in migration 0010; leases are PostgreSQL's time. */
export function postgresChatPostStore(db: Kysely<Database>, realm: string): ChatPostStore {
  return {
    ...posts(db, realm),
    ...views(db, realm),
    claimStale: (holder, limit, leaseMs) =>
      onDatabase(async () => {
        const { rows } = await sql<{ claimed: unknown }>`
          SELECT claim_chat_views(${realm}, ${holder}, ${limit}, ${leaseMs}, ${[...urgentStates]}::text[]) AS claimed`.execute(
          db,
        )
        return claimedSchema.parse(rows[0]?.claimed)
      }),
    markOpenStale: () => onDatabase(() => markOpenStale(db, realm)),
    backlog: () => onDatabase(() => backlog(db, realm)),
  }
}

function posts(db: Kysely<Database>, realm: string) {
  return {
    readPosts: (incidentId: string): Promise<ChatPost[]> =>
      onDatabase(async () => {
        const rows = await db
          .selectFrom('chat_posts')
          .selectAll()
          .where((where) => where.and({ realm, incident_id: incidentId }))
          .orderBy('slot')
          .execute()
        return rows.map((row) => ({
          incidentId: row.incident_id,
          slot: row.slot,
          channel: row.channel,
          messageId: row.message_id,
          threadId: row.thread_id,
          digest: row.digest,
        }))
      }),
    keepPost: (holder: string, post: ChatPost) =>
      onDatabase(async () => {
        const { incidentId, slot, channel, messageId, threadId, digest } = post
        // FOR SHARE: a claim by somebody else, which is an update of that row, comes before or after, never between.
        const { numAffectedRows } = await sql`
          WITH held AS (SELECT incident_id FROM chat_views WHERE ${heldBy(realm, holder, incidentId)} FOR SHARE)
          INSERT INTO chat_posts (realm, incident_id, slot, channel, message_id, thread_id, digest)
          SELECT ${realm}, incident_id, ${slot}, ${channel}, ${messageId}, ${threadId}, ${digest} FROM held
          ON CONFLICT (realm, incident_id, slot) DO UPDATE SET channel = excluded.channel,
            message_id = excluded.message_id, thread_id = excluded.thread_id, digest = excluded.digest,
            posted_at = clock_timestamp()`.execute(db)
        return (numAffectedRows ?? 0n) > 0n
      }),
    findByMessage: (channel: string, messageId: string) =>
      onDatabase(async () => {
        const row = await db
          .selectFrom('chat_posts')
          .select('incident_id')
          .where((where) => where.and({ realm, channel, message_id: messageId }))
          .executeTakeFirst()
        return row?.incident_id ?? null
      }),
  }
}

function views(db: Kysely<Database>, realm: string) {
  return {
    shown: (holder: string, incidentId: string, seq: number) =>
      onDatabase(async () => {
        await sql`
          UPDATE chat_views SET shown_seq = greatest(shown_seq, ${seq}::integer), holder = NULL, lease_until = NULL,
            failures = 0, retry_at = NULL, problem = NULL, behind_since = NULL, updated_at = clock_timestamp(),
            dirty_at = CASE WHEN dirty_at > claimed_at THEN dirty_at END,
            closed_seq = greatest(closed_seq, (SELECT audit_seq FROM incident WHERE id = incident_id AND NOT open))
          WHERE ${heldBy(realm, holder, incidentId)}`.execute(db)
      }),
    handBack: (holder: string, incidentId: string, { urgentSeq, inMs }: HandBack) =>
      onDatabase(async () => {
        await sql`
          UPDATE chat_views SET urgent_seq = greatest(urgent_seq, ${urgentSeq}::integer), holder = NULL, lease_until = NULL,
            retry_at = ${fromNow(inMs)}, updated_at = clock_timestamp()
          WHERE ${heldBy(realm, holder, incidentId)}`.execute(db)
      }),
    failed: (holder: string, incidentId: string, retryInMs: number, problem: string) =>
      onDatabase(async () => {
        await sql`
          UPDATE chat_views SET failures = failures + 1, holder = NULL, lease_until = NULL,
            retry_at = ${fromNow(retryInMs)}, problem = ${cleanText(problem).slice(0, 2_000)},
            updated_at = clock_timestamp()
          WHERE ${heldBy(realm, holder, incidentId)}`.execute(db)
      }),
  }
}

/** The fence: a lease that is over is nobody's, also where nobody else has claimed yet. */
function heldBy(realm: string, holder: string, incidentId: string) {
  return sql`realm = ${realm} AND incident_id = ${incidentId} AND holder = ${holder} AND lease_until > clock_timestamp()`
}

function fromNow(ms: number) {
  return sql`clock_timestamp() + make_interval(secs => ${ms}::double precision / 1000)`
}

async function markOpenStale(db: Kysely<Database>, realm: string): Promise<void> {
  const recentMs = SHOWN_WHEN_CLOSED_WITHIN_MS
  // Reads every incident of the realm, once a start: what happened while nobody looked is in no index.
  await sql`
    INSERT INTO chat_views (realm, incident_id, closed_seq)
    SELECT realm, id, CASE WHEN open THEN NULL ELSE audit_seq END FROM incident
    WHERE realm = ${realm}
      AND (open OR updated_at > clock_timestamp() - make_interval(secs => ${recentMs}::double precision / 1000))
    ON CONFLICT DO NOTHING`.execute(db)
  await sql`
    UPDATE chat_views AS v SET dirty_at = CASE WHEN i.open THEN clock_timestamp() ELSE v.dirty_at END,
      retry_at = NULL, closed_seq = CASE WHEN i.open THEN NULL ELSE greatest(v.closed_seq, i.audit_seq) END
    FROM incident AS i
    WHERE i.id = v.incident_id AND v.realm = ${realm} AND (i.open OR i.audit_seq > v.shown_seq)`.execute(db)
}

async function backlog(db: Kysely<Database>, realm: string) {
  const { rows } = await sql<{ incidents: number; oldest: number | null }>`
    SELECT count(*)::integer AS incidents,
      (extract(epoch FROM clock_timestamp() - min(least(v.behind_since, i.updated_at))) * 1000)::double precision AS oldest
    FROM chat_views AS v JOIN incident AS i ON i.id = v.incident_id
    WHERE v.realm = ${realm} AND v.may_be_behind AND i.audit_seq > v.shown_seq`.execute(db)
  const [row] = rows
  return { incidents: row?.incidents ?? 0, oldestMs: row?.oldest ?? null }
}
