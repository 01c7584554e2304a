import { setTimeout as pause } from 'node:timers/promises'
import { configured, copyOf, environment, running } from '../support/brakes/configured.js'
import { printed } from '../support/in-process-cli.js'
import { removeCliFolders } from '../support/run-cli.js'
import { useTestPostgres } from '../support/services.js'
import { callsOf } from '../support/world/calls.js'

afterAll(removeCliFolders)
const before = { ...process.env }

describe('a database that is not the one that was written to last', () => {
  let setting: Awaited<ReturnType<typeof configured>>
  const open: { close(): Promise<void> }[] = []
  beforeEach(async () => {
    Object.assign(process.env, environment)
    delete process.env.TOURNIQUET_TOKEN
    setting = await configured()
  })
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close()
    await setting.close()
    process.env = { ...before }
  })
  const start = async (path: string) => {
    const product = await running(path)
    open.push(product)
    return product
  }
  const stop = async (product: Awaited<ReturnType<typeof start>>) => {
    open.splice(open.indexOf(product), 1)
    await product.close()
  }
  const writes = () => callsOf(setting.account, 'iam:PutRolePolicy')

  /** An incident whose question waits, with nobody at work and the connections closed. */
  async function asked(path: string): Promise<string> {
    const product = await start(path)
    await product.work()
    const id = await product.open()
    await product.reach(id, 'awaitingApproval')
    await stop(product)
    return id
  }

  /** Approved and at work for a while: whether the block was written. */
  async function approvedOn(path: string, id: string) {
    const product = await start(path)
    await product.work()
    await product.approve(id)
    await pause(400)
    return product
  }

  const reconcile = (path: string, ...args: string[]) => printed('reconcile', '--config', path, ...args)
  const accept = (path: string) => reconcile(path, '--accept', '--reason', 'restored on purpose')

  it('as a clone in the same cluster writes nothing until reconcile, and goes on by itself then', async () => {
    const { url } = await useTestPostgres()
    const id = await asked(setting.on(url))
    const path = setting.on(await copyOf(url), 'clone.yaml')
    const clone = await approvedOn(path, id)

    expect(await clone.runtime.engine.store.readHold()).toMatchObject({
      kind: 'standing',
      reason: expect.stringMatching(/copy/),
    })
    expect([(await clone.read(id)).state, writes()]).toEqual(['blocking', []])
    expect((await clone.runtime.brakes.heldWrites()).map(({ incidentId }) => incidentId)).toEqual([id])
    expect((await clone.runtime.brakes.places()).perHour).toBe(5)
    const compared = await reconcile(path)
    expect([compared.code, compared.stdout]).toEqual([1, expect.stringMatching(/WRITES ARE HELD .*copy/)])
    expect(writes()).toEqual([])
    expect(await accept(path)).toMatchObject({ code: 0 })
    await clone.reach(id, 'verifying', 'contained')
    expect(writes()).toHaveLength(1)
  })
})
