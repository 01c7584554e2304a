import { once } from 'node:events'

const pieceLength = 64 * 1024

/** Writes to the standard output no faster than it is read: what waits there is held in memory. */
export async function writeOut(pieces: Iterable<string>): Promise<void> {
  let waiting = ''
  for (const piece of pieces) {
    waiting += piece
    if (waiting.length < pieceLength) continue
    await write(waiting)
    waiting = ''
  }
  await write(waiting)
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
