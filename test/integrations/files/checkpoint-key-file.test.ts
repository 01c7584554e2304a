import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CheckpointKeyError, openCheckpointKey, readKey } from '../../../integrations/files/checkpoint-key-file.js'
import { silentLog } from '../../support/store.js'

const folder = await mkdtemp(join(tmpdir(), 'tourniquet-key-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the checkpoint key', () => {
  it('is made on first use, readable by its owner alone, and told with its public half once', async () => {
    const path = join(folder, 'made', 'key.pem')
    const said: object[] = []
    const log = { ...silentLog, warn: (_message: string, details?: object) => void said.push(details ?? {}) }
    const made = await openCheckpointKey(path, log)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(said).toEqual([{ keyFile: path, keyId: made.keyId, publicKey: made.publicKey }])
    expect((await openCheckpointKey(path, log)).publicKey).toBe(made.publicKey)
    expect(said).toHaveLength(1)
    const secret = (await readFile(path, 'utf8')).split('\n')[1] ?? ''
    expect(JSON.stringify(said)).not.toContain(secret)
  })

  it('is one key for processes that start at once, and no draft stays', async () => {
    const path = join(folder, 'race', 'key.pem')
    const opened = await Promise.all(Array.from({ length: 8 }, () => openCheckpointKey(path, silentLog)))
    expect(new Set(opened.map(({ publicKey }) => publicKey)).size).toBe(1)
    expect(await readdir(join(folder, 'race'))).toEqual(['key.pem'])
  })

  it('that others may read is refused with the cure', async () => {
    const path = join(folder, 'open.pem')
    await openCheckpointKey(path, silentLog)
    await chmod(path, 0o640)
    await expect(openCheckpointKey(path, silentLog)).rejects.toThrow(`Run: chmod 600 ${path}`)
  })

  it.each([
    ['no key', 'hello'],
    ['empty', ''],
    ['of another kind', generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()],
  ])('that is %s is refused, never replaced', async (_what, text) => {
    const path = join(folder, 'damaged.pem')
    await writeFile(path, text, { mode: 0o600 })
    await expect(openCheckpointKey(path, silentLog)).rejects.toThrow(CheckpointKeyError)
    expect(await readFile(path, 'utf8')).toBe(text)
    await rm(path)
  })

  it('is not made by those who only look', async () => {
    expect(await readKey(join(folder, 'nowhere.pem'))).toBeNull()
    expect(await readdir(folder)).not.toContain('nowhere.pem')
  })
})
