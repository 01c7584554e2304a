import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../../../integrations/postgres/embedded/caught-error.js'
import { type CheckLine, green, red, yellow } from '../check-line.js'

const name = 'data folder'
const MIB = 1024 * 1024
/** PostgreSQL keeps a gigabyte of its log alone under load; with less than this, nothing new is durable. */
const LEAST_MIB = 256
const GOOD_MIB = 2048

/** Whether undo cards, reports and the embedded database can be kept there. `freeMib` is asked of the system unless given. */
export async function checkDataFolder(dataDir: string, freeMib = freeMibOf): Promise<CheckLine[]> {
  const path = resolve(dataDir)
  const nearest = nearestExisting(path)
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK)
    if (!statSync(nearest).isDirectory()) throw new Error(`${nearest} is no folder`)
  } catch (error) {
    const why = errorCode(error) || 'it is no folder'
    const cure =
      'Give the user that Tourniquet runs as write access there, or set dataDir to a folder that it may write to.'
    return [red(name, `${nearest} cannot be written to (${why}): no undo card could be kept`, cure)]
  }
  const there = nearest === path ? `${path} is writable` : `${path} will be made`
  return [green(name, there), aboutSpace(nearest, await freeMib(nearest))]
}

function aboutSpace(path: string, mib: number): CheckLine {
  const says = `${Math.floor(mib)} MiB free on ${path}`
  if (mib < LEAST_MIB) return red('disk', says, `Free at least ${GOOD_MIB} MiB, or move dataDir to a larger disk.`)
  if (mib < GOOD_MIB) return yellow('disk', says, `Keep ${GOOD_MIB} MiB free: evidence, reports and PostgreSQL grow.`)
  return green('disk', says)
}

async function freeMibOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return (bavail * bsize) / MIB
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}
