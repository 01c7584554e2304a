import { createReadStream } from 'node:fs'
import { GzipStage } from './gzip-stage.js'
import { reasonOf } from './list-trail-files.js'

export interface BytesRead {
  /** What is wrong with the file, in words that follow its name; null where it was read whole. */
  readonly problem: string | null
  /** False where none of its first characters is JSON's, or it is not in UTF-8: then nothing was handed on. */
  readonly isJson: boolean
}

const readAtOnceBytes = 256 * 1024

/**
 * Hands on the UTF-8 text of a file piece by piece, inflated where it is gzip: known by its first bytes, not by its name,
 * and twice over where it was zipped twice (Firehose does that to what Logs sends). Without its byte order mark. UTF-16 and
 * what does not start like JSON is refused. Never throws: an aborted `signal` is a problem as well.
 */
export async function readTextBytes(
  path: string,
  take: (chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<BytesRead> {
  const reading: Reading = { problem: null, isJson: true, take, stages: [] }
  const head = new Head((bytes) => accept(bytes, reading, 0))
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: readAtOnceBytes, signal })) {
      head.push(chunk)
      await drained(reading)
      if (reading.problem !== null) break
    }
    head.end()
    await drained(reading)
    await ended(reading)
  } catch (error) {
    reading.problem ??= signal.aborted ? 'was not read to its end: reading was stopped' : reasonOf(error)
  } finally {
    for (const { stage } of reading.stages) stage.discard()
  }
  return { problem: reading.problem, isJson: reading.isJson }
}

interface Reading {
  problem: string | null
  isJson: boolean
  readonly take: (chunk: Buffer) => void
  /** From the outer to the inner gzip. */
  readonly stages: { readonly stage: GzipStage; readonly head: Head; readonly waiting: Buffer[] }[]
}

/** Zipped more often than that nothing was that is a log. */
const maxStages = 2

/** Decides by the first bytes what to do with all of them. */
function accept(first: Buffer, reading: Reading, depth: number): (chunk: Buffer) => void {
  if (first[0] === 0x1f && first[1] === 0x8b && depth < maxStages) return intoGzip(reading, depth)
  const refusal = refusalOf(first)
  if (refusal !== null) {
    reading.problem = refusal
    reading.isJson = false
    return () => {}
  }
  let isStart = true
  return (chunk) => {
    reading.take(isStart && hasByteOrderMark(chunk) ? chunk.subarray(3) : chunk)
    isStart = false
  }
}

function intoGzip(reading: Reading, depth: number): (chunk: Buffer) => void {
  const head = new Head((bytes) => accept(bytes, reading, depth + 1))
  const waiting: Buffer[] = []
  reading.stages.push({ stage: new GzipStage((chunk) => head.push(chunk)), head, waiting })
  return (chunk) => waiting.push(chunk)
}

/** Stages are written to one after the other: each is done with its bytes before more of the file is read. */
async function drained(reading: Reading): Promise<void> {
  for (const { stage, waiting } of reading.stages) {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) await stage.write(chunk)
  }
}

async function ended(reading: Reading): Promise<void> {
  for (const [index, { stage, head }] of reading.stages.entries()) {
    const problem = await stage.end()
    reading.problem ??= problem
    head.end()
    const inner = reading.stages[index + 1]
    if (inner !== undefined) await drained(reading)
  }
}

/** Enough to tell gzip, the byte order marks, and the first character behind them. */
const headBytes = 4

/** Holds bytes back until there are enough to tell what they are. */
class Head {
  readonly #decide: (first: Buffer) => (chunk: Buffer) => void
  #held: Buffer | null = Buffer.alloc(0)
  #next: (chunk: Buffer) => void = () => {}

  constructor(decide: (first: Buffer) => (chunk: Buffer) => void) {
    this.#decide = decide
  }

  push(chunk: Buffer): void {
    if (this.#held === null) {
      this.#next(chunk)
      return
    }
    this.#held = Buffer.concat([this.#held, chunk])
    if (this.#held.length >= headBytes) this.#pass(this.#held)
  }

  /** A text shorter than a head is decided by what there is; an empty one needs no decision. */
  end(): void {
    if (this.#held !== null && this.#held.length > 0) this.#pass(this.#held)
  }

  #pass(held: Buffer): void {
    this.#held = null
    this.#next = this.#decide(held)
    this.#next(held)
  }
}

function hasByteOrderMark(chunk: Buffer): boolean {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
}

/** JSON starts with ASCII: a NUL beside it is UTF-16 or UTF-32 without its mark. */
function refusalOf(first: Buffer): string | null {
  const [a = 0x20, b = 0x20] = first
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || ((a === 0) !== (b === 0) && a + b < 0x80)) {
    return 'is UTF-16 text, which is not read: CloudTrail writes UTF-8'
  }
  const start = String(hasByteOrderMark(first) ? first.subarray(3) : first)
  // Not the very first character alone: one damaged byte must not hide a whole log.
  const characters = start.trimStart().slice(0, 4)
  return characters === '' || /[[{"]/.test(characters) ? null : 'is not JSON'
}
