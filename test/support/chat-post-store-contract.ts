import type { ChatPost, ChatPostStore } from '../../src/incidents/chat-posts.js'

/** A view with the incidents that it is of. */
export interface ChatPostsUnderTest {
  readonly posts: ChatPostStore
  /** Opens an incident, in a state that is not urgent unless it is said. */
  open(state?: string): Promise<string>
  /** One more record. */
  move(id: string, changes?: { readonly state?: string; readonly open?: boolean }): Promise<void>
  passTime(ms: number): Promise<void>
  /** What happened to the incident so far happened two hours earlier. */
  age(id: string): Promise<void>
}

type Begin = () => ChatPostsUnderTest

const LONG_MS = 60_000
const SHORT_MS = 40

export function aPost(incidentId: string, changes: Partial<ChatPost> = {}): ChatPost {
  return {
    incidentId,
    slot: 'headline',
    channel: 'C0SEC',
    messageId: `1700000000.${incidentId}`,
    threadId: null,
    digest: 'sha256:1',
    ...changes,
  }
}

/** What every store of a chat's view keeps, in memory and on PostgreSQL. */
export function testChatPostStore(begin: Begin): void {
  describe('a claim', () => testClaims(begin))
  describe('a claim that is given back', () => testGivingBack(begin))
  describe('the order of claims', () => testOrder(begin))
  describe('the fence', () => testFence(begin))
  describe('what is over', () => testClosed(begin))
  describe('the messages', () => testMessages(begin))
}

const ids = (views: readonly { readonly incidentId: string }[]) => views.map(({ incidentId }) => incidentId)

function testClaims(begin: Begin): void {
  it('is of an incident that was never shown, with the number of its record', async () => {
    const { posts, open, move } = begin()
    const id = await open()
    await move(id)
    expect(await posts.claimStale('a', 5, LONG_MS)).toEqual([
      { incidentId: id, seq: 2, shownSeq: 0, failures: 0, isLook: false },
    ])
  })

  it('is held: nobody else gets it, until it is over', async () => {
    const { posts, open, passTime } = begin()
    await open()
    expect(await posts.claimStale('a', 5, LONG_MS)).toHaveLength(1)
    expect(await posts.claimStale('b', 5, LONG_MS)).toEqual([])
    const id = await open()
    await posts.claimStale('a', 5, SHORT_MS)
    await passTime(SHORT_MS + 10)
    expect(ids(await posts.claimStale('b', 5, LONG_MS))).toEqual([id])
  })

  it('is not to be had of what is shown, until the record moves', async () => {
    const { posts, open, move } = begin()
    const id = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await posts.shown('a', id, 1)
    expect(await posts.claimStale('a', 5, LONG_MS)).toEqual([])
    await move(id)
    expect(await posts.claimStale('a', 5, LONG_MS)).toMatchObject([{ seq: 2, shownSeq: 1 }])
  })

  it('is to be had again where the record moved while it was shown', async () => {
    const { posts, open, move } = begin()
    const id = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await move(id)
    await posts.shown('a', id, 1)
    expect(await posts.claimStale('b', 5, LONG_MS)).toMatchObject([{ incidentId: id, seq: 2, shownSeq: 1 }])
  })

  it('goes to one of many who ask at once', async () => {
    const { posts, open } = begin()
    const opened = [await open(), await open(), await open()]
    const claims = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((who) => posts.claimStale(who, 1, LONG_MS)))
    const got = claims.flat()
    expect(new Set(ids(got)).size).toBe(got.length)
    const rest = await posts.claimStale('g', 5, LONG_MS)
    expect(ids([...got, ...rest]).sort()).toEqual(opened.sort())
  })
}

