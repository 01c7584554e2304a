/** What went wrong, for callers that decide on it; `message` is for people. */
export type EmbeddedServerProblem =
  | 'unsupported-platform'
  | 'binaries-missing'
  | 'binaries-unusable'
  | 'folder-unusable'
  | 'no-account'
  | 'locked'
  | 'damaged'
  | 'wrong-version'
  | 'disk-full'
  | 'port-in-use'
  | 'start-failed'
  | 'stop-failed'

/**
 * The embedded PostgreSQL server cannot be used. The message is one sentence that says what failed, why, and what to
 * do; `logTail` holds the server's own last lines where they help, and is appended to the message.
 */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError'
  readonly problem: EmbeddedServerProblem
  readonly logTail: string

  constructor(problem: EmbeddedServerProblem, sentence: string, detail: { logTail?: string; cause?: Error } = {}) {
    const logTail = detail.logTail?.trim() ?? ''
    const message = logTail === '' ? sentence : `${sentence}\nIts last lines:\n${logTail}`
    super(message, detail.cause === undefined ? {} : { cause: detail.cause })
    this.problem = problem
    this.logTail = logTail
  }
}

/** How every message ends that has no nearer remedy. */
export const USE_ANOTHER_DATABASE = 'set DATABASE_URL to a PostgreSQL server of your own'
