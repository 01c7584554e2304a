import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isNativeError } from 'node:util/types'
import type { CheckpointSigner } from '../../src/audit/checkpoint.js'
import { checkpointSigner } from '../../src/audit/checkpoint-keys.js'
import type { Log } from '../../src/engine/engine.js'
import { errorCode } from './error-code.js'

/** The key that signs checkpoints cannot be used. One sentence with the place and the cure. */
export class CheckpointKeyError extends Error {
  override readonly name = 'CheckpointKeyError'
}

export type FileSigner = CheckpointSigner & { readonly publicKey: string }

/**
 * The private key in a file (PEM, PKCS #8, mode 0600). Where there is none yet it is made, and said so once with the public
 * key that belongs into the configuration. Processes that start at once end up with one key. A file that others may read
 * is refused: whoever has the key can sign a record of his own.
 */
export async function openCheckpointKey(path: string, log: Log): Promise<FileSigner> {
  const found = await readKey(path)
  if (found !== null) return found
  await createKey(path)
  const made = await readKey(path)
  if (made === null) throw new CheckpointKeyError(`The checkpoint key ${path} was removed while it was being made.`)
  log.warn(
    'A key to sign checkpoints with was made. Pin its public half as audit.publicKeys, and keep a copy elsewhere.',
    {
      keyFile: path,
      keyId: made.keyId,
      publicKey: made.publicKey,
    },
  )
  return made
}

/** null: there is no such file. */
export async function readKey(path: string): Promise<FileSigner | null> {
  try {
    const { mode } = await stat(path)
    if ((mode & 0o077) !== 0) {
      throw new CheckpointKeyError(`Others may read the checkpoint key ${path}. Run: chmod 600 ${path}`)
    }
    return checkpointSigner(await readFile(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof CheckpointKeyError) throw cause
    if (errorCode(cause) === 'ENOENT') return null
    const why = isNativeError(cause) ? cause.message : String(cause)
    const message = `The checkpoint key ${path} cannot be used (${why}). Put the right Ed25519 key in its place, or name another one as audit.keyFile.`
    throw new CheckpointKeyError(message, { cause })
  }
}

/** Written whole beside its place and then linked there, which fails if somebody else was first. */
async function createKey(path: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await chmod(draft, 0o600)
    await link(draft, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}