function testGivingBack(begin: Begin): void {
  it('waits after a failure, counts it, and forgets it once it went well', async () => {
    const { posts, open, move, passTime } = begin()
    const id = await open()
    const waits = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await posts.failed('a', waits, LONG_MS, 'a card \u0000 that cannot be drawn')
    expect(await posts.claimStale('a', 5, LONG_MS)).toEqual([])
    await posts.failed('a', id, SHORT_MS, 'again')
    await passTime(SHORT_MS + 10)
    expect(await posts.claimStale('a', 5, LONG_MS)).toMatchObject([{ failures: 1 }])
    await posts.shown('a', id, 1)
    await move(id)
    expect(await posts.claimStale('a', 5, LONG_MS)).toMatchObject([{ failures: 0 }])
  })

  it('does not wait for the end of a failure’s wait where the record moves: it is another card then', async () => {
    const { posts, open, move } = begin()
    const id = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await posts.failed('a', id, LONG_MS, 'cannot be drawn')
    await move(id)
    expect(await posts.claimStale('a', 5, LONG_MS)).toMatchObject([{ incidentId: id, seq: 2, failures: 1 }])
    await posts.failed('a', id, LONG_MS, 'cannot be drawn')
    expect(await posts.claimStale('a', 5, LONG_MS)).toEqual([])
  })

  it('is to be had at once where it is handed back, or when it was said, which is no failure', async () => {
    const { posts, open, passTime } = begin()
    const id = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await posts.handBack('a', id, { urgentSeq: null, inMs: 0 })
    expect(ids(await posts.claimStale('b', 5, LONG_MS))).toEqual([id])
    await posts.handBack('b', id, { urgentSeq: null, inMs: LONG_MS })
    expect(await posts.claimStale('b', 5, LONG_MS)).toEqual([])
    const soon = await open()
    await posts.claimStale('b', 5, LONG_MS)
    await posts.handBack('b', soon, { urgentSeq: null, inMs: SHORT_MS })
    await passTime(SHORT_MS + 10)
    expect(await posts.claimStale('b', 5, LONG_MS)).toMatchObject([{ incidentId: soon, failures: 0 }])
  })
}

function testOrder(begin: Begin): void {
  it('is: urgent, open, oldest change; those that are only looked at come after', async () => {
    const { posts, open, move } = begin()
    const looked = await open()
    await posts.claimStale('a', 5, LONG_MS)
    await posts.shown('a', looked, 1)
    await posts.markOpenStale()
    const closed = await open()
    await move(closed, { open: false })
    const [older, newer, asks] = [await open(), await open(), await open('awaitingApproval')]
    await move(older)
    expect(ids(await posts.claimStale('a', 9, LONG_MS))).toEqual([asks, newer, older, closed, looked])
  })

  it('puts what has nothing urgent left behind what has', async () => {
    const { posts, open, move } = begin()
    const [one, other] = [await open('awaitingApproval'), await open('tampered')]
    expect(ids(await posts.claimStale('a', 1, LONG_MS))).toEqual([one])
    await posts.handBack('a', one, { urgentSeq: 1, inMs: 0 })
    expect(ids(await posts.claimStale('a', 1, LONG_MS))).toEqual([other])
    await posts.shown('a', other, 1)
    await move(one)
    await move(other, { state: 'contained' })
    expect(ids(await posts.claimStale('a', 2, LONG_MS))).toEqual([one, other])
  })
}

function testFence(begin: Begin): void {
  it('lets whoever lost the lease change nothing', async () => {
    const { posts, open, passTime } = begin()
    const id = await open()
    await posts.claimStale('a', 1, SHORT_MS)
    await passTime(SHORT_MS + 10)
    expect(await posts.claimStale('b', 1, LONG_MS)).toHaveLength(1)
    expect(await posts.keepPost('a', aPost(id))).toBe(false)
    await posts.shown('a', id, 1)
    await posts.failed('a', id, 0, 'late')
    await posts.handBack('a', id, { urgentSeq: 1, inMs: 0 })
    expect(await posts.claimStale('c', 1, LONG_MS)).toEqual([])
    expect(await posts.readPosts(id)).toEqual([])
    expect(await posts.keepPost('b', aPost(id))).toBe(true)
  })

  it('holds also where nobody else has claimed yet, and against those who never claimed', async () => {
    const { posts, open, passTime } = begin()
    const id = await open()
    expect(await posts.keepPost('a', aPost(id))).toBe(false)
    await posts.claimStale('a', 1, SHORT_MS)
    await passTime(SHORT_MS + 10)
    expect(await posts.keepPost('a', aPost(id))).toBe(false)
    await posts.shown('a', id, 1)
    expect(await posts.claimStale('b', 1, LONG_MS)).toHaveLength(1)
  })
}

