import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AnchoredCheckpoint, AnchorReading, AnchorSink } from '../../src/audit/anchor.js'
import { type Checkpoint, checkpointSchema } from '../../src/audit/checkpoint.js'
import { canonicalJson } from '../../src/domain/canonical-json.js'
import { errorCode } from './error-code.js'

/** A line longer than this at the end of the file is looked for in steps of this size. */
const TAIL_BYTES = 256 * 1024

/**
 * Checkpoints as lines of a file that is only ever appended to: one JSON document a line, on the disk when `write`
 * returns. A line that a stopped writer left unfinished stays as it is (the file may be append-only for us, `chattr +a`);
 * the next write begins a line of its own. `outside` is the operator's word that whoever owns this host cannot change the
 * file: a mount that only takes appends, say.
 */
export function anchorFile(path: string, { outside }: { readonly outside: boolean }): AnchorSink {
  return {
    name: `file:${path}`,
    outside,
    write: (checkpoint) => append(path, checkpoint),
    read: async (realm) => readLines(realm, await textOf(path)),
    readNewest: (realm) => newestOf(path, realm),
  }
}

async function append(path: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = Buffer.alloc(1)
    if (size > 0) await file.read(last, 0, 1, size - 1)
    const begin = size > 0 && last.toString() !== '\n' ? '\n' : ''
    // One write: two processes that append at once do not end up inside of each other's lines.
    await file.appendFile(`${begin}${canonicalJson(checkpoint)}\n`, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}

function readLines(realm: string, text: string): AnchorReading {
  const lines = text.split('\n')
  const rest = lines.pop() ?? ''
  const entries: AnchoredCheckpoint[] = []
  const faults: string[] = []
  for (const [index, line] of lines.entries()) {
    const checkpoint = parseLine(line)
    if (checkpoint === null) {
      if (!isTorn(line, lines[index + 1])) faults.push(`holds a line ${index + 1} that is no checkpoint`)
    } else if (checkpoint.body.realm === realm) entries.push(entryOf(checkpoint))
  }
  // Whole but for its end: it counts, and another write of the same changes nothing.
  const last = rest === '' ? null : parseLine(rest)
  if (last?.body.realm === realm) entries.push(entryOf(last))
  return { entries, torn: rest !== '' && last === null, faults }
}

/** How a line begins: RFC 8785 puts the body first. */
const LINE_START = '{"body":{'

/** A write that was stopped, and after it one that was not, of the same checkpoint or a newer one. */
function isTorn(line: string, next: string | undefined): boolean {
  const isBeginning = line.startsWith(LINE_START) || (line !== '' && LINE_START.startsWith(line))
  return isBeginning && next !== undefined && parseLine(next) !== null
}

function parseLine(line: string): Checkpoint | null {
  try {
    const parsed = checkpointSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function entryOf(checkpoint: Checkpoint): AnchoredCheckpoint {
  return { number: checkpoint.body.number, hash: checkpoint.hash, checkpoint }
}

/** Reads from the end: the newest of a realm is among the last lines, whatever the length of the file. */
async function newestOf(path: string, realm: string): Promise<AnchoredCheckpoint | null> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (file === null) return null
  try {
    const { size } = await file.stat()
    for (let bytes = TAIL_BYTES; ; bytes *= 4) {
      const from = Math.max(0, size - bytes)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
      // What comes before the first line break may be the end of a line.
      const found = newestAmong(from === 0 ? lines : lines.slice(1), realm)
      if (found !== null || from === 0) return found
    }
  } finally {
    await file.close()
  }
}

function newestAmong(lines: readonly string[], realm: string): AnchoredCheckpoint | null {
  const found = lines.flatMap((line) => parseLine(line) ?? []).filter(({ body }) => body.realm === realm)
  const newest = found.toSorted((a, b) => b.body.number - a.body.number)[0]
  return newest === undefined ? null : entryOf(newest)
}
