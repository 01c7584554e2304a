import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { startHealthProbe } from '../../app/server/health/health-probe.js'
import { backUpFiles } from '../support/brakes/backups.js'
import { configured, environment, running, tokens } from '../support/brakes/configured.js'
import { printed } from '../support/in-process-cli.js'
import { removeCliFolders } from '../support/run-cli.js'
import { callsOf, policiesOf } from '../support/world/calls.js'

const before = { ...process.env }
Object.assign(process.env, environment)
delete process.env.TOURNIQUET_TOKEN
const setting = await configured({ roles: ['given-back', 'ci-deploy', 'later'], timeScale: 240 })
const path = setting.on(null)
const writes = () => ['Put', 'Delete'].map((verb) => callsOf(setting.account, `iam:${verb}RolePolicy`).length)
const blocksOn = (role: string) => policiesOf(setting.account, role).filter((name) => name.startsWith('DenyAll-'))

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

/** Blocks of given-back that stands, of ci-deploy that is asked; then the files are copied, and the world goes on. */
async function history() {
  const first = await start(path)
  await first.work()
  const ids = { givenBack: await first.open('given-back'), asked: await first.open('ci-deploy') }
  await first.reach(ids.givenBack, 'awaitingApproval')
  await first.approve(ids.givenBack)
  await first.reach(ids.givenBack, 'verifying', 'contained')
  await first.reach(ids.asked, 'awaitingApproval')
  await first.close()
  const backup = await backUpFiles(setting.folder)
  const second = await start(path)
  await second.work()
  await second.approve(ids.asked)
  const later = await second.open('later')
  await second.askToRestore(ids.givenBack)
  await second.approve(ids.givenBack, 'restore')
  await second.reach(later, 'awaitingApproval')
  await second.approve(later)
  await second.reach(ids.givenBack, 'restored', 'closed')
  await second.reach(later, 'verifying', 'contained')
  await second.reach(ids.asked, 'contained')
  await second.close()
  await backup.restore()
  return { ...ids, later }
}

