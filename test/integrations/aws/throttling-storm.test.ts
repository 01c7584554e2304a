import { randomBytes } from 'node:crypto'
import { anAccount, deny, entities } from './iam/an-account.js'

const go = async () => {}
const block = { name: 'DenyAll-x', document: deny }

/** Six of ten calls are refused, in an order that is the same each time; whatever else needs chance has real chance. */
function stormyRandom(): (size: number) => Buffer {
  let state = 7
  return (size) => {
    if (size !== 4) return randomBytes(size)
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(state)
    return bytes
  }
}

describe('a throttling storm, with reads and writes competing', () => {
  it('blocks are put while the whole account is being read, and no write is sent more often than it was asked for', async () => {
    const world = await anAccount({ emptyPages: false, random: stormyRandom() })
    const refusal = { code: 'Throttling', status: 400 } as const
    world.account.injectFault({ operation: 'iam:*', error: refusal, probability: 0.6, times: 10_000 })
    let asked = 0
    const untilDone = async <T>(call: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await call()
        } catch (error) {
          expect(error).toMatchObject({ kind: 'throttled' })
        }
      }
    }
    const survey = untilDone(() => world.iam.inventory())
    await Promise.all(
      entities.map(async (entity) => {
        await untilDone(() => {
          asked += 1
          return world.iam.putInlinePolicy(entity, block, go)
        })
      }),
    )

    const writes = world.account.calls().filter(({ operation }) => operation.startsWith('iam:Put'))
    expect(writes).toHaveLength(asked)
    expect(asked).toBeGreaterThan(entities.length)
    world.account.clearFaults()
    expect((await survey).length).toBeGreaterThan(0)
    for (const entity of entities) expect(await world.iam.readInlinePolicy(entity, block.name)).toBe(deny)
    await world.close()
  })
})
