/** `npm run bench [-- --json] [--rounds N]`: what Tourniquet costs, as ratios against peers of the same run. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { approvalToWrite } from './approval-to-write.js'
import { auditVerification } from './audit-verification.js'
import { startBenchServers } from './bench-servers.js'
import { type Measurement, table } from './measurement.js'
import { playbookLatency } from './playbook-latency.js'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '7' } } })
const rounds = Number(values.rounds)
const say = (text: string) => process.stderr.write(`${text}\n`)

const servers = await startBenchServers(say)
try {
  const measurements: Measurement[] = []
  for (const queue of servers.queues) {
    say(`queue on ${queue.kind}: playbook latency, ${rounds} rounds`)
    measurements.push(...(await playbookLatency({ ...servers, queue, rounds, salt: randomBytes(4).toString('hex') })))
    say(`queue on ${queue.kind}: approval to write`)
    measurements.push(await approvalToWrite({ ...servers, queue, rounds, salt: randomBytes(4).toString('hex') }))
  }
  say('checking the record')
  measurements.push(...(await auditVerification(servers.databaseUrl, rounds)))
  process.stdout.write(values.json === true ? `${JSON.stringify(measurements, null, 2)}\n` : table(measurements))
} finally {
  await servers.close()
}
