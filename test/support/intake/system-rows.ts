import pg from 'pg'
import { z } from 'zod'

const rowSchema = z.object({
  body: z.object({ what: z.string(), detail: z.looseObject({ why: z.string().optional() }) }),
})

/** What stands on the system chain of a realm, in its order. */
export async function systemRows(databaseUrl: string, realm: string) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT body FROM system_audit WHERE realm = $1 ORDER BY seq', [realm])
    return rows.map((row) => rowSchema.parse(row))
  } finally {
    await client.end()
  }
}
