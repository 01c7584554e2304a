/** What the commands exit with. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, timedOut: 4 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
