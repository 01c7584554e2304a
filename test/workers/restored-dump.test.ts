import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { useEmbeddedServer } from '../../integrations/postgres/embedded/use-embedded-server.js'
import { copyRows, pgDump, whyNoPgDump } from '../support/brakes/backups.js'
import { configured, environment, onDatabaseAt, running, tokens } from '../support/brakes/configured.js'
import { printed } from '../support/in-process-cli.js'
import { removeCliFolders } from '../support/run-cli.js'
import { useTestPostgres } from '../support/services.js'
import { callsOf, policiesOf } from '../support/world/calls.js'

const before = { ...process.env }
Object.assign(process.env, environment)
delete process.env.TOURNIQUET_TOKEN
const source = (await useTestPostgres()).url
const noPgDump = await whyNoPgDump(source)
if (noPgDump !== null) process.stderr.write(`\npg_dump part skipped: ${noPgDump}\n`)
const tools = noPgDump === null ? (['rows', 'pg_dump'] as const) : (['rows'] as const)
const setting = await configured({
  roles: ['ci-deploy', 'after-rows', 'after-pg_dump'],
  timeScale: 240,
})
const puts = () => callsOf(setting.account, 'iam:PutRolePolicy').length

/** What a test that fails midway leaves behind is closed as well: workers would go on after their database is gone. */
const started = new Set<Awaited<ReturnType<typeof running>>>()
async function start(config: string) {
  const product = await running(config)
  const close = async () => {
    if (started.delete(product)) await product.close()
  }
  started.add(product)
  return { ...product, close }
}

/** ci-deploy is asked about; then all is dumped, and the world goes on: it is blocked. */
async function history() {
  const path = setting.on(source)
  const first = await start(path)
  await first.work()
  const id = await first.open()
  await first.reach(id, 'awaitingApproval')
  await first.close()
  const dumps = { rows: await copyRows(source), pg_dump: noPgDump === null ? await pgDump(source) : null }
  const second = await start(path)
  await second.work()
  await second.approve(id)
  await second.reach(id, 'verifying', 'contained')
  await second.close()
  return { id, dumps, path }
}

describe('an older dump, restored into another server', () => {
  let past: Awaited<ReturnType<typeof history>>
  let server: Awaited<ReturnType<typeof useEmbeddedServer>>
  beforeAll(async () => {
    past = await history()
    server = await useEmbeddedServer({ dataDir: join(setting.folder, 'server') })
  }, 180_000)
  afterAll(async () => {
    for (const each of started) await each.close()
    await server?.release()
    await setting.close()
    await removeCliFolders()
    process.env = { ...before }
  })
  afterEach(() => {
    delete process.env.TOURNIQUET_TOKEN
  })

  /** A database of its own on the other server. */
  async function emptyDatabase(name: string): Promise<string> {
    await onDatabaseAt(server.url, `CREATE DATABASE ${name}`)
    return Object.assign(new URL(server.url), { pathname: `/${name}` }).href
  }

  it.each(tools)('made of its %s lets nothing be written until reconcile, and goes on then', async (tool) => {
    const url = await emptyDatabase(tool)
    await past.dumps[tool]?.restoreInto(url)
    const path = setting.on(url, `${tool}.yaml`)
    const putsBefore = puts()
    const product = await start(path)
    await product.work()
    await product.approve(past.id)
    await pause(300)

    expect([puts(), (await product.read(past.id)).state]).toEqual([putsBefore, 'blocking'])
    const hold = await product.runtime.engine.store.readHold()
    expect(hold).toMatchObject({
      kind: 'standing',
      reason: expect.stringMatching(/it is a copy|is a copy: it was made as/),
    })
    const told = (await product.runtime.engine.store.readAudit(past.id)).find(({ body }) => body.what === 'WRITE_HELD')
    expect(told?.body.detail).toMatchObject({ brake: 'standing', reason: expect.stringMatching(/copy/) })
    const reconcile = (...args: string[]) => printed('reconcile', '--config', path, ...args)
    expect(await reconcile()).toMatchObject({ code: 1, stdout: expect.stringMatching(/NOT CURRENT: .* it is a copy/) })
    process.env.TOURNIQUET_TOKEN = tokens.olga
    expect(await reconcile('--accept', '--reason', `moved by ${tool}`)).toMatchObject({ code: 0 })
    await product.reach(past.id, 'verifying', 'contained')
    expect(puts()).toBe(putsBefore)

    const role = `after-${tool}`
    const next = await product.open(role)
    await product.reach(next, 'awaitingApproval')
    await product.approve(next)
    await product.reach(next, 'verifying', 'contained')
    expect(policiesOf(setting.account, role).some((name) => name.startsWith('DenyAll-'))).toBe(true)
    const { verified, continued } = await product.runtime.audit.verify()
    expect([verified, continued.at(-1)]).toMatchObject([true, { by: 'olga', reason: `moved by ${tool}` }])
    await product.close()
  })

  it('leaves the server that it came from behind: that one is held from then on', async () => {
    const left = await start(past.path)
    await left.work()
    const next = await left.runtime.engine.store.readHold()
    await left.close()
    expect(next).toMatchObject({ kind: 'standing', by: 'tourniquet' })
  })
})
