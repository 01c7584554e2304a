import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedServerError } from '../../../../integrations/postgres/embedded/embedded-server-error.js'
import { useEmbeddedServer } from '../../../../integrations/postgres/embedded/use-embedded-server.js'
import { dataFolder, postmasterPid, users } from './embedded-fixture.js'

const isRoot = process.getuid?.() === 0

type Failure = { problem: string; message: string; logTail: string }

/** How a use failed, after checking the form: one sentence of what, why and what to do, then the log's last lines. */
async function failure(dataDir: string): Promise<Failure> {
  try {
    const server = await useEmbeddedServer({ dataDir })
    await server.release()
    return { problem: 'none', message: '', logTail: '' }
  } catch (error) {
    if (!(error instanceof EmbeddedServerError)) throw error
    expect(error.message.split('\n')[0]).toMatch(
      /^The embedded PostgreSQL server.*(because|so|since|which|\().*[:;] .*\.$/,
    )
    return error
  }
}

describe('the embedded server cannot be used', () => {
  const dataDir = dataFolder()
  const inside = (name: string): string => join(dataDir, 'postgres', name)
  beforeAll(async () => {
    const server = await useEmbeddedServer({ dataDir })
    await server.release()
  })
  afterEach(() => {
    expect(postmasterPid(dataDir)).toBeNull()
    expect(users(dataDir)).toEqual([])
  })

  it('where a file is in the way of its folder', async () => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(await failure(join(folder, 'file'))).toMatchObject({
      problem: 'folder-unusable',
      message: expect.stringContaining('set dataDir to another'),
    })
  })

  it('where its data was written by another major version', async () => {
    const version = readFileSync(inside('data/PG_VERSION'), 'utf8')
    writeFileSync(inside('data/PG_VERSION'), '14\n')
    expect(await failure(dataDir)).toMatchObject({
      problem: 'wrong-version',
      message: expect.stringMatching(/is version 18 .* version 14 wrote/),
    })
    writeFileSync(inside('data/PG_VERSION'), version)
  })

  it('where its password file is gone, cannot be read, or belongs to other data', async () => {
    const record = readFileSync(inside('server.json'), 'utf8')
    rmSync(inside('server.json'))
    expect(await failure(dataDir)).toMatchObject({ problem: 'damaged', message: expect.stringContaining('is missing') })
    writeFileSync(inside('server.json'), '{"port": 1')
    expect(await failure(dataDir)).toMatchObject({
      problem: 'damaged',
      message: expect.stringContaining('cannot be read'),
    })
    writeFileSync(inside('server.json'), JSON.stringify({ port: 0, password: 'x'.repeat(48) }))
    expect(await failure(dataDir)).toMatchObject({
      problem: 'damaged',
      message: expect.stringContaining('refuses the'),
    })
    writeFileSync(inside('server.json'), record)
  })

  it('where its configuration is broken: the log says how', async () => {
    const settings = readFileSync(inside('data/postgresql.conf'), 'utf8')
    writeFileSync(inside('data/postgresql.conf'), 'no_such_setting = on\n')
    expect(await failure(dataDir)).toMatchObject({
      problem: 'start-failed',
      logTail: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
    })
    writeFileSync(inside('data/postgresql.conf'), settings)
  })

  it('where part of its data is missing', async () => {
    renameSync(inside('data/global'), inside('data/global.away'))
    expect(await failure(dataDir)).toMatchObject({
      problem: 'start-failed',
      logTail: expect.stringContaining('global/pg_control'),
    })
    renameSync(inside('data/global.away'), inside('data/global'))
  })

  it('and is usable again when that is mended', async () => {
    expect(await failure(dataDir)).toMatchObject({ problem: 'none' })
  })
})

for (const describeAsRoot of isRoot ? [describe] : []) {
  describeAsRoot('under root the embedded server cannot be used', () => {
    it('inside a folder that its account may not enter: the message names that folder', async () => {
      const home = dataFolder()
      mkdirSync(join(home, 'project'))
      chmodSync(home, 0o700)
      expect(await failure(join(home, 'project/.tourniquet'))).toMatchObject({
        problem: 'folder-unusable',
        message: expect.stringContaining(`run \`chmod o+x ${home}\``),
      })
    })

    it('by an ordinary user in a folder that another one owns', () => {
      const dataDir = dataFolder()
      mkdirSync(join(dataDir, 'postgres'))
      chmodSync(join(dataDir, 'postgres'), 0o777)
      chownSync(join(dataDir, 'postgres'), 54_321, 54_321)
      const as = { uid: 65_534, gid: 65_534, env: { ...process.env, TMPDIR: '/tmp', HOME: '/tmp' } }
      chownSync(dataDir, as.uid, as.gid)
      const script = fileURLToPath(new URL('server-user.ts', import.meta.url))
      const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, dataDir], { ...as, encoding: 'utf8' })
      expect(stderr).toContain('belongs to user id 54321, not to 65534')
    })

    it('where its data belongs to an unknown user', async () => {
      const dataDir = dataFolder()
      mkdirSync(join(dataDir, 'postgres/data'), { recursive: true })
      writeFileSync(join(dataDir, 'postgres/server.json'), JSON.stringify({ port: 0, password: 'x'.repeat(48) }))
      chownSync(join(dataDir, 'postgres/data'), 54_321, 54_321)
      expect(await failure(dataDir)).toMatchObject({ problem: 'no-account' })
    })
  })
}
