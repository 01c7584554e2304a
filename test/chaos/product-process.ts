import { type ChildProcess, spawn } from 'node:child_process'

/** One process of the product. */
export interface ProductProcess {
  readonly pid: number
  /** Address of its web server, or null while it has none (still starting, or `work`). */
  readonly url: string | null
  /** Resolves when it listens or works; rejects where it ends before that. */
  readonly ready: Promise<void>
  /** What it ended with: a signal, or an exit code. */
  readonly ended: Promise<string>
  /** Its log so far. */
  readonly log: string
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Kills it and waits until it is gone; a stopped one too. */
  end(): Promise<void>
}

const running = new Set<ChildProcess>()
const state = { over: false }

/** For the end of the whole run, whatever is under way: nothing is started after this. */
export function endAllProducts(): void {
  state.over = true
  for (const child of running) child.kill('SIGKILL')
}

export function startProduct(launcher: string, command: readonly string[], env: NodeJS.ProcessEnv): ProductProcess {
  if (state.over) throw new Error('The chaos run is over.')
  const child = spawn(process.execPath, [launcher, ...command], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  running.add(child)
  const told: { url: string | null; log: string } = { url: null, log: '' }
  let markReady: () => void = () => undefined
  const listening = new Promise<void>((resolve) => {
    markReady = resolve
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told.log += text
    told.url ??= /"msg":"Listening on (http:[^"]+)"/.exec(told.log)?.[1] ?? null
    if (told.url !== null || told.log.includes('"msg":"Working"')) markReady()
  })
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve(signal ?? `exit code ${code}`)
    })
  })
  const ready = Promise.race([listening, ended.then((how) => Promise.reject(new Error(`It ended with ${how}.`)))])
  ready.catch(() => undefined) // whoever waits for it is told
  return {
    pid: child.pid ?? 0,
    get url() {
      return told.url
    },
    get log() {
      return told.log
    },
    ready,
    ended,
    signal: (signal) => child.kill(signal),
    end: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
