import { resolve } from 'node:path'
import { log as clackLog, confirm, isCancel, select } from '@clack/prompts'
import { restoreAsSchema } from '../../src/domain/plan.js'
import { setting } from '../config.js'
import type { IncidentView } from '../demo/demo-client.js'
import { type DemoDisplay, demoDisplay } from '../demo/demo-display.js'
import type { DemoResult } from '../demo/demo-result.js'
import type { DemoSlack } from '../demo/demo-slack.js'
import { DemoStoppedError, type DemoStory } from '../demo/demo-story.js'
import { demoSummary } from '../demo/demo-summary.js'
import { createDemoWorld, type DemoWorld } from '../demo/demo-world.js'
import { madeStory } from '../demo/made-story.js'
import { type DemoAnswers, playDemo } from '../demo/play-demo.js'
import { trailStory } from '../demo/trail-story.js'
import { endAtSignal } from '../end-at-signal.js'
import { pairLines } from '../exercise/terminal/columns.js'
import { hasColours, paintFor } from '../exercise/terminal/paint.js'
import { widthOfStream } from '../exercise/terminal/terminal-streams.js'
import { silentLog } from '../logging.js'
import { silentMessenger } from '../messengers.js'
import { planRows } from '../plan-card.js'
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
  const tell = (result: DemoResult) => {
    display.close()
    if (options.json === true) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    else process.stderr.write(demoSummary(result, Date.now() - startedAtMs))
  }
  try {
    return exitCodeOf(await playIn(options, display, tell))
  } catch (error) {
    display.close()
    if (!(error instanceof DemoStoppedError)) throw error
    process.stderr.write(`demo: ${error.message}\n`)
    return error.exitCode
  }
}

async function playIn(
  options: DemoOptions,
  display: DemoDisplay,
  tell: (result: DemoResult) => void,
): Promise<DemoResult> {
  display.progress('reading the story')
  const story = await storyOf(options)
  const slack = await slackOf(options)
  const building = createDemoWorld({
    ...(slack === null ? {} : { slack }),
    story,
    messenger: silentMessenger,
    filesDir: resolve(options.out),
    log: silentLog(process.env.TOURNIQUET_LOG),
    onProgress: (message) => display.progress(message),
  })
  const ending = { isAsked: false }
  const forget = takeDownAtSignal(building, ending, display)
  try {
    const world = await building
    if (slack !== null) display.note(`The question is asked in Slack channel ${slack.slack.exerciseChannel}.`)
    const result = await playDemo(world, story, answersOf(options), display)
    tell(result)
    if (options.keepRunning === true) await untilSignalled(world)
    return result
  } catch (error) {
    // What is taken down under a story breaks it; the process ends with the signal's code, and not with that.
    if (ending.isAsked) await new Promise<never>(() => {})
    throw error
  } finally {
    const world = await building.catch(() => null)
    await world?.close()
    forget()
  }
}

/** Ctrl-C, `kill`, and a terminal that is closed: the database that was made for the demo must not be left behind. */
function takeDownAtSignal(
  building: Promise<DemoWorld>,
  ending: { isAsked: boolean },
  display: DemoDisplay,
): () => void {
  const takeDown = async () => {
    ending.isAsked = true
    // A terminal that is gone takes no more output, and that must not end the process before it has tidied up.
    process.stderr.on('error', () => {})
    display.note('Stopped. What was made for the demo is taken down.')
    const world = await building.catch(() => null)
    await world?.close()
  }
  return endAtSignal(takeDown, undefined, ['SIGHUP', 'SIGINT', 'SIGTERM'])
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
    clackLog.message(cardOf(view))
    const yes = await confirm({
      message: `Block ${view.context.principal.type} ${terminalText(view.context.principal.name)}? (y/n)`,
      active: 'Approve',
      inactive: 'Deny',
      initialValue: false,
    })
    return decided(yes, 'nothing was blocked')
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
    clackLog.message(cardOf(view))
    const yes = await confirm({ message: 'Approve this restore? (y/n)', active: 'Approve', inactive: 'Deny' })
    return decided(yes, 'the block stayed to the end')
  },
}

/** Left of each line of a message. */
const MARGIN = 3

/** The plan as wide as the terminal, with the texts in a column of their own. */
function cardOf(view: IncidentView): string {
  const { stdout, env } = process
  const paint = paintFor(hasColours(stdout, env))
  return pairLines(planRows(view), widthOfStream(stdout) - MARGIN, paint, 0).join('\n')
}

/** Ctrl-C at a question is no answer, and nobody is put on record with one. */
function decided(answer: boolean | symbol, outcome: string): 'approve' | 'deny' {
  if (isCancel(answer)) throw new DemoStoppedError(`You left without an answer: ${outcome}.`, 1)
  return answer ? 'approve' : 'deny'
}

/** Until the signal that ends the process. */
async function untilSignalled({ url, account, tokens }: DemoWorld): Promise<never> {
  process.stderr.write(
    [
      '\nStill running until Ctrl-C:',
      `  API            ${url}/api/incidents  (Authorization: Bearer ${tokens.approver})`,
      `  in a terminal  TOURNIQUET_TOKEN=${tokens.approver} npx tourniquet incidents list --server ${url}`,
      `  simulated AWS  ${account.url}`,
      '',
    ].join('\n'),
  )
  return await new Promise<never>(() => {})
}
