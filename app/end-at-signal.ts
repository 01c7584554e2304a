/** As a shell has it of a process that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
type Ending = keyof typeof EXIT_CODES
/** Told of the first signal; true: what runs ends by itself, so that what happened until then is kept. */
export type EndsByItself = (signal: Ending) => boolean
/** Not SIGHUP: `nohup` is how people let a long run go on without them. */
const USUAL: readonly Ending[] = ['SIGINT', 'SIGTERM']

/**
 * At one of these signals (SIGINT and SIGTERM, if no others are given) everything is taken down and the process ends, so that no database is left behind; a second signal ends it
 * at once. What is answered forgets this. The embedded PostgreSQL is told to stop even where `close` failed: its last user ends.
 * `endsByItself` is told of the first signal before that: where it answers true, whoever plays ends and takes down what there is,
 * and only the next signal does as above.
 */
export function endAtSignal(
  close: () => Promise<void>,
  endsByItself: EndsByItself = () => false,
  signals: readonly Ending[] = USUAL,
): () => void {
  const state = { isTold: false, isEnding: false }
  const end = (signal: Ending) => {
    const exit = () => process.exit(EXIT_CODES[signal])
    if (state.isEnding) return exit()
    const isFirst = !state.isTold
    state.isTold = true
    if (isFirst && endsByItself(signal)) return
    state.isEnding = true
    close().then(exit, exit)
  }
  for (const signal of signals) process.on(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}
