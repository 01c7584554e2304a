/** A worker that never ends its job, to be killed: `postgresUrl redisUrl|- realm`. Says `holding` once it has one. */
import { connectQueue } from '../../../integrations/queue/connect-queue.js'

const [postgresUrl = '', redisUrl = '-', realm = ''] = process.argv.slice(2)
const log = { warn: console.error, error: console.error }
const connection = await connectQueue({ postgresUrl, redisUrl: redisUrl === '-' ? null : redisUrl, realm, log })
const hold = async (): Promise<void> => {
  console.log('holding')
  await new Promise(() => setInterval(() => undefined, 60_000))
}
await connection.createWorker('effects', hold, { concurrency: 1 })
