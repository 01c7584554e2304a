import { SlackOwners } from '../../../app/slack/slack-owners.js'
import { SlackCallError, type SlackUser } from '../../../integrations/slack/slack-api.js'
import { aRolePrincipal } from '../../support/fixtures/principals.js'

const member: SlackUser = { id: 'U0ANA', teamId: 'T1', email: 'ana@corp.example', isBot: false, isDeleted: false }

function setUp(users: readonly SlackUser[] = [member], owners: Readonly<Record<string, string>> = {}) {
  const state = { nowMs: 0, isAway: false }
  const asked: string[] = []
  const warned: string[] = []
  const found = new SlackOwners({
    owners,
    teamId: 'T1',
    clock: {
      now: () => new Date(),
      monotonicMs: () => state.nowMs,
      pause: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    },
    log: { info: () => {}, warn: (message) => void warned.push(message), error: () => {} },
    api: {
      userByEmail: async (email) => {
        asked.push(email)
        if (state.isAway) throw new SlackCallError('users.lookupByEmail', 'network', 1_000)
        return users.find((user) => user.email === email) ?? null
      },
    },
  })
  const ownerOf = (sessionName: string) => found.ownerOf(aRolePrincipal({ sessionName }))
  return { found, ownerOf, asked, warned, state }
}

describe('who may be behind an accused session', () => {
  it('is whom the configuration names for it, and Slack is not asked', async () => {
    const { ownerOf, asked } = setUp([member], { 'build-17': 'U0BOB', 'ana@corp.example': 'U0CYD' })
    expect([await ownerOf('build-17'), await ownerOf('ana@corp.example')]).toEqual(['U0BOB', 'U0CYD'])
    expect(asked).toEqual([])
  })

  it('is whose address the session is named after, else nobody', async () => {
    const { ownerOf } = setUp()
    expect([await ownerOf('ana@corp.example'), await ownerOf('eve@corp.example')]).toEqual(['U0ANA', null])
  })

  it.each([
    'build-17',
    '<!channel>@corp.example',
    'ana@corp.example\n',
    'toString',
    '__proto__',
    `${'a'.repeat(65)}@corp.example`,
    '@corp.example',
  ])('is nobody for %j, and Slack is not asked about it', async (name) => {
    const { ownerOf, asked } = setUp()
    expect(await ownerOf(name)).toBeNull()
    expect(asked).toEqual([])
  })

  it.each([
    ['a bot', { isBot: true }],
    ['a deactivated member', { isDeleted: true }],
    ['a member of another workspace, whom a shared channel makes known', { teamId: 'T2' }],
    ['a member of another workspace, known by a shared channel', { teamId: 'T2' }],
  ])('is never %s', async (_, changes) => {
    const { ownerOf } = setUp([{ ...member, ...changes }])
    expect(await ownerOf('ana@corp.example')).toBeNull()
  })

  it('is the user itself where a user is accused, and the user behind a federated session', async () => {
    const { found } = setUp([member], { dana: 'U0DANA' })
    const user = aRolePrincipal({ type: 'user', name: 'dana', sessionName: '' })
    const issuer = { type: 'user', arn: 'arn:aws:iam::111122223333:user/dana', name: 'dana' } as const
    const federated = aRolePrincipal({ type: 'federatedUser', name: 'support', issuer })
    expect([await found.ownerOf(user), await found.ownerOf(federated)]).toEqual(['U0DANA', 'U0DANA'])
    expect(await found.ownerOf(aRolePrincipal({ name: 'dana' }))).toBeNull()
  })

  it('is asked of Slack once in ten minutes', async () => {
    const { ownerOf, asked, state } = setUp()
    for (const nowMs of [0, 599_999, 600_000]) {
      state.nowMs = nowMs
      expect(await ownerOf('ana@corp.example')).toBe('U0ANA')
    }
    expect(asked).toHaveLength(2)
  })

  it('is nobody while Slack does not say, and asked again when a minute is over', async () => {
    const { ownerOf, warned, asked, state } = setUp()
    state.isAway = true
    expect([await ownerOf('ana@corp.example'), await ownerOf('ana@corp.example')]).toEqual([null, null])
    expect([warned.length, asked.length]).toEqual([1, 1])
    state.isAway = false
    state.nowMs = 60_000
    expect(await ownerOf('ana@corp.example')).toBe('U0ANA')
  })
})
