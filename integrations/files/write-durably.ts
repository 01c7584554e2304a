import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Two writes of one file at once need a draft each, or one would end up with parts of both. */
let drafts = 0

/** Writes a whole file: after this it is on the disk, before it the old one is; a half-written one is never seen. */
export async function writeDurably(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  drafts += 1
  const draft = `${path}.${process.pid}-${drafts}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