function testClosed(begin: Begin): void {
  it('is shown where it was closed within the last hour, and never where that is longer ago', async () => {
    const { posts, open, move, age } = begin()
    const [old, recent] = [await open(), await open()]
    await move(old, { open: false })
    await age(old)
    await age(recent)
    await move(recent, { open: false })
    await posts.markOpenStale()
    expect(ids(await posts.claimStale('a', 9, LONG_MS))).toEqual([recent])
  })

  it('is shown in its last state where it was on show, however long ago it was closed', async () => {
    const { posts, open, move, age } = begin()
    const id = await open()
    await posts.claimStale('a', 1, LONG_MS)
    await posts.shown('a', id, 1)
    await move(id, { open: false })
    await age(id)
    expect(await posts.claimStale('a', 9, LONG_MS)).toMatchObject([{ incidentId: id, seq: 2, shownSeq: 1 }])
  })

  it('is shown again where its record moves later', async () => {
    const { posts, open, move, age } = begin()
    const id = await open()
    await move(id, { open: false })
    await posts.claimStale('a', 1, LONG_MS)
    await posts.shown('a', id, 2)
    await age(id)
    expect(await posts.claimStale('a', 1, LONG_MS)).toEqual([])
    await move(id)
    expect(await posts.claimStale('a', 1, LONG_MS)).toMatchObject([{ incidentId: id, seq: 3 }])
  })

  it('is shown again where it opens again', async () => {
    const { posts, open, move } = begin()
    const id = await open()
    await move(id, { open: false })
    await posts.claimStale('a', 1, LONG_MS)
    await posts.shown('a', id, 2)
    await move(id, { open: true })
    await move(id)
    expect(await posts.claimStale('a', 1, LONG_MS)).toMatchObject([{ incidentId: id, seq: 4, shownSeq: 2 }])
  })

  it('is not looked at again at a start, and what is open is, once', async () => {
    const { posts, open, move } = begin()
    const [closed, still] = [await open(), await open()]
    await move(closed, { open: false })
    for (const { incidentId, seq } of await posts.claimStale('a', 9, LONG_MS)) await posts.shown('a', incidentId, seq)
    await posts.markOpenStale()
    expect(await posts.claimStale('a', 9, LONG_MS)).toMatchObject([{ incidentId: still, isLook: true }])
    await posts.shown('a', still, 1)
    expect(await posts.claimStale('a', 9, LONG_MS)).toEqual([])
  })

  it('a look that is asked for while the incident is held is not lost', async () => {
    const { posts, open, passTime } = begin()
    const id = await open()
    await posts.claimStale('a', 1, LONG_MS)
    await passTime(5)
    await posts.markOpenStale()
    await posts.shown('a', id, 1)
    expect(await posts.claimStale('a', 1, LONG_MS)).toMatchObject([{ incidentId: id, isLook: true }])
  })
}

function testMessages(begin: Begin): void {
  it('are kept one a slot, the newest, and found by their id', async () => {
    const { posts, open } = begin()
    const id = await open()
    await posts.claimStale('a', 1, LONG_MS)
    const question = aPost(id, { slot: 'question:sha256:2', messageId: `q.${id}`, threadId: 't' })
    const again = aPost(id, { messageId: `again.${id}`, digest: 'sha256:2' })
    for (const post of [aPost(id), question, again]) expect(await posts.keepPost('a', post)).toBe(true)
    const kept = await posts.readPosts(id)
    expect(kept.toSorted((a, b) => (a.slot < b.slot ? -1 : 1))).toEqual([again, question])
    expect(await posts.findByMessage('C0SEC', `q.${id}`)).toBe(id)
    expect(await posts.findByMessage('C0SEC', aPost(id).messageId)).toBeNull()
    expect(await posts.findByMessage('COTHER', `q.${id}`)).toBeNull()
  })

  it('the backlog counts what waits and how long, and not what is only to be looked at', async () => {
    const { posts, open, passTime } = begin()
    expect(await posts.backlog()).toEqual({ incidents: 0, oldestMs: null })
    const [one] = [await open(), await open()]
    await posts.claimStale('a', 2, LONG_MS)
    await passTime(20)
    const { incidents, oldestMs } = await posts.backlog()
    expect(incidents).toBe(2)
    expect(oldestMs).toBeGreaterThanOrEqual(20)
    await posts.shown('a', one, 1)
    await posts.markOpenStale()
    expect(await posts.backlog()).toMatchObject({ incidents: 1 })
  })
}
