import { startCli } from '../run-cli.js'

/** A process of the product, as an operator starts it. */
export interface ServiceProcess {
  readonly pid: number
  /** Where its web server listens; '' where it has none. */
  readonly url: string
  /** Where it tells its health; '' where it was asked for no such port. */
  readonly healthUrl: string
  /** Everything that it has written so far. */
  readonly output: () => string
  signal(signal: NodeJS.Signals): void
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Asks it to stop and waits; SIGKILL where it does not within 20 s. */
  stop(): Promise<{ readonly code: number | null; readonly tookMs: number }>
}

const SOON_MS = 60_000

/** Starts `tourniquet <args>` and waits until it listens or works; rejects with its output where it ends before. */
export async function startService(
  args: readonly string[],
  own: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ServiceProcess> {
  const child = await startCli(args, own)
  const told: string[] = []
  const output = () => told.join('')
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time:\n${output()}`)), SOON_MS)
    const look = (part: string) => {
      told.push(part)
      if (!/"msg":"(Listening on http|Working")/.test(output())) return
      clearTimeout(late)
      resolve()
    }
    child.stdout.setEncoding('utf8').on('data', look)
    child.stderr.setEncoding('utf8').on('data', look)
    void ended.then(({ code }) => {
      clearTimeout(late)
      reject(new Error(`${args.join(' ')} ended with ${code}:\n${output()}`))
    })
  })
  await ready
  const addressIn = (what: string) => new RegExp(`"msg":"${what} (http:[^"]+)"`).exec(output())?.[1] ?? ''
  const signal = (name: NodeJS.Signals) => void child.kill(name)
  return {
    pid: child.pid ?? 0,
    url: addressIn('Listening on'),
    healthUrl: addressIn('Health on'),
    output,
    signal,
    ended,
    stop: async () => {
      const startedAt = performance.now()
      signal('SIGTERM')
      const hard = setTimeout(() => signal('SIGKILL'), 20_000)
      const { code } = await ended
      clearTimeout(hard)
      return { code, tookMs: performance.now() - startedAt }
    },
  }
}
