/** As a shell has it of a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * At SIGINT or SIGTERM everything is taken down and the process ends, so that no database is left behind; a second signal ends it
 * at once. What is answered forgets this. The embedded PostgreSQL is told to stop even where `close` failed: its last user ends.
 */
export function endAtSignal(close: () => Promise<void>): () => void {
  const state = { isEnding: false }
  const end = (signal: keyof typeof EXIT_CODES) => {
    const exit = () => process.exit(EXIT_CODES[signal])
    if (state.isEnding) return exit()
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
