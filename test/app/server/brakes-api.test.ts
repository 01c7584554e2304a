import { z } from 'zod'
import { hashToken } from '../../../app/config.js'
import { realmsOf } from '../../../app/realms.js'
import { createServer } from '../../../app/server/create-server.js'
import { useDatabase } from '../../support/store.js'
import { worldTiming } from '../../support/world/timing.js'
import { approvalRules, type World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const { url: databaseUrl, db } = await useDatabase()
const people = ['ana', 'olga', 'vic', 'nobody'] as const
type Person = (typeof people)[number]
const tokenOf = (person: Person) => `token-of-${person}-0123456789`
const answer = z.looseObject({ error: z.string().optional(), detail: z.string().optional() })
const reason = 'somebody tests'

describe('the brakes of the API', () => {
  const createWorld = useWorlds({ databaseUrl })
  let world: World
  let server: ReturnType<typeof createServer>
  let url: string
  beforeEach(async () => {
    world = await createWorld()
    server = createServer({
      realms: realmsOf(world.runtime),
      webhooks: { secrets: { guardduty: ['a-secret-of-guardduty'] } },
      people: people.map((name) => ({ name, tokenSha256: hashToken(tokenOf(name)) })),
      rules: { ...approvalRules, operators: ['olga'], viewers: ['vic'] },
      timing: worldTiming,
    })
    url = await server.listen({ host: '127.0.0.1', port: 0 })
  })
  afterEach(async () => {
    await server.close()
    await db.deleteFrom('brake').execute()
  })

  async function ask(person: Person, path: string, body: object) {
    const headers = { authorization: `Bearer ${tokenOf(person)}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/brakes/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: answer.parse(await response.json()) }
  }
  const kinds = async () => (await world.runtime.brakes.standing()).map(({ kind, by }) => `${kind} by ${by}`)

  it.each([
    ['freeze', { reason }, { ana: 200, olga: 200, vic: 403, nobody: 403 }],
    ['unfreeze', { reason }, { ana: 403, olga: 200, vic: 403, nobody: 403 }],
    ['allow-blocks', { reason, blocks: 2 }, { ana: 403, olga: 200, vic: 403, nobody: 403 }],
  ])('%s is taken from who may, and refused to all others, changing nothing', async (path, body, expected) => {
    for (const person of people) {
      if (path === 'unfreeze') await ask('ana', 'freeze', { reason })
      const before = [await kinds(), await world.runtime.brakes.places()]
      const { status } = await ask(person, path, body)
      expect([person, status]).toEqual([person, expected[person]])
      if (status !== 200) expect([await kinds(), await world.runtime.brakes.places()]).toEqual(before)
      if (path === 'freeze') await ask('olga', 'unfreeze', { reason })
    }
  })

  it('freezes and unfreezes with the name, the moment and both reasons on the system chain', async () => {
    expect(await ask('ana', 'freeze', { reason })).toMatchObject({ status: 200, body: { changed: true } })
    expect(await kinds()).toEqual(['freeze by ana'])
    expect(await ask('ana', 'freeze', { reason: 'again' })).toMatchObject({ body: { changed: false } })
    expect(await kinds()).toEqual(['freeze by ana'])
    expect(await ask('olga', 'unfreeze', { reason: 'over' })).toMatchObject({ body: { changed: true } })
    expect(await ask('olga', 'unfreeze', { reason: 'over' })).toMatchObject({ body: { changed: false } })
    const noted: unknown[] = []
    await world.runtime.audit.source.atOneMoment(async (view) => {
      for await (const part of view.chains())
        if (part.kind === 'system') noted.push(...part.records.map(({ body }) => JSON.parse(body)))
    })
    expect(noted).toMatchObject([
      { what: 'FROZEN', actor: { kind: 'person', name: 'ana' }, detail: { everywhere: true, reason, again: false } },
      { what: 'FROZEN', detail: { reason: 'again', again: true } },
      { what: 'UNFROZEN', actor: { name: 'olga' }, detail: { reason: 'over', was: reason } },
    ])
  })

  it('holds one account by its id, and says what is no account of the configuration', async () => {
    expect(await ask('ana', 'freeze', { reason, accountId: world.accountId })).toMatchObject({ status: 200 })
    expect(await world.runtime.brakes.standing()).toMatchObject([{ kind: 'freeze', everywhere: false }])
    expect(await ask('olga', 'unfreeze', { reason, accountId: '999999999999' })).toMatchObject({
      status: 409,
      body: { error: 'noAccount', detail: expect.stringContaining(world.accountId) },
    })
  })

  it('leaves a brake on the database to reconcile, and says that it still holds', async () => {
    await world.runtime.brakes.pull({ kind: 'standing', everywhere: false, reason: 'a backup', by: 'tourniquet' })
    await ask('ana', 'freeze', { reason })
    expect(await ask('olga', 'unfreeze', { reason })).toMatchObject({
      body: { changed: true, detail: expect.stringMatching(/Still held: standing by tourniquet \(a backup\)/) },
    })
    expect(await kinds()).toEqual(['standing by tourniquet'])
  })

  it.each([
    ['no reason', 'freeze', {}],
    ['an empty reason', 'freeze', { reason: '' }],
    ['a reason of 2,001 characters', 'freeze', { reason: 'x'.repeat(2_001) }],
    ['another field', 'freeze', { reason, by: 'bo' }],
    ['an account that is none', 'freeze', { reason, accountId: '1' }],
    ['no number of blocks', 'allow-blocks', { reason }],
    ['more blocks than anybody may allow at once', 'allow-blocks', { reason, blocks: 101 }],
  ])('answers %s with 400 and the place, and changes nothing', async (_title, path, body) => {
    expect(await ask('olga', path, body)).toMatchObject({ status: 400, body: { error: 'badRequest' } })
    expect(await kinds()).toEqual([])
  })

  it('shows what waits in the list, at the incident and beside the brakes', async () => {
    await ask('ana', 'freeze', { reason })
    await world.work()
    const id = await world.block()
    await world.until(id, async () => (await world.runtime.brakes.heldWrites()).length > 0)
    const get = async (path: string) => {
      const headers = { authorization: `Bearer ${tokenOf('vic')}` }
      return (await fetch(`${url}/api/${path}`, { headers })).json()
    }
    const waitsFor = [expect.stringMatching(/^put block waits: writes are frozen by ana .*somebody tests/)]
    expect(await get('incidents')).toMatchObject([{ id, waitsFor }])
    expect(await get(`incidents/${id}`)).toMatchObject({ id, waitsFor })
    expect(await get('brakes')).toMatchObject([
      { realm: world.runtime.engine.realm, brakes: [{ kind: 'freeze' }], held: [{ incidentId: id, kind: 'putBlock' }] },
    ])
    await ask('olga', 'unfreeze', { reason })
    await world.reach(id, 'verifying', 'contained')
    expect(await get(`incidents/${id}`)).toMatchObject({ waitsFor: [] })
  })
})
