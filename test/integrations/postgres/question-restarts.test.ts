import { sql } from 'kysely'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { migrate } from '../../../integrations/postgres/migrate.js'
import { testQuestionRestarts } from '../../support/question-restarts-contract.js'
import { useTestPostgres } from '../../support/services.js'
import { engineOn, freshRealm, silentLog } from '../../support/store.js'

const { url } = await useTestPostgres()
let db = connectDatabase({ url, log: silentLog })
await migrate(db)
afterAll(() => db.destroy())

describe('on PostgreSQL, over a new connection each time', () => {
  testQuestionRestarts(() => {
    const realm = freshRealm()
    return {
      restart: async () => {
        await db.destroy()
        db = connectDatabase({ url, log: silentLog })
        return engineOn(db, realm)
      },
      // As if the time had passed by the database's own clock, of this wait alone: nobody sleeps here.
      letPass: async (incidentId, wait) => {
        const { numAffectedRows } = await sql`
          UPDATE timer SET due_at = clock_timestamp()
          WHERE incident_id = ${incidentId} AND name LIKE ${`%.${wait}.%`}`.execute(db)
        expect(numAffectedRows).toBe(1n)
      },
    }
  })
})
