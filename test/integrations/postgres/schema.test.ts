import { sql } from 'kysely'
import { connectDatabase, StoreUnavailableError } from '../../../integrations/postgres/connect-database.js'
import { freePort } from '../../../integrations/postgres/embedded/free-port.js'
import { migrate } from '../../../integrations/postgres/migrate.js'
import { postgresIncidentStore } from '../../../integrations/postgres/postgres-incident-store.js'
import { useTestPostgres } from '../../support/services.js'
import { engineOn, opened, silentLog, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
const all = ['0001-incidents', '0002-claim-effect', '0003-record-step']

describe('migrations', () => {
  it('run once: a second time there is nothing to do', async () => {
    const { url } = await useTestPostgres()
    const fresh = connectDatabase({ url, log: silentLog })
    expect(await migrate(fresh)).toEqual(expect.arrayContaining(all))
    expect(await migrate(fresh)).toEqual([])
    await fresh.destroy()
  })

  it('asked for by three processes at once run once', async () => {
    const { url } = await useTestPostgres()
    const processes = [0, 1, 2].map(() => connectDatabase({ url, log: silentLog }))
    const done = await Promise.all(processes.map((one) => migrate(one)))
    expect(done.flat().sort()).toEqual(expect.arrayContaining(all))
    expect(new Set(done.flat()).size).toBe(done.flat().length)
    await Promise.all(processes.map((one) => one.destroy()))
  })
})

describe('the audit table', () => {
  it.each([
    ['changed', sql`UPDATE audit SET body = '{}'`],
    ['deleted', sql`DELETE FROM audit`],
    ['deleted from where nothing is found', sql`DELETE FROM audit WHERE false`],
    ['truncated', sql`TRUNCATE audit`],
    ['truncated with its incidents', sql`TRUNCATE incident CASCADE`],
  ])('cannot be %s', async (_what, statement) => {
    const incident = await opened(engineOn(db))
    await expect(statement.execute(db)).rejects.toThrow('The audit record is append-only.')
    expect(await postgresIncidentStore(db, incident.realm).readAudit(incident.id)).toHaveLength(1)
  })
})

describe('a database that is away', () => {
  it('is said to be unavailable, with what to check', async () => {
    const away = connectDatabase({ url: `postgres://127.0.0.1:${await freePort()}/x`, log: silentLog })
    const asking = postgresIncidentStore(away, 'r').listIncidents()
    await expect(asking).rejects.toThrow(StoreUnavailableError)
    await expect(asking).rejects.toThrow(/PostgreSQL does not answer .* Check that it runs and DATABASE_URL is right/)
    await away.destroy()
  })
})
