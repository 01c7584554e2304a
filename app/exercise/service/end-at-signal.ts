/** As a shell has it of a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * At SIGINT or SIGTERM everything is taken down and the process ends, so that no database is left behind; a second signal ends it
 * at once. What is answered forgets this. The embedded PostgreSQL is told to stop even where `close` failed: its last user ends.
 * `endsByItself` is told of the first signal before that: where it answers true, whoever plays ends and takes down what there is,
 * and only the next signal does as above.
 */
export function endAtSignal(close: () => Promise<void>, endsByItself: () => boolean = () => false): () => void {
  const state = { isTold: false, isEnding: false }
  const end = (signal: keyof typeof EXIT_CODES) => {
    const exit = () => process.exit(EXIT_CODES[signal])
    if (state.isEnding) return exit()
    const isFirst = !state.isTold
    state.isTold = true
    if (isFirst && endsByItself()) return
    state.isEnding = true
    close().then(exit, exit)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return () => {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}
