import { resolve } from 'node:path'
import { log as clackLog, confirm, isCancel, select } from '@clack/prompts'
import { restoreAsSchema } from '../../src/domain/plan.js'
import { setting } from '../config.js'
import { demoDisplay } from '../demo/demo-display.js'
import type { DemoResult } from '../demo/demo-result.js'
import type { DemoSlack } from '../demo/demo-slack.js'
import { DemoStoppedError, type DemoStory } from '../demo/demo-story.js'
import { demoSummary } from '../demo/demo-summary.js'
import { createDemoWorld } from '../demo/demo-world.js'
import { madeStory } from '../demo/made-story.js'
import { type DemoAnswers, playDemo } from '../demo/play-demo.js'
import { trailStory } from '../demo/trail-story.js'
import { silentLog } from '../logging.js'
import { silentMessenger } from '../messengers.js'
import { planCard } from '../plan-card.js'
import { terminalText } from '../terminal-text.js'
import type { DemoOptions } from './demo.js'
import { EXIT, type ExitCode } from './exit-codes.js'

/** Plays the demo as asked, and answers with the exit code. */
export async function runDemo(options: DemoOptions): Promise<ExitCode> {
  const interactive = options.yes !== true && options.slack === undefined
  if (interactive && !process.stdin.isTTY) {
    process.stderr.write('demo: nobody can be asked here (no terminal). Add --yes to approve without asking.\n')
    return EXIT.usage
  }
  const startedAtMs = Date.now()
  const display = demoDisplay(process.stderr)
  try {
    const result = await playIn(options, display)
    display.close()
    if (options.json === true) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    else process.stderr.write(demoSummary(result, Date.now() - startedAtMs))
    return exitCodeOf(result)
  } catch (error) {
    display.close()
    if (!(error instanceof DemoStoppedError)) throw error
    process.stderr.write(`demo: ${error.message}\n`)
    return error.exitCode
  }
}

async function playIn(options: DemoOptions, display: ReturnType<typeof demoDisplay>): Promise<DemoResult> {
  display.progress('reading the story')
  const story = await storyOf(options)
  const slack = await slackOf(options)
  const world = await createDemoWorld({
    ...(slack === null ? {} : { slack }),
    story,
    messenger: silentMessenger,
    filesDir: resolve(options.out),
    log: silentLog(process.env.TOURNIQUET_LOG),
    onProgress: (message) => display.progress(message),
  })
  const stop = () => void world.close().finally(() => process.exit(130))
  process.once('SIGINT', stop)
  try {
    if (slack !== null) display.note(`The question is asked in Slack channel ${slack.slack.exerciseChannel}.`)
    const result = await playDemo(world, story, answersOf(options), display)
    if (options.keepRunning === true) await untilInterrupted(world.url, world.account.url, world.tokens.approver)
    return result
  } finally {
    process.removeListener('SIGINT', stop)
    display.progress('tidying up')
    await world.close()
  }
}

function storyOf(options: DemoOptions): Promise<DemoStory> | DemoStory {
  if (options.trail !== undefined) return trailStory(options.trail, options.principal)
  if (options.principal !== undefined)
    throw new DemoStoppedError('--principal names a role or user of a log: give the log with --trail.', 2)
  return madeStory()
}

function exitCodeOf(result: DemoResult): ExitCode {
  if (result.state === 'refused') return EXIT.refused
  if (!result.audit.verified) return EXIT.failed
  return ['closed', 'contained', 'denied'].includes(result.state) ? EXIT.ok : EXIT.failed
}

/** null: the demo is played in the terminal. */
async function slackOf({ slack, approver, yes }: DemoOptions): Promise<DemoSlack | null> {
  if (slack === undefined && approver === undefined) return null
  if (slack === undefined) throw new DemoStoppedError('--approver goes with --slack CHANNEL.', 2)
  if (yes === true) throw new DemoStoppedError('--yes and --slack both answer the question: give one of them.', 2)
  const { demoSlack } = await import('../demo/demo-slack.js')
  return demoSlack({ channel: slack, approver }, (name) => setting(process.env, name))
}

function answersOf({ yes, slack }: DemoOptions): DemoAnswers {
  if (slack !== undefined) return askElsewhere
  return yes === true ? yesToAll : askAtTerminal
}

/** The owner of the role asks for it back, and the approver is asked in Slack again: nobody approves what they asked for. */
const askElsewhere: DemoAnswers = {
  approveBlock: async () => 'elsewhere',
  restoreAs: async () => 'false-alarm',
  approveRestore: async () => 'elsewhere',
}

const yesToAll: DemoAnswers = {
  approveBlock: async () => 'approve',
  restoreAs: async () => 'false-alarm',
  approveRestore: async () => 'approve',
}

const askAtTerminal: DemoAnswers = {
  approveBlock: async (view) => {
    clackLog.message(planCard(view))
    const yes = await confirm({
      message: `Block ${view.context.principal.type} ${terminalText(view.context.principal.name)}?`,
      active: 'Approve',
      inactive: 'Deny',
      initialValue: false,
    })
    return yes === true ? 'approve' : 'deny'
  },
  restoreAs: async () => {
    const answer = await select({
      message: 'The block holds. Give access back?',
      options: [
        { value: 'false-alarm', label: 'Yes: false alarm', hint: 'undo everything that we wrote' },
        { value: 'compromise', label: 'Yes: it was real', hint: 'revoke older sessions first, and keep that' },
        { value: 'keep', label: 'No: keep the block' },
      ],
    })
    const parsed = restoreAsSchema.safeParse(isCancel(answer) ? 'keep' : answer)
    return parsed.success ? parsed.data : 'keep'
  },
  approveRestore: async (view) => {
    clackLog.message(planCard(view))
    const yes = await confirm({ message: 'Approve this restore?', active: 'Approve', inactive: 'Deny' })
    return yes === true ? 'approve' : 'deny'
  },
}

async function untilInterrupted(url: string, awsUrl: string, token: string): Promise<void> {
  process.stderr.write(
    `\nStill running until Ctrl-C:\n  API            ${url}/api/incidents  (Authorization: Bearer ${token})\n  simulated AWS  ${awsUrl}\n`,
  )
  await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
}
