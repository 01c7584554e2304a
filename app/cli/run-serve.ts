import { randomBytes } from 'node:crypto'
import { constants, hostname, setPriority } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { endsWithin } from '../../integrations/queue/ends-within.js'
import type { RunningWorkers } from '../../workers/start-workers.js'
import {
  type Assembled,
  approvalRulesOf,
  assemble,
  type ConfigFile,
  openingSettingsOf,
  peopleOf,
  slackIdsOf,
} from '../from-config.js'
import { processLog } from '../logging.js'
import { openSnsIntake } from '../pull/open-sns-intake.js'
import type { RunningPull } from '../pull/pull-queue.js'
import { startPulling } from '../pull/start-pulling.js'
import type { Realms } from '../realms.js'
import { createServer } from '../server/create-server.js'
import { type HealthProbe, startHealthProbe } from '../server/health/health-probe.js'
import { createHealthServer } from '../server/health-server.js'
import type { RunningSlack, SlackRole } from '../slack/start-slack.js'
import { secretsOfSources } from '../sources-config.js'
import { takingDown, type Undo } from '../taking-down.js'
import { runUntilStopped, type StopSteps } from './graceful-stop.js'
import { readConfig } from './read-config.js'
import type { ServeOptions } from './serve.js'

/** A worker that stops without a word is taken over this long after its last sign of life. */
const LEASE_MS = 5_000
/** How long requests under way may take once the server was asked to stop. */
const REQUESTS_MS = 5_000

/** Runs the web server, and workers unless they are left to others, until it is asked to stop. */
export async function runServe(options: ServeOptions): Promise<void> {
  const file = readConfig(options)
  await runAssembled(file, (assembled, started) => startServing(file, options, assembled, started))
}

/**
 * Starts, and runs until it is asked to stop. Where a part cannot be started, those before it are ended: a process whose port is taken
 * must not go on as a worker that nobody knows of.
 */
async function runAssembled(
  file: ConfigFile,
  starting: (assembled: Assembled, started: Undo) => Promise<StopSteps>,
): Promise<void> {
  const assembled = await start(file)
  const started: Undo = [assembled.close]
  try {
    await runUntilStopped(await starting(assembled, started))
  } catch (error) {
    // Why it could not be started says more than what could not be ended after it.
    await takingDown(started)().catch(() => {})
    throw error
  }
}

async function startServing(
  file: ConfigFile,
  options: ServeOptions,
  { realms, close }: Assembled,
  started: Undo,
): Promise<StopSteps> {
  const { config } = file
  const probe = startHealthProbe(realms.all)
  started.push(async () => probe.stop())
  const slack = await connectSlack(file, realms, { shows: options.workers, listens: true })
  started.push(async () => slack?.stop())
  const { clock } = realms.home.engine
  const sns = openSnsIntake(config, { nowMs: () => clock.now().getTime(), log: realms.home.engine.log })
  const server = createServer({
    slack: slack?.door ?? null,
    shown: slack?.shown ?? [],
    realms,
    webhooks: { secrets: secretsOfSources(config.sources), sns },
    people: peopleOf(config),
    rules: approvalRulesOf(config),
    ...openingSettingsOf(config),
    metricsTokenSha256: config.health.metricsTokenSha256,
    probe,
  })
  started.push(() => closeServer(server))
  const { log } = realms.home.engine
  const health = await openHealthPort(options, file, realms, probe)
  started.push(() => closeServer(health))
  const workers = options.workers ? await startAll(realms, file) : null
  started.push(async () => workers?.stop())
  const pulls = options.workers ? startPulling(config, realms) : null
  started.push(() => stopPulls(pulls))
  const address = await server.listen({ host: config.server.host, port: config.server.port })
  log.info(`Listening on ${address}`, { realms: namesOf(realms), workers: workers !== null })
  const finish = async () => {
    probe.stop()
    await Promise.all([closeServer(server), closeServer(health), stopPulls(pulls), workers?.stop(), slack?.stop()])
  }
  return { finish, close, log }
}

