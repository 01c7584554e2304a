import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { migrate } from '../../../integrations/postgres/migrate.js'
import { postgresCanaryStore } from '../../../integrations/postgres/postgres-canary-store.js'
import { useTestPostgres } from '../../support/services.js'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const db = connectDatabase({ url: (await useTestPostgres()).url, log })
await migrate(db)
afterAll(() => db.destroy())

const live = postgresCanaryStore(db, 'live')
const exercise = postgresCanaryStore(db, 'exercise')

describe('a canary in the database', () => {
  it('is not there before it was sent, and unanswered before somebody answered', async () => {
    expect(await live.read('one')).toBeNull()
    await live.send({ sender: 'one', nonce: 'n1' })
    const sent = await live.read('one')
    expect(sent).toEqual({ nonce: 'n1', sentMsAgo: expect.any(Number), answeredAfterMs: null, worker: null })
  })

  it('is answered once: the first worker stands', async () => {
    await live.send({ sender: 'two', nonce: 'n2' })
    await live.answer({ nonce: 'n2', worker: 'wrk_a' })
    await live.answer({ nonce: 'n2', worker: 'wrk_b' })
    const answered = await live.read('two')
    expect(answered).toMatchObject({ worker: 'wrk_a', answeredAfterMs: expect.any(Number) })
    expect(answered?.answeredAfterMs).toBeLessThanOrEqual(answered?.sentMsAgo ?? 0)
  })

  it('that was followed by another counts no more', async () => {
    await live.send({ sender: 'three', nonce: 'n3' })
    await live.send({ sender: 'three', nonce: 'n4' })
    await live.answer({ nonce: 'n3', worker: 'wrk_a' })
    expect(await live.read('three')).toMatchObject({ nonce: 'n4', answeredAfterMs: null })
  })

  it('of one realm is not answered by a worker of another', async () => {
    await live.send({ sender: 'four', nonce: 'n5' })
    await exercise.answer({ nonce: 'n5', worker: 'wrk_a' })
    expect(await live.read('four')).toMatchObject({ answeredAfterMs: null })
    expect(await exercise.read('four')).toBeNull()
  })
})
