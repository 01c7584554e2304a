import pc from 'picocolors'
import type { AuditBody } from '../../src/audit/record.js'
import { terminalText } from '../terminal-text.js'
import type { IncidentView } from './demo-client.js'
import type { DemoStory } from './demo-story.js'
import { DEMO_TIME_SCALE, type DemoWorld } from './demo-world.js'
import { stageLine, workingOn } from './stage-lines.js'

/** Progress goes to stderr, so that stdout stays free for `--json`. */
export interface DemoDisplay {
  progress(message: string): void
  opening(story: DemoStory, world: DemoWorld): void
  /** A line that stays. */
  note(message: string): void
  /** Called at every look; draws a line for each stage that ended since. */
  moved(view: IncidentView, records: readonly AuditBody[]): void
  /** Clears the running line while a person is asked. */
  asking<T>(question: () => Promise<T>): Promise<T>
  close(): void
}

const SPINNER = ['◐', '◓', '◑', '◒']
const FRAME_MS = 90

/** A line a stage as it ends, and below it one that moves while the next is under way (terminals only). */
export function demoDisplay(stream: NodeJS.WriteStream): DemoDisplay {
  const running = { text: '', frame: 0, shown: 0, since: Date.now(), quiet: false }
  const wipe = () => (stream.isTTY ? stream.write('\r\x1b[2K') : undefined)
  const line = (text: string) => {
    wipe()
    stream.write(`${text}\n`)
  }
  const draw = () => {
    if (!stream.isTTY || running.quiet || running.text === '') return
    running.frame += 1
    const seconds = ((Date.now() - running.since) / 1000).toFixed(0)
    wipe()
    stream.write(`${pc.cyan(SPINNER[running.frame % SPINNER.length])} ${running.text} ${pc.dim(`${seconds} s`)}`)
  }
  const timer = setInterval(draw, FRAME_MS)
  timer.unref()
  const work = (text: string) => {
    if (running.text !== text) running.since = Date.now()
    running.text = text
  }
  return {
    progress: (message) => work(message),
    note: line,
    opening: (story, world) => {
      line(openingText(story, world))
      work('posting the finding')
    },
    moved: (view, records) => {
      for (const record of records.slice(running.shown)) {
        const text = stageLine(record, view)
        if (text !== null) line(text)
      }
      running.shown = Math.max(running.shown, records.length)
      work(workingOn(view))
    },
    asking: async (question) => {
      running.quiet = true
      wipe()
      try {
        return await question()
      } finally {
        running.quiet = false
        running.since = Date.now()
      }
    },
    close: () => {
      clearInterval(timer)
      wipe()
    },
  }
}

function openingText(story: DemoStory, world: DemoWorld): string {
  const where = story.source === 'trail' ? 'seeded from your log' : 'made for this demo'
  return [
    '',
    `${pc.bold(pc.inverse(' EXERCISE '))} ${pc.bold('Tourniquet demo')}  ${pc.dim(`simulated account ${story.accountId}, ${where}; no AWS call is made`)}`,
    pc.dim(`time runs ${DEMO_TIME_SCALE} times as fast: a minute of soaking or watching takes a second here`),
    '',
    `${pc.red('●')} GuardDuty, severity 8: ${story.accused.type} ${pc.bold(terminalText(story.accused.name))} is used from ${terminalText(story.intruder.seenFrom ?? story.intruder.sourceIp)}`,
    pc.dim(
      `  ${story.accused.type === 'role' ? `session ${terminalText(story.intruder.sessionName)}, ` : ''}key ${world.accessKeyId}; posted to ${world.url}/webhooks/guardduty`,
    ),
    '',
  ].join('\n')
}
