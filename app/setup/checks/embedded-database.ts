import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { EmbeddedServerError } from '../../../integrations/postgres/embedded/embedded-server-error.js'
import { filesMark } from '../../../integrations/postgres/embedded/files-mark.js'
import { readyNativeBinaries } from '../../../integrations/postgres/embedded/native-binaries.js'
import { findPostmaster } from '../../../integrations/postgres/embedded/postmaster.js'
import { serverFolder } from '../../../integrations/postgres/embedded/server-folder.js'
import { type CheckLine, green, red } from '../check-line.js'
import { checkEmbeddedFiles } from './embedded-files.js'

const name = 'embedded PostgreSQL'
const recordSchema = z.object({ port: z.number(), password: z.string() })

/** The state of the server that comes with Tourniquet, and its URL where it runs. Neither starts nor joins it. */
export function checkEmbeddedDatabase(dataDir: string): { readonly lines: CheckLine[]; readonly url: string | null } {
  try {
    readyNativeBinaries()
  } catch (error) {
    if (!(error instanceof EmbeddedServerError)) throw error
    return {
      lines: [red(name, error.message, 'Install it (npm ci without --omit=optional), or set DATABASE_URL.')],
      url: null,
    }
  }
  const root = join(resolve(dataDir), 'database', 'postgres')
  if (!existsSync(root)) return { lines: [green(name, `will be made in ${root} at the first start`)], url: null }
  const folder = serverFolder(realpathSync(root))
  const running = findPostmaster(folder)
  if (running === null || !running.ready)
    return { lines: [green(name, `in ${root}; not running, serve starts it`)], url: null }
  try {
    const { password } = recordSchema.parse(JSON.parse(readFileSync(folder.record, 'utf8')))
    const lines = [green(name, `runs on 127.0.0.1:${running.port}, from ${root}`)]
    return {
      lines: [...lines, ...checkEmbeddedFiles(filesMark(folder.data))],
      url: `postgres://tourniquet:${password}@127.0.0.1:${running.port}/tourniquet`,
    }
  } catch {
    const cure = `Run doctor as the user that Tourniquet runs as; restore ${folder.record} from a backup where it is damaged.`
    return { lines: [red(name, 'it runs, and its password file cannot be read', cure)], url: null }
  }
}
