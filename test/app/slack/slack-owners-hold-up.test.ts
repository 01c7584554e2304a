import { SlackOwners } from '../../../app/slack/slack-owners.js'
import { SlackCallError, type SlackUser } from '../../../integrations/slack/slack-api.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'

const ana: SlackUser = { id: 'U0ANA', teamId: 'T1', email: 'ana@corp.example', isBot: false, isDeleted: false }

function setUp(answer: () => Promise<SlackUser | null> = async () => ana) {
  const state = { nowMs: 0, answer }
  const asked: string[] = []
  const owners = new SlackOwners({
    owners: {},
    teamId: 'T1',
    clock: {
      now: () => new Date(state.nowMs),
      monotonicMs: () => state.nowMs,
      // Whoever waits has waited: what has not answered by then is late.
      pause: async (ms, signal) => {
        await new Promise((resolve) => setImmediate(resolve))
        if (signal?.aborted !== true) state.nowMs += ms
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    api: {
      userByEmail: (email) => {
        asked.push(email)
        return state.answer()
      },
    },
  })
  const ownerOf = (sessionName: string) => owners.ownerOf(aRolePrincipal({ sessionName }))
  return { ownerOf, asked, state }
}

describe('cards that wait for whom a session is named after', () => {
  it('are held up for two seconds in a minute where Slack hangs, and no more', async () => {
    const { ownerOf, asked, state } = setUp(() => new Promise(() => {}))
    for (let look = 0; look < 5; look += 1) expect(await ownerOf('ana@corp.example')).toBeNull()
    expect([asked.length, state.nowMs]).toEqual([1, 2_000])
  })

  it('keep whom Slack named before where it fails later, and do not change to and fro', async () => {
    const { ownerOf, asked, state } = setUp()
    await ownerOf('ana@corp.example')
    state.nowMs += 600_000
    state.answer = async () => Promise.reject(new SlackCallError('users.lookupByEmail', 'ratelimited', 1_000))
    expect(await ownerOf('ana@corp.example')).toBe('U0ANA')
    expect(asked).toHaveLength(2)
  })

  it('remember no more than a thousand names, however many an attacker makes up', async () => {
    const { ownerOf, asked } = setUp()
    for (let each = 0; each <= 1_000; each += 1) await ownerOf(`u${each}@corp.example`)
    await ownerOf('u1000@corp.example')
    expect(asked).toHaveLength(1_001)
    await ownerOf('u0@corp.example')
    expect(asked).toHaveLength(1_002)
  })
})
