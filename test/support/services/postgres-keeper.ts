/** See ensure-keeper.ts. Arguments: pid and start of the test process that it keeps for. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning } from '../../../integrations/postgres/embedded/process-identity.js'
import { useEmbeddedServer } from '../../../integrations/postgres/embedded/use-embedded-server.js'
import { dropDatabases, SERVICES_FOLDER } from './test-postgres.js'

const [pid = '', startedAt = ''] = process.argv.slice(2)
const owner = { pid: Number(pid), startedAt }

const embedded = process.env.TEST_DATABASE_URL ? null : await useEmbeddedServer({ dataDir: SERVICES_FOLDER })
const url = embedded?.url ?? process.env.TEST_DATABASE_URL ?? ''
process.stdin.resume()
await new Promise((resolve) => process.stdin.once('end', resolve).once('error', resolve))
// The pipe breaks while the process is ending; only when it has ended do its marks count no more.
while (isRunning(owner)) await sleep(20)
await dropDatabases(url, 1, (one) => one.pid === owner.pid && one.startedAt === owner.startedAt)
await embedded?.release()
rmSync(join(SERVICES_FOLDER, 'keepers', `${pid}-${startedAt}`), { force: true })
