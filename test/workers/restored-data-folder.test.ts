import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { backUpAll } from '../support/brakes/backups.js'
import { configured, environment, running, tokens } from '../support/brakes/configured.js'
import { printed } from '../support/in-process-cli.js'
import { removeCliFolders } from '../support/run-cli.js'
import { callsOf, policiesOf } from '../support/world/calls.js'

const before = { ...process.env }
Object.assign(process.env, environment)
process.env.TOURNIQUET_TOKEN = tokens.olga
const setting = await configured({ roles: ['ci-deploy', 'later'], timeScale: 240 })
const path = setting.on(null)
const writes = () => ['Put', 'Delete'].map((verb) => callsOf(setting.account, `iam:${verb}RolePolicy`).length)
const blocksOn = (role: string) => policiesOf(setting.account, role).filter((name) => name.startsWith('DenyAll-'))
const reconcile = (...args: string[]) => printed('reconcile', '--config', path, ...args)

const started = new Set<Awaited<ReturnType<typeof running>>>()
const backups: Awaited<ReturnType<typeof backUpAll>>[] = []
async function start() {
  const product = await running(path)
  const close = async () => {
    if (started.delete(product)) await product.close()
  }
  started.add(product)
  await product.work()
  return { ...product, close }
}
async function backUp() {
  const backup = await backUpAll(setting.folder)
  backups.push(backup)
  return backup
}

/** Copies of dataDir: one on which nothing was recorded yet, one in which ci-deploy is asked about; then both are blocked. */
async function history() {
  await (await start()).close()
  const empty = await backUp()
  const first = await start()
  const asked = await first.open('ci-deploy')
  await first.reach(asked, 'awaitingApproval')
  await first.close()
  const older = await backUp()
  const second = await start()
  const heldByRestarts = await second.runtime.brakes.standing()
  await second.approve(asked)
  const later = await second.open('later')
  await second.reach(later, 'awaitingApproval')
  await second.approve(later)
  for (const id of [asked, later]) await second.reach(id, 'verifying', 'contained')
  await second.close()
  return { asked, later, empty, older, heldByRestarts }
}

describe('an older copy of the whole dataDir, anchors and key included, put back in place of the newer one', () => {
  let past: Awaited<ReturnType<typeof history>>
  let product: Awaited<ReturnType<typeof start>>
  let writesBefore: readonly number[]
  beforeAll(async () => {
    past = await history()
    writesBefore = writes()
    await past.older.restore()
    product = await start()
  }, 180_000)
  afterAll(async () => {
    for (const each of started) await each.close()
    for (const each of backups) await each.discard()
    await setting.close()
    await removeCliFolders()
    process.env = { ...before }
  })

  it('lets nothing be written, though no anchor tells and restarts before held nothing', async () => {
    await product.approve(past.asked)
    await pause(300)
    expect(past.heldByRestarts).toEqual([])
    expect([writes(), (await product.read(past.asked)).state]).toEqual([writesBefore, 'blocking'])
    expect(await product.runtime.engine.store.readHold()).toMatchObject({
      kind: 'standing',
      by: 'tourniquet',
      reason: expect.stringMatching(
        /^these database files were copied or restored since checkpoint \d+ of 20\S+: what was recorded after that may be missing$/,
      ),
    })
    expect(await product.runtime.engine.store.readIncident(past.later)).toBeNull()
    const brakes = await printed('brakes', '--config', path)
    expect(brakes.stdout).toMatch(/WRITES ARE HELD/)
    expect(brakes.stdout).toMatch(
      /standing of this realm, by tourniquet .*: these database files were copied or restored since/,
    )
  })

  it('is compared with AWS: reconcile names the block that was put after the copy', async () => {
    const { code, stdout } = await reconcile('--json')
    const [found] = JSON.parse(stdout)
    expect([code, found.agrees, found.standing]).toEqual([1, false, expect.stringMatching(/copied or restored since/)])
    const rows = z.array(z.looseObject({ finding: z.string(), subject: z.string() })).parse(found.rows)
    expect(rows.filter(({ finding }) => finding === 'unknown')).toMatchObject([
      { subject: expect.stringMatching(/^DenyAll-.*role\/service\/later$/), incidentId: null },
    ])
    expect(writes()).toEqual(writesBefore)
  })

  it('goes on once an operator has accepted it, and restarts hold nothing again', async () => {
    expect(await reconcile('--accept', '--reason', 'the disk of Tuesday')).toMatchObject({ code: 0 })
    await product.reach(past.asked, 'verifying', 'contained')
    expect([blocksOn('ci-deploy').length, blocksOn('later').length]).toEqual([1, 1])
    await product.close()
    product = await start()
    expect(await product.runtime.brakes.standing()).toEqual([])
    expect(await product.runtime.audit.verify()).toMatchObject({
      verified: true,
      continued: [{ by: 'olga', reason: 'the disk of Tuesday', lost: null }],
    })
  })

  it('is held as well where nothing had been recorded when it was copied', async () => {
    await product.close()
    await past.empty.restore()
    product = await start()
    expect(await product.runtime.engine.store.readHold()).toMatchObject({
      kind: 'standing',
      by: 'PostgreSQL',
      reason: expect.stringMatching(/^these database files were copied or restored since 20/),
    })
    expect(await reconcile()).toMatchObject({ code: 1, stdout: expect.stringMatching(/WRITES ARE HELD/) })
    expect(await reconcile('--accept', '--reason', 'x')).toMatchObject({ code: 0 })
    expect(await product.runtime.brakes.standing()).toEqual([])
  })
})
