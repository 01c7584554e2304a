import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { scaledTiming } from '../../playbooks/stages/timing.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../simulated-aws/simulated-account.js'
import { defaultModes } from '../../src/containment/contain-modes.js'
import type { Timing } from '../../src/domain/incident-context.js'
import type { Realm } from '../../src/domain/realm.js'
import type { Log } from '../../src/engine/engine.js'
import type { Messenger } from '../../src/ports.js'
import { compose, type Runtime } from '../compose.js'
import { hashToken } from '../config.js'
import { fixedProtection } from '../fixed-protection.js'
import { ownDatabase } from '../own-database.js'
import { realmsOf } from '../realms.js'
import { createServer } from '../server/create-server.js'
import type { RunningSlack } from '../slack/start-slack.js'
import { takingDown, type Undo } from '../taking-down.js'
import type { DemoSlack } from './demo-slack.js'
import type { DemoStory } from './demo-story.js'
import { makeIntruder } from './intruder.js'

/** One minute of waiting takes one second: soak, watch, IAM's delay and CloudTrail's pace alike. */
export const DEMO_TIME_SCALE = 60
/** Event times have whole seconds, so a window cannot be scaled below what that blurs. */
const EVENT_TIME_BLUR_MS = 1_500
const LIVE_WINDOW_MS = 10_000
/** Not scaled: what the intruder did before the demo began has the times at which it would have been done. */
const SUSPECT_LOOKBACK_MS = 15 * 60_000

export interface DemoWorld {
  readonly account: SimulatedAccount
  readonly runtime: Runtime
  readonly url: string
  readonly tokens: { readonly approver: string; readonly requester: string }
  readonly webhookSecret: string
  readonly accessKeyId: string
  readonly startedAt: Date
  /** The intruder goes on calling until the world is closed. */
  startIntruder(): void
  close(): Promise<void>
}

export interface WorldOptions {
  readonly story: DemoStory
  readonly messenger: Messenger
  readonly filesDir: string
  readonly log: Log
  readonly onProgress: (message: string) => void
  /** Left out: the demo is played in the terminal. */
  readonly slack?: DemoSlack
}

/**
 * Everything that a demo runs on, all of it its own: a database made for it and thrown away, a simulated account, the real
 * server and the real workers. DATABASE_URL and REDIS_URL are not looked at.
 */
export async function createDemoWorld(options: WorldOptions): Promise<DemoWorld> {
  const undo: Undo = []
  const close = takingDown(undo)
  try {
    return await build(options, undo, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function build(options: WorldOptions, undo: Undo, close: () => Promise<void>): Promise<DemoWorld> {
  const { story } = options
  const offset = { ms: 0 }
  const account = await startSimulatedAccount({
    seed: story.seed,
    enforcementDelayMs: 4_000 / DEMO_TIME_SCALE,
    cloudTrailLagMs: 300,
    lookupEventsPerSecond: 2 * DEMO_TIME_SCALE,
    now: () => new Date(Date.now() + offset.ms),
  })
  undo.push(() => account.close())
  const intruder = makeIntruder(story, account, offset)
  const databaseUrl = await ownDatabase('tourniquet-demo-', options.onProgress, undo)
  const runtime = await composeDemo(options, account, databaseUrl)
  undo.push(() => runtime.close())
  const tokens = { approver: newSecret(), requester: newSecret() }
  const webhookSecret = newSecret()
  const slack = options.slack === undefined ? null : await showInSlack(runtime, options.slack)
  undo.push(async () => slack?.stop())
  const server = demoServer(runtime, tokens, webhookSecret, slack)
  undo.push(async () => server.close())
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const workers = await runtime.startWorkers({
    workerId: 'wrk_demo',
    leaseMs: 10_000,
    concurrency: 4,
    relayIntervalMs: 100,
  })
  undo.push(() => workers.stop())
  undo.push(async () => intruder.stop())
  return {
    account,
    runtime,
    url,
    tokens,
    webhookSecret,
    accessKeyId: intruder.accessKeyId,
    startedAt: new Date(),
    startIntruder: intruder.start,
    close,
  }
}

function composeDemo(
  { story, messenger, filesDir, log }: WorldOptions,
  account: SimulatedAccount,
  databaseUrl: string,
): Promise<Runtime> {
  const realm: Realm = {
    kind: 'exercise',
    partition: story.partition,
    accountId: story.accountId,
    endpoint: account.url,
  }
  return compose({
    realm,
    databaseUrl,
    redisUrl: null,
    credentials: account.adminCredentials,
    lookupEventsPerSecond: 2 * DEMO_TIME_SCALE,
    timeScale: DEMO_TIME_SCALE,
    messenger,
    filesDir,
    log,
    rules: {
      writes: 'onApproval',
      modes: defaultModes,
      policyName: null,
      approval: { contain: { quorum: 1, approvers: 1 }, restore: { quorum: 1, approvers: 1 } },
      evidenceLookbackHours: 24,
      propagationWindowMs: LIVE_WINDOW_MS / DEMO_TIME_SCALE + EVENT_TIME_BLUR_MS,
      evidenceBudgetMs: 20_000,
      maxEvidenceRequests: 60,
      maxCheckRequests: 20,
      suspectLookbackMs: SUSPECT_LOOKBACK_MS,
    },
    protection: fixedProtection({
      arns: ['arn:aws*:iam::*:role/OrganizationAccountAccessRole', 'arn:aws*:iam::*:role/break-glass-*'],
    }),
  })
}

const approvers = ['you']
const rules = {
  contain: { approvers, quorum: 1 },
  restore: { approvers, quorum: 1 },
  operators: ['the-role-owner'],
}

async function showInSlack(runtime: Runtime, { slack, approver }: DemoSlack): Promise<RunningSlack> {
  const { startSlack } = await import('../slack/start-slack.js')
  const { clock, log } = runtime.engine
  const slackIds = new Map([['you', approver]])
  const opening = { timing: timingOf(true) }
  const settings = {
    slack,
    rules,
    slackIds,
    channelOfAccount: new Map(),
    realms: realmsOf(runtime),
    opening,
    clock,
    log,
  }
  return startSlack(settings, { shows: true, listens: true })
}

/** In Slack people have the time that they have in earnest, although everything else runs faster. */
function timingOf(isInSlack: boolean): Timing {
  const timing = scaledTiming(DEMO_TIME_SCALE)
  if (!isInSlack) return timing
  const { contain, restore } = timing.questions
  const unscaled = (question: typeof contain) => ({ ...question, expiryMs: question.expiryMs * DEMO_TIME_SCALE })
  return { ...timing, questions: { contain: unscaled(contain), restore: unscaled(restore) } }
}

function demoServer(
  runtime: Runtime,
  tokens: DemoWorld['tokens'],
  webhookSecret: string,
  slack: RunningSlack | null,
): FastifyInstance {
  return createServer({
    slack: slack?.door ?? null,
    realms: realmsOf(runtime),
    webhooks: { secrets: { guardduty: [webhookSecret] } },
    people: [
      { name: 'you', tokenSha256: hashToken(tokens.approver) },
      { name: 'the-role-owner', tokenSha256: hashToken(tokens.requester) },
    ],
    rules,
    timing: timingOf(slack !== null),
  })
}

function newSecret(): string {
  return randomBytes(24).toString('base64url')
}