describe('the files of an older backup of the database, put back in place of the newer ones', () => {
  let ids: Awaited<ReturnType<typeof history>>
  let product: Awaited<ReturnType<typeof start>>
  let writesBefore: readonly number[]
  beforeAll(async () => {
    ids = await history()
    writesBefore = writes()
    product = await start(path)
    await product.work()
  }, 180_000)
  afterAll(async () => {
    for (const each of started) await each.close()
    await setting.close()
    await removeCliFolders()
    process.env = { ...before }
  })
  const reconcile = (...args: string[]) => printed('reconcile', '--config', path, ...args)

  it('let nothing be written, though it is approved and though a block is missing; the record says why', async () => {
    await product.approve(ids.asked)
    await product.reach(ids.givenBack, 'tampered')
    await pause(300)

    expect([writes(), (await product.read(ids.asked)).state]).toEqual([writesBefore, 'blocking'])
    expect(await product.runtime.engine.store.readHold()).toMatchObject({
      kind: 'standing',
      by: 'tourniquet',
      reason: expect.stringMatching(
        /^the anchor file:.* holds checkpoint \d+, the database ends at \d+: it is an older one$/,
      ),
    })
    for (const id of [ids.asked, ids.givenBack]) {
      const held = (await product.runtime.engine.store.readAudit(id)).filter(({ body }) => body.what === 'WRITE_HELD')
      expect(held.map(({ body }) => body.detail)).toMatchObject([
        { brake: 'standing', reason: expect.stringMatching(/it is an older one/) },
      ])
    }
    expect(await product.runtime.engine.store.readIncident(ids.later)).toBeNull()
  })

  it('are shown by doctor, by brakes and by readyz', async () => {
    const doctor = await printed('doctor', '--config', path, '--json')
    const { ok, checks } = JSON.parse(doctor.stdout)
    expect(ok).toBe(false)
    expect(checks).toContainEqual(
      expect.objectContaining({
        status: 'red',
        check: expect.stringMatching(/^brakes exercise/),
        says: expect.stringMatching(/writes are held .*it is an older one/),
        cure: expect.stringMatching(/tourniquet reconcile/),
      }),
    )
    const brakes = await printed('brakes', '--config', path)
    expect(brakes.stdout).toMatch(/WRITES ARE HELD/)
    expect(brakes.stdout).toMatch(new RegExp(`${ids.asked}: .*may not be the one that wrote last.*reconcile --accept`))
    const probe = startHealthProbe([product.runtime])
    for (let tries = 0; tries < 100 && !probe.health().checks.some(({ name }) => name === 'writes'); tries += 1) {
      await pause(20)
    }
    probe.stop()
    expect(probe.health()).toMatchObject({
      ready: false,
      checks: expect.arrayContaining([expect.objectContaining({ name: 'writes', ok: false })]),
    })
  })

  it('are compared with AWS: the block that the record is too old for, and the one that it believes in', async () => {
    const { code, stdout } = await reconcile('--json')
    const [found] = JSON.parse(stdout)
    expect([code, found.agrees, found.standing]).toEqual([1, false, expect.stringMatching(/it is an older one/)])
    const rows = z.array(z.looseObject({ finding: z.string(), subject: z.string() })).parse(found.rows)
    const of = (finding: string) => rows.filter((row) => row.finding === finding)
    expect(of('unknown')).toMatchObject([
      {
        subject: expect.stringMatching(/^DenyAll-.*role\/service\/later$/),
        incidentId: null,
        cure: expect.arrayContaining([expect.stringContaining('iam delete-role-policy --role-name later')]),
      },
    ])
    expect(of('absent')).toMatchObject([
      {
        subject: expect.stringMatching(/given-back$/),
        incidentId: ids.givenBack,
        cure: expect.arrayContaining([expect.stringContaining(`tourniquet restore ${ids.givenBack}`)]),
      },
    ])
    expect(of('inPlace')).toMatchObject([{ incidentId: ids.asked }])
    expect(
      of('unrecordedWrite')
        .map(({ subject }) => subject.replace(/cnt_\S+/, 'x'))
        .sort(),
    ).toEqual(['DeleteRolePolicy DenyAll-x on given-back', 'PutRolePolicy DenyAll-x on later'])
    expect(writes()).toEqual(writesBefore)
  })

  it('stay held where an approver accepts, and after a restart', async () => {
    process.env.TOURNIQUET_TOKEN = tokens.ana
    expect(await reconcile('--accept', '--reason', 'x')).toMatchObject({ code: 3 })
    await product.close()
    product = await start(path)
    await product.work()
    await pause(300)
    expect(await product.runtime.engine.store.readHold()).toMatchObject({ kind: 'standing' })
    expect(writes()).toEqual(writesBefore)
  })

  it('let writes go on once an operator has accepted: what is there is adopted, what is missing is put back', async () => {
    process.env.TOURNIQUET_TOKEN = tokens.olga
    expect(await reconcile('--accept', '--reason', 'the disk of Tuesday')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Accepted by olga/),
    })
    await product.reach(ids.asked, 'verifying', 'contained')
    await product.reach(ids.givenBack, 'verifying', 'contained')

    const applied = (await product.runtime.engine.store.readAudit(ids.asked)).find(
      ({ body }) => body.what === 'BLOCK_APPLIED',
    )
    expect(applied?.body.detail).toMatchObject({ preWrite: 'adopted' })
    expect([blocksOn('ci-deploy').length, blocksOn('given-back').length, blocksOn('later').length]).toEqual([1, 1, 1])
    expect(writes()).toEqual([(writesBefore[0] ?? 0) + 1, writesBefore[1]])
    expect(await product.runtime.brakes.standing()).toEqual([])
    await product.askToRestore(ids.givenBack)
    await product.approve(ids.givenBack, 'restore')
    await product.reach(ids.givenBack, 'restored', 'closed')
    expect(blocksOn('given-back')).toEqual([])
  })

  it('leave a record that verifies, and says from where on it was continued and what was lost', async () => {
    expect(await product.runtime.audit.verify()).toMatchObject({
      verified: true,
      continued: [
        { by: 'olga', reason: 'the disk of Tuesday', lost: { from: expect.any(Number), to: expect.any(Number) } },
      ],
    })
  })
})
