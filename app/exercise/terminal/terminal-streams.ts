import type { Readable, Writable } from 'node:stream'

/** Where people sit: what they type, and what they see. */
export interface TerminalStreams {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: NodeJS.ProcessEnv
}

/** Whether there is somebody who can be asked. */
export function isForPeople({ input, output }: TerminalStreams): boolean {
  return input.isTTY === true && output.isTTY === true
}

/** Of a terminal that is none, or does not say: as wide as most. */
const USUAL_WIDTH = 100
const LEAST_WIDTH = 40
const MOST_WIDTH = 160

export function widthOfStream({ columns }: { readonly columns?: number }): number {
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, columns === undefined || columns < 1 ? USUAL_WIDTH : columns))
}
