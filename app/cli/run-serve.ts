import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import closeWithGrace from 'close-with-grace'
import {
  type Assembled,
  approvalRulesOf,
  assemble,
  type ConfigFile,
  holdDownMsOf,
  peopleOf,
  timingOf,
} from '../from-config.js'
import { jsonLog } from '../logging.js'
import { createServer } from '../server/create-server.js'
import { readConfig } from './config-option.js'
import type { ServeOptions } from './serve.js'

/** A worker that stops without a word is taken over this long after its last sign of life. */
const LEASE_MS = 5_000
const SHUTDOWN_MS = 15_000

/** Runs the web server, and workers unless they are left to others, until it is asked to stop. */
export async function runServe(options: ServeOptions): Promise<void> {
  const file = readConfig(options)
  const { config } = file
  const assembled = await start(file)
  const { runtime } = assembled
  const server = createServer({
    runtime,
    webhooks: { secrets: { guardduty: config.sources.guardduty.secrets } },
    people: peopleOf(config),
    rules: approvalRulesOf(config),
    timing: timingOf(config),
    holdDownMs: holdDownMsOf(config),
  })
  const workers = options.workers ? await runtime.startWorkers(workerOptions(file)) : null
  const address = await server.listen({ host: config.server.host, port: config.server.port })
  runtime.engine.log.info(`Listening on ${address}`, { realm: runtime.engine.realm, workers: workers !== null })
  await untilAskedToStop(async () => {
    await server.close()
    await workers?.stop()
    await assembled.close()
  })
}

/** Runs workers alone, until it is asked to stop. */
export async function runWork(options: { config: string }): Promise<void> {
  const file = readConfig(options)
  const assembled = await start(file)
  const workers = await assembled.runtime.startWorkers(workerOptions(file))
  assembled.runtime.engine.log.info('Working', { realm: assembled.runtime.engine.realm })
  await untilAskedToStop(async () => {
    await workers.stop()
    await assembled.close()
  })
}

function start(file: ConfigFile): Promise<Assembled> {
  return assemble(file, jsonLog(process.env.TOURNIQUET_LOG ?? 'info'))
}

function workerOptions({ config }: ConfigFile) {
  const workerId = `wrk_${hostname()}_${process.pid}_${randomBytes(3).toString('hex')}`
  // Scaled time needs a relay that looks more often, or every timer would come late by its own measure.
  return { workerId, leaseMs: LEASE_MS, concurrency: 8, relayIntervalMs: config.exercise === undefined ? 250 : 50 }
}

/** SIGTERM and SIGINT end the work in hand first; after SHUTDOWN_MS the process goes anyway, and leases run out. */
async function untilAskedToStop(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    closeWithGrace({ delay: SHUTDOWN_MS, logger: false }, async ({ err }) => {
      if (err !== undefined) process.stderr.write(`tourniquet: ${err.message}\n`)
      await stop()
      resolve()
    })
  })
}
