import fc from 'fast-check'
import { senderProof } from '../../../../app/server/intake/sender-proofs.js'
import { damagedPayloads } from '../../../support/intake/mutations.js'
import { everySource, pathSecrets, type Sender, senders, sentBy } from '../../../support/intake/senders.js'
import { keptSystemLog, serveIntake } from '../../../support/intake/serve-intake.js'
import { watchConnections } from '../../../support/intake/watched-connections.js'
import { pipeline, type UsualHead } from '../../../support/intake/wire.js'
import { howMany } from '../../../support/long-run.js'
import { nextSecret, secret } from '../../../support/served.js'
import { useTestPostgres } from '../../../support/services.js'
import { createWorld, type World } from '../../../support/world.js'

const { url: databaseUrl } = await useTestPostgres()
const SEED = 20_260_301
const PAYLOADS = howMany({ short: 60, long: 600 })
const MUTATIONS = howMany({ short: 500, long: 10_000 })
const LANES = 6
/** Of findings about one principal that wait behind each other on one connection. */
const BATCH = 60
const unproven = (head: UsualHead): UsualHead => ({ path: head.path.replace(pathSecrets[0], 'wrong'), headers: {} })

const bySource = senders.map((sender) => [sender.source, sender] as const)

describe('a finding over HTTP, damaged anywhere', () => {
  let watched: Awaited<ReturnType<typeof watchConnections>>
  let world: World
  let server: Awaited<ReturnType<typeof serveIntake>>
  const unhandled: string[] = []
  const note = (reason: Error) => void unhandled.push(String(reason))
  beforeAll(async () => {
    process.on('unhandledRejection', note)
    watched = await watchConnections()
    world = await createWorld({ databaseUrl })
    server = await serveIntake(world, keptSystemLog(), everySource)
  })
  afterAll(async () => {
    await server.close()
    await world.close()
    await watched.stop()
    process.off('unhandledRejection', note)
  })

  const statusesOf = async (sender: Sender, head: Sender['head'] = sender.head) => {
    server.nextMinute()
    const valid = sender.valid(world.accountId)
    const bodies = fc.sample(damagedPayloads(valid, watched.canaryUrl), { numRuns: PAYLOADS, seed: SEED })
    const requests = bodies.map((body) => sentBy({ head }, { headers: { connection: 'keep-alive' }, body }))
    const statuses: number[] = []
    for (let n = 0; n < requests.length; n += BATCH) statuses.push(...(await inLanes(requests.slice(n, n + BATCH))))
    return statuses
  }
  const inLanes = async (requests: readonly Buffer[]) => {
    const lanes = Array.from({ length: LANES }, (_lane, lane) => requests.filter((_request, n) => n % LANES === lane))
    return (await Promise.all(lanes.map((lane) => pipeline(server.port, lane)))).flat()
  }

  it.each(bySource)('of %s opens nothing for whoever does not prove who it is', async (_source, sender) => {
    const statuses = await statusesOf(sender, (body) => unproven(sender.head(body)))
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect(await world.runtime.engine.store.listIncidents()).toEqual([])
  })

  it.each(bySource)(
    'of %s is answered, and never with a 5xx',
    async (_source, sender) => {
      const statuses = await statusesOf(sender)
      expect(statuses).toHaveLength(PAYLOADS)
      const allowed = [200, 202, 400, 422]
      expect(statuses.filter((status) => !allowed.includes(status))).toEqual([])
      // Otherwise the rule would hold for nothing.
      for (const status of [202, 400]) expect(statuses).toContain(status)
    },
    60_000,
  )

  it('has accused principals of our account alone, asked nobody for anything, and left no rejection unhandled', async () => {
    const listed = await world.runtime.engine.store.listIncidents()
    const accounts = listed.map((each) => ('snapshot' in each ? each.snapshot.context.principal.accountId : each.id))
    expect(new Set(accounts)).toEqual(new Set([world.accountId]))
    const { port: database } = new URL(databaseUrl)
    expect(watched.asked).toEqual([])
    expect(watched.openedBeside(server.port, Number(database))).toEqual([])
    expect(world.account.calls()).toEqual([])
    expect(unhandled).toEqual([])
  })
})

describe.each(bySource)('the proof of %s', (source, sender) => {
  const body = Buffer.from(JSON.stringify(sender.valid('111122223333')))
  const right = sender.head(body)
  const proof = senderProof(source, { secrets: everySource.secrets, nowMs: Date.now })
  const isProven = async ({ path, headers }: UsualHead, bytes = body) => {
    if (proof === null) throw new Error(`${source} is not served.`)
    if (proof.byHead({ url: path, headers }) !== null) return false
    return proof.byBody === null || (await proof.byBody({ url: path, headers }, bytes)).kind === 'payload'
  }

  it(`as it is is taken, and of ${MUTATIONS} that were changed none that is not the same`, async () => {
    expect(await isProven(right)).toBe(true)
    await fc.assert(
      fc.asyncProperty(changedHead(right), async (head) => {
        if (await isProven(head)) expect(isSame(head)).toBe(true)
      }),
      { numRuns: MUTATIONS, seed: SEED },
    )
  })

  /** A path says the same with and without escapes; of several signatures one must be the right one. */
  function isSame({ path, headers }: UsualHead): boolean {
    const [told = ''] = path.split(/[?#]/)
    const signatures = (headers['webhook-signature'] ?? '').split(' ')
    const key = headers['x-api-key']
    const isPath = pathSecrets.some((each) => decodeURIComponent(told) === `/webhooks/splunk/${each}`)
    const isKey = key === secret || key === nextSecret
    const isSigned =
      headers['webhook-id'] === right.headers['webhook-id'] &&
      headers['webhook-timestamp'] === right.headers['webhook-timestamp'] &&
      signatures.includes(right.headers['webhook-signature'] ?? '-')
    return source === 'splunk' ? isPath : source === 'generic' ? isSigned : isKey
  }
})

/** One place of the head with a character put in, taken away or replaced, doubled, cut off or in another case. */
function changedHead(right: UsualHead): fc.Arbitrary<UsualHead> {
  const texts = { path: right.path, ...right.headers }
  const names = Object.keys(texts).filter((name) => name !== 'path' || Object.keys(right.headers).length === 0)
  const letter = fc.oneof(
    fc.string({ minLength: 1, maxLength: 1 }),
    fc.constantFrom('%2d', ' ', ',', '.', '/', '\u0000', 'é'),
  )
  return fc.tuple(fc.constantFrom(...names), fc.nat(), letter, fc.nat({ max: 6 })).map(([name, n, by, how]) => {
    const text = Object.entries(texts).find(([each]) => each === name)?.[1] ?? ''
    const at = name === 'path' ? '/webhooks/splunk/'.length + (n % (text.length - 16)) : n % (text.length + 1)
    const [before, behind] = [text.slice(0, at), text.slice(at)]
    const changed = [
      before + by + behind,
      before + behind.slice(1),
      before + by + behind.slice(1),
      `${text} ${text}`,
      before,
      before + behind.toUpperCase(),
      `${text}${by}`,
    ][how]
    const { path = '', ...headers } = { ...texts, [name]: changed ?? '' }
    return { path, headers }
  })
}
