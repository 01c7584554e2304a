import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { migrate } from '../../../integrations/postgres/migrate.js'
import { postgresBrakeStore } from '../../../integrations/postgres/postgres-brake-store.js'
import { postgresCheckpointStore } from '../../../integrations/postgres/postgres-checkpoint-store.js'
import { useTestPostgres } from '../../support/services.js'
import { silentLog } from '../../support/store.js'

const { url } = await useTestPostgres()

/** The same database, of a server that says it has these files; null: one that says nothing of them. */
function on(files: string | null) {
  const told = new URL(url)
  told.searchParams.set('options', `-c tourniquet.database_files=${(files ?? '').replaceAll(' ', '\\ ')}`)
  const db = connectDatabase({ url: told.href, log: silentLog, maxConnections: 1 })
  opened.push(db)
  return { db, brakes: postgresBrakeStore(db, 'live/1'), identity: postgresCheckpointStore(db, 'live/1').identity }
}
const opened: ReturnType<typeof connectDatabase>[] = []
afterAll(() => Promise.all(opened.map((db) => db.destroy())))

describe('a database on which nothing was recorded', () => {
  const [original, copied, silent] = [on('inode 7 born 1000'), on('inode 7 born 2000'), on(null)]
  beforeAll(() => migrate(original.db))

  it('is held on other files than those that it was made on, and on no others', async () => {
    expect((await original.identity()).files).toBe('inode 7 born 1000')
    expect(await original.brakes.standing()).toEqual([])
    expect(await copied.brakes.standing()).toMatchObject([
      {
        kind: 'standing',
        everywhere: true,
        by: 'PostgreSQL',
        reason: expect.stringMatching(
          /^these database files were copied or restored since \d{4}-\d\d-\d\dT[\d:]+Z: they were inode 7 born 1000 and are inode 7 born 2000 now$/,
        ),
      },
    ])
  })

  it('is not held by a server that says nothing of its files', async () => {
    expect([(await silent.identity()).files, await silent.brakes.standing()]).toEqual([null, []])
  })

  it('gives the reason of a brake that somebody pulled already, and only that', async () => {
    await copied.brakes.pull({ kind: 'standing', everywhere: false, reason: 'older', by: 'tourniquet' })
    expect((await copied.brakes.standing()).map(({ reason }) => reason)).toEqual(['older'])
    await copied.brakes.release({ kind: 'standing', everywhere: false })
    expect(await copied.brakes.standing()).toHaveLength(1)
  })

  it('is bound to the copy by a word for it: then the files of before are the others', async () => {
    await copied.brakes.bindIdentity()
    expect(await copied.brakes.standing()).toEqual([])
    expect(await original.brakes.standing()).toHaveLength(1)
  })
})
