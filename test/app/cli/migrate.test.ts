import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { silent } from '../../../app/setup/silent.js'
import { connectDatabase } from '../../../integrations/postgres/connect-database.js'
import { readSchemaState } from '../../../integrations/postgres/migrate.js'
import { printed } from '../../support/in-process-cli.js'
import { useTestPostgres } from '../../support/services.js'

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-migrate-'))
const path = join(folder, 'tourniquet.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function freshDatabase() {
  const { url } = await useTestPostgres()
  const text = `database: {url: "${url}"}
accounts: [{id: "111122223333"}]
approvals: {contain: {approvers: [{name: ana, tokenSha256: ${'a'.repeat(64)}}]}}
sources: {guardduty: {secrets: ["9f8e7d6c5b4a39281706f5e4d3"]}}
`
  writeFileSync(path, text)
  return connectDatabase({ url, log: silent })
}

describe('tourniquet migrate', () => {
  it('says what it did, and the second time that there was nothing to do', async () => {
    const db = await freshDatabase()
    const first = await printed('migrate', '--config', path)
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^The schema is up to date; \d+ steps applied: 0001-incidents, .*\.\n$/),
    ])
    expect((await readSchemaState(db)).missing).toEqual([])
    const second = await printed('migrate', '--config', path)
    expect([second.code, second.stdout]).toEqual([0, 'The schema is up to date; nothing was to do.\n'])
    await db.destroy()
  })

  it.each(['migrate', 'audit verify'])(
    'and every other command refuse the database of a newer program, and change nothing there: %s',
    async (command) => {
      const db = await freshDatabase()
      await printed('migrate', '--config', path)
      await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-tomorrow', 'now')`.execute(db)
      const { code, stdout, stderr } = await printed(...command.split(' '), '--config', path)
      expect([code, stdout, stderr]).toEqual([
        1,
        '',
        expect.stringMatching(
          /^tourniquet: The database has the schema of a newer Tourniquet \(9999-tomorrow\)\. Install that version, or restore the backup/m,
        ),
      ])
      expect((await readSchemaState(db)).unknown).toEqual(['9999-tomorrow'])
      await db.destroy()
    },
  )
})
