import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { caughtError } from './caught-error.js'
import { EmbeddedServerError } from './embedded-server-error.js'
import type { ServerFolder } from './server-folder.js'

const serverRecord = z.object({ port: z.number().int().min(0).max(65_535), password: z.string().min(32) })

/** `port` is the one used last, 0 before the first start: keeping it lets pools of other processes reconnect. */
export type ServerRecord = z.infer<typeof serverRecord>

/**
 * Reads the record, or makes one with a new random password where there is no cluster yet.
 * Fails with `damaged` where the cluster is there and its password is not.
 */
export function openServerRecord(folder: ServerFolder): ServerRecord {
  if (existsSync(folder.record)) return readRecord(folder)
  if (existsSync(folder.data)) throw damaged(folder, 'is missing')
  const record = { port: 0, password: randomBytes(24).toString('hex') }
  writeServerRecord(folder, record)
  return record
}

/** Replaces the record in one step: a kill or a power cut leaves the old one or the new one. */
export function writeServerRecord(folder: ServerFolder, record: ServerRecord): void {
  const draft = join(folder.root, 'server.json.new')
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, `${JSON.stringify(record)}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, folder.record)
}

function readRecord(folder: ServerFolder): ServerRecord {
  try {
    return serverRecord.parse(JSON.parse(readFileSync(folder.record, 'utf8')))
  } catch (error) {
    throw damaged(folder, 'cannot be read', caughtError(error))
  }
}

function damaged(folder: ServerFolder, how: string, cause?: Error): EmbeddedServerError {
  const sentence = `The embedded PostgreSQL server's password file ${folder.record} ${how}, so its data cannot be opened: restore the file from a backup, or move ${folder.root} away to start with an empty database.`
  return new EmbeddedServerError('damaged', sentence, cause === undefined ? {} : { cause })
}