/**
 * Runs workers alone, until it is asked to stop. On a host that they share with the web server they give way to it: a finding
 * that is not taken in is lost to a sender that does not ask again, and work only comes later.
 */
export async function runWork(options: Omit<ServeOptions, 'workers'>): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const file = readConfig(options)
  await runAssembled(file, (assembled, started) => startWorking(file, options, assembled, started))
}

async function startWorking(
  file: ConfigFile,
  options: Omit<ServeOptions, 'workers'>,
  { realms, close }: Assembled,
  started: Undo,
): Promise<StopSteps> {
  const { log } = realms.home.engine
  const probe = startHealthProbe(realms.all)
  started.push(async () => probe.stop())
  const health = await openHealthPort(options, file, realms, probe)
  started.push(() => closeServer(health))
  const workers = await startAll(realms, file)
  started.push(() => workers.stop())
  const pulls = startPulling(file.config, realms)
  started.push(() => stopPulls(pulls))
  const slack = await connectSlack(file, realms, { shows: true, listens: false })
  log.info('Working', { realms: namesOf(realms) })
  const finish = async () => {
    probe.stop()
    await Promise.all([closeServer(health), stopPulls(pulls), workers.stop(), slack?.stop()])
  }
  return { finish, close, log }
}

/** null where Slack is not configured. */
async function connectSlack({ config }: ConfigFile, realms: Realms, role: SlackRole): Promise<RunningSlack | null> {
  const { slack } = config
  if (slack === null) return null
  const channels = config.accounts.flatMap(({ id, slackChannel }): [string, string][] =>
    slackChannel === null ? [] : [[id, slackChannel]],
  )
  const { clock, log } = realms.home.engine
  const rules = approvalRulesOf(config)
  const people = { rules, slackIds: slackIdsOf(config), channelOfAccount: new Map(channels) }
  const opening = openingSettingsOf(config)
  // Loaded only where it is used: Bolt brings a web framework of its own.
  const { startSlack } = await import('../slack/start-slack.js')
  return startSlack({ slack, realms, ...people, opening, clock, log }, role)
}

/** null where no port was asked for. */
async function openHealthPort(
  { healthPort }: { readonly healthPort?: number },
  { config: { health } }: ConfigFile,
  realms: Realms,
  probe: HealthProbe,
): Promise<FastifyInstance | null> {
  const port = healthPort ?? health.port
  if (port === null) return null
  const server = createHealthServer({ runtimes: realms.all, metrics: realms.home.metrics, probe })
  const address = await server.listen({ host: health.host, port })
  realms.home.engine.log.info(`Health on ${address}`)
  return server
}

/** Requests under way are answered, but not waited for without end. */
async function closeServer(server: FastifyInstance | null): Promise<void> {
  if (server !== null) await endsWithin(server.close(), REQUESTS_MS)
}

/** What is in hand is ended, but not waited for without end: it is seen again. */
async function stopPulls(pulls: RunningPull | null): Promise<void> {
  if (pulls !== null) await endsWithin(pulls.stop(), REQUESTS_MS)
}

/** Workers of every realm, in this one process: each claims only what is its realm's. */
async function startAll(realms: Realms, file: ConfigFile): Promise<Pick<RunningWorkers, 'stop'>> {
  const started = await Promise.all(realms.all.map((runtime) => runtime.startWorkers(workerOptions(file))))
  return { stop: async () => void (await Promise.all(started.map((workers) => workers.stop()))) }
}

function namesOf({ all }: Realms): string[] {
  return all.map(({ engine }) => engine.realm)
}

function start(file: ConfigFile): Promise<Assembled> {
  return assemble(file, processLog(file.config, process.env))
}

function workerOptions({ config }: ConfigFile) {
  const workerId = `wrk_${hostname()}_${process.pid}_${randomBytes(3).toString('hex')}`
  // Scaled time needs a relay that looks more often, or every timer would come late by its own measure.
  return { workerId, leaseMs: LEASE_MS, concurrency: 8, relayIntervalMs: config.exercise === undefined ? 250 : 50 }
}
