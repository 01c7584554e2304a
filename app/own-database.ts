import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useEmbeddedServer } from '../integrations/postgres/embedded/use-embedded-server.js'

/** A PostgreSQL of its own in a new folder, whose name begins with `prefix`; `undo` gets what ends it and takes the folder away. */
export async function ownDatabase(
  prefix: string,
  onProgress: (message: string) => void,
  undo: (() => Promise<void>)[],
): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), prefix))
  undo.push(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }))
  // PostgreSQL refuses root and then runs as another user, who must get through this folder.
  await chmod(dataDir, 0o711)
  const server = await useEmbeddedServer({ dataDir, onProgress })
  undo.push(() => server.release())
  return server.url
}
