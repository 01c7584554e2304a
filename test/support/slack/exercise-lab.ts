import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cliFolder, startCli } from '../run-cli.js'
import { BOT_TOKEN, EmulatedWorkspace, type StandingMessage } from './emulated-workspace.js'
import { buttonsOf, byHttp, SlackPerson } from './slack-person.js'

const SIGNING_SECRET = 'canary-signing-secret-of-an-exercise'
const CHANNEL = 'exercises'

export interface LabExercise {
  /** The id of a scenario, or a file. */
  readonly exercise: string
  /** Names of members by role. */
  readonly cast: Readonly<Record<string, string>>
  readonly timeScale: number
}

/** An exercise that is played through the emulator of Slack, started as a person starts it. */
export class ExerciseLab {
  readonly workspace: EmulatedWorkspace
  readonly out: string
  readonly ended: Promise<number | null>
  readonly #child: Awaited<ReturnType<typeof startCli>>
  readonly #told: { out: string; err: string }

  private constructor(
    workspace: EmulatedWorkspace,
    out: string,
    child: Awaited<ReturnType<typeof startCli>>,
    told: { out: string; err: string },
  ) {
    this.workspace = workspace
    this.out = out
    this.#child = child
    this.#told = told
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      told.out += part
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      told.err += part
    })
    this.ended = new Promise((resolve) => child.once('close', resolve))
  }

  static async start(given: LabExercise): Promise<ExerciseLab> {
    const workspace = await EmulatedWorkspace.start()
    const lab = await ExerciseLab.#begin(workspace, given).catch(async (error: unknown) => {
      await workspace.close()
      throw error
    })
    try {
      await lab.until('the exercise tells where Slack posts to', async () => lab.url !== '')
      return lab
    } catch (error) {
      await lab.close()
      throw error
    }
  }

  static async #begin(workspace: EmulatedWorkspace, { exercise, cast, timeScale }: LabExercise): Promise<ExerciseLab> {
    const cwd = await cliFolder()
    const out = join(cwd, 'kept')
    const as = Object.entries(cast).flatMap(([role, name]) => ['--as', `${role}=${workspace.user(name)}`])
    const where = ['--slack', workspace.channel(CHANNEL), ...as, '--time-scale', String(timeScale)]
    const child = await startCli(['exercise', 'run', exercise, ...where, '--json', '--out', out], {
      cwd,
      env: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: workspace.apiUrl },
    })
    return new ExerciseLab(workspace, out, child, { out: '', err: '' })
  }

  /** What it printed on stdout: one JSON document, once it has ended. */
  get printed(): string {
    return this.#told.out
  }

  /** The timeline so far. */
  get timeline(): string {
    return this.#told.err
  }

  get url(): string {
    return /Slack posts to (http:\/\/[\d.:]+)\//.exec(this.#told.err)?.[1] ?? ''
  }

  person(name: string): SlackPerson {
    return new SlackPerson(this.workspace, byHttp(this.url, SIGNING_SECRET), name, CHANNEL)
  }

  /** Everything in the channel and its threads, oldest first. */
  async messages(): Promise<StandingMessage[]> {
    const heads = await this.workspace.history(CHANNEL)
    const threads = await Promise.all(heads.map(({ ts }) => this.workspace.thread(CHANNEL, ts)))
    const all = new Map(threads.flat().map((message) => [message.ts, message]))
    return [...all.values()].toSorted((one, other) => Number(one.ts) - Number(other.ts))
  }

  /** Waits for a message that says this, or has a button of this name, or both. */
  async message(words: RegExp, actionId?: string): Promise<StandingMessage> {
    const found: StandingMessage[] = []
    await this.until(`a message like ${words} with ${actionId}`, async () => {
      const all = await this.messages()
      const last = all.findLast(
        (one) =>
          words.test(JSON.stringify([one.text, one.blocks])) &&
          (actionId === undefined || buttonsOf(one).some(({ action_id }) => action_id === actionId)),
      )
      if (last !== undefined) found.push(last)
      return last !== undefined
    })
    const [message] = found
    if (message === undefined) throw new Error('It was found and is not there.')
    return message
  }

  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let looks = 0; looks < 600; looks += 1) {
      if (await isSo()) return
      await pause(100)
    }
    throw new Error(`not so in time: ${what}\n${this.#told.err}`)
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.ended
    await this.workspace.close()
  }
}
