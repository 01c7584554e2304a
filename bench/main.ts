/** `npm run bench [-- --json] [--rounds N] [--evidence | --evidence-x10]`: what Tourniquet costs, as ratios against peers of the same run. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { approvalToWrite } from './approval-to-write.js'
import { auditVerification } from './audit-verification.js'
import { startBenchServers } from './bench-servers.js'
import { evidenceScan } from './evidence.js'
import { type Measurement, table } from './measurement.js'
import { playbookLatency } from './playbook-latency.js'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '7' },
    /** Only the evidence, without the servers that the rest needs. */
    evidence: { type: 'boolean', default: false },
    /** The same, with ten times the input as well. */
    'evidence-x10': { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const say = (text: string) => process.stderr.write(`${text}\n`)

const isTenfold = values['evidence-x10']
const measurements = values.evidence || isTenfold ? [] : await playbookMeasurements()
const evidenceRounds = Math.max(3, Math.ceil(rounds / 2))
measurements.push(...(await evidenceScan({ rounds: evidenceRounds, isTenfold, say })))
process.stdout.write(values.json === true ? `${JSON.stringify(measurements, null, 2)}\n` : table(measurements))

async function playbookMeasurements(): Promise<Measurement[]> {
  const servers = await startBenchServers(say)
  try {
    const measured: Measurement[] = []
    for (const queue of servers.queues) {
      say(`queue on ${queue.kind}: playbook latency, ${rounds} rounds`)
      measured.push(...(await playbookLatency({ ...servers, queue, rounds, salt: randomBytes(4).toString('hex') })))
      say(`queue on ${queue.kind}: approval to write`)
      measured.push(await approvalToWrite({ ...servers, queue, rounds, salt: randomBytes(4).toString('hex') }))
    }
    say('checking the record')
    measured.push(...(await auditVerification(servers.databaseUrl, rounds)))
    return measured
  } finally {
    await servers.close()
  }
}
