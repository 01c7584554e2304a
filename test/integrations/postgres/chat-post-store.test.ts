import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { postgresChatPostStore } from '../../../integrations/postgres/postgres-chat-post-store.js'
import { testChatPostStore } from '../../support/chat-post-store-contract.js'
import { aStep, engineOn, freshRealm, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()

describe('a chat’s view on PostgreSQL', () => {
  testChatPostStore(() => {
    const { store, realm } = engineOn(db)
    const stepped = async (id: string, changes: { readonly state?: string; readonly open?: boolean } = {}) => {
      const incident = await store.readIncident(id)
      if (incident === null) throw new Error(`There is no incident ${id}.`)
      const result = await store.recordStep(aStep({ ...incident, ...changes }))
      expect(result.status).toBe('recorded')
    }
    return {
      posts: postgresChatPostStore(db, realm),
      open: async (state = 'contained') => {
        const { id } = await opened({ store, realm })
        await sql`UPDATE incident SET state = ${state} WHERE id = ${id}`.execute(db)
        return id
      },
      move: stepped,
      passTime: (ms) => pause(ms),
      age: async (id) => {
        await sql`UPDATE incident SET opened_at = opened_at - interval '2 hours', updated_at = updated_at - interval '2 hours'
          WHERE id = ${id}`.execute(db)
      },
    }
  })
})

describe('views of two realms', () => {
  it('know nothing of each other', async () => {
    const [here, there] = [engineOn(db), engineOn(db)]
    const { id } = await opened(here)
    const other = postgresChatPostStore(db, there.realm)
    expect(await other.claimStale('a', 9, 1_000)).toEqual([])
    const own = postgresChatPostStore(db, here.realm)
    expect(await own.claimStale('a', 9, 1_000)).toHaveLength(1)
    const post = { incidentId: id, slot: 's', channel: 'C', messageId: 'm', threadId: null, digest: 'd' }
    expect(await other.keepPost('a', post)).toBe(false)
    expect(await own.keepPost('a', post)).toBe(true)
    expect(await other.readPosts(id)).toEqual([])
    expect(await other.findByMessage('C', 'm')).toBeNull()
  })
})

describe('a view beside 100,000 incidents that are over', () => {
  it('is looked at by index alone, and shows none of them when it is first switched on', async () => {
    const realm = freshRealm()
    await sql`INSERT INTO incident (id, realm, playbook, version, principal_key, state, open, revision, snapshot, audit_seq,
        audit_hash, opened_at, updated_at)
      SELECT ${realm} || n, ${realm}, 'p', '1', 'k' || n, 'closed', false, 1, '{}', 3, 'h',
        clock_timestamp() - interval '2 days', clock_timestamp() - interval '1 day'
      FROM generate_series(1, 100000) AS n`.execute(db)
    const posts = postgresChatPostStore(db, realm)
    await posts.markOpenStale()
    expect(await posts.claimStale('a', 100, 1_000)).toEqual([])
    expect(await posts.backlog()).toEqual({ incidents: 0, oldestMs: null })

    await sql`INSERT INTO chat_views (realm, incident_id, shown_seq, closed_seq)
      SELECT realm, id, 3, 3 FROM incident WHERE realm = ${realm}`.execute(db)
    await sql`ANALYZE incident`.execute(db)
    await sql`ANALYZE chat_views`.execute(db)
    const lookMs = await medianMs(async () => expect(await posts.claimStale('a', 100, 1_000)).toEqual([]))
    const scanMs = await medianMs(() =>
      sql`SELECT count(*) FROM incident JOIN chat_views ON incident_id = id WHERE audit_seq > shown_seq`.execute(db),
    )
    expect(lookMs).toBeLessThan(scanMs / 4)

    const { id } = await opened({ ...engineOn(db, realm) })
    expect(await posts.claimStale('a', 100, 1_000)).toMatchObject([{ incidentId: id }])
  })
})

async function medianMs(ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < 11; n += 1) {
    const startedAt = performance.now()
    await ask()
    took.push(performance.now() - startedAt)
  }
  return took.sort((a, b) => a - b)[5] ?? 0
}
