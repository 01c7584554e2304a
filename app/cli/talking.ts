import { ServerAnswerError } from './api-client.js'
import { EXIT, type ExitCode } from './exit-codes.js'

/** Runs what talks to the server; a refusal and a failure become one sentence and their exit code. */
export async function talking(finish: (code: ExitCode) => void, talk: () => Promise<void>): Promise<void> {
  try {
    await talk()
  } catch (error) {
    if (!(error instanceof ServerAnswerError)) throw error
    process.stderr.write(`tourniquet: ${error.message}\n`)
    finish(error.refused ? EXIT.refused : EXIT.failed)
  }
}
