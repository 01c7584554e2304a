import { type CheckLine, red } from './check-line.js'

/** One thing that `doctor` looks at. It only reads, and it ends what it opened, also where it is told to give up. */
export interface Check {
  readonly name: string
  /** What to do where nothing answers in time. */
  readonly cureOfSilence: string
  /** `signal` fires when nobody waits for the answer any more. */
  run(signal: AbortSignal): Promise<readonly CheckLine[]>
}

/**
 * Runs all checks side by side; each has `limitMs`, for a host that swallows packets must not hold up the others. The lines
 * come in the order of the checks. What a check throws is a red line of its own.
 */
export async function runChecks(checks: readonly Check[], limitMs: number): Promise<CheckLine[]> {
  const lines = await Promise.all(checks.map((check) => runOne(check, limitMs)))
  return lines.flat()
}

async function runOne({ name, cureOfSilence, run }: Check, limitMs: number): Promise<readonly CheckLine[]> {
  const giveUp = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<readonly CheckLine[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([red(name, `no answer within ${limitMs / 1000} s`, cureOfSilence)])
      giveUp.abort()
    }, limitMs)
  })
  try {
    return await Promise.race([run(giveUp.signal).catch((error) => [failure(name, error)]), silence])
  } finally {
    clearTimeout(timer)
  }
}

function failure(name: string, error: Error): CheckLine {
  return red(
    name,
    `the check itself failed: ${error.message}`,
    'Run it again with TOURNIQUET_LOG=debug, and report it.',
  )
}
