/**
 * A process that uses the embedded server in the folder it is given, for tests. Says its URL in one line, then obeys:
 * `query` (answers with a number), `release` (then ends), `exit` (ends without releasing).
 */
import { createInterface } from 'node:readline'
import pg from 'pg'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'

const dataDir = process.argv[2] ?? ''
const server = await useEmbeddedServer({ dataDir })
console.log(server.url)
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'exit') process.exit(0)
  if (order === 'query') console.log(await ask(server.url))
  if (order === 'release') break
}
await server.release()
process.exit(0)

async function ask(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString })
  client.on('error', console.error)
  await client.connect()
  const { rows } = await client.query<{ answer: string }>('SELECT 6 * 7 AS answer')
  await client.end()
  return String(rows[0]?.answer)
}
