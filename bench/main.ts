/** `npm run bench [-- --json] [--rounds N] [--evidence | --evidence-x10]`: what Tourniquet costs, as ratios against peers of the same run. */
import { randomBytes } from 'node:crypto'
import { approvalToWrite } from './approval-to-write.js'
import { auditVerification } from './audit-verification.js'
import { startBenchServers } from './bench-servers.js'
import { evidenceScan } from './evidence.js'
import { type Measurement, table } from './measurement.js'
import { playbookLatency } from './playbook-latency.js'
import { type BenchOptions, readBenchOptions } from './read-options.js'

const read = readBenchOptions(process.argv.slice(2))
if (read.kind === 'run') await run(read.options)
else {
  const stream = read.kind === 'help' ? process.stdout : process.stderr
  stream.write(read.text)
  process.exitCode = read.kind === 'help' ? 0 : 2
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function run({ json, rounds, evidenceOnly, isTenfold }: BenchOptions): Promise<void> {
  const measurements = evidenceOnly ? [] : await playbookMeasurements(rounds)
  const evidenceRounds = Math.max(3, Math.ceil(rounds / 2))
  measurements.push(...(await evidenceScan({ rounds: evidenceRounds, isTenfold, say })))
  process.stdout.write(json ? `${JSON.stringify(measurements, null, 2)}\n` : table(measurements))
}

async function playbookMeasurements(rounds: number): Promise<Measurement[]> {
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
