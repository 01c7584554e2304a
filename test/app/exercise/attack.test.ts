import { techniques } from '../../../app/exercise/techniques/techniques.js'
import type { AttackScene } from '../../../exercises/stage-kinds.js'
import { battle, resultsOf } from '../../support/exercises/attacked.js'
import { played } from '../../support/exercises/played.js'

describe('an attacker', () => {
  it('that is stopped is told once, and not with each call that is denied', async () => {
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    const record = await played(
      battle({ steps: [{ id: 'added', does: 'call-apis', with: { calls, every: '5s' } }] }),
      'good',
    )
    expect(resultsOf(record, 'added')).toEqual(['begun', 'succeeded', 'stopped'])
    expect(record.gains.calls.denied).toBeGreaterThan(1)
  })

  it('does nothing any more when its time is over', async () => {
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    const { gains } = await played(
      battle({ steps: [{ id: 'added', does: 'call-apis', with: { calls, every: '5s', for: '20s' } }] }),
      'good',
    )
    expect(gains.calls).toEqual({ succeeded: 5, denied: 0 })
  })
})

describe('what a technique takes', () => {
  const account = { accountId: '111122223333', region: 'us-east-1', roles: [{ name: 'web' }], users: [{ name: 'kim' }] }
  const scene: AttackScene = {
    holds: { role: 'web' },
    accounts: [{ ...account, groups: [], trails: [{ name: 'audit' }] }],
  }
  const problems = (name: string, parameters: Parameters<(typeof techniques)[number]['check']>[0], of = scene) =>
    techniques.find((technique) => technique.name === name)?.check(parameters, of)

  it('is checked before anything starts, and each mistake has its place and a cure', () => {
    expect(problems('key-minting', { evry: '5s' })).toEqual([
      {
        path: ['evry'],
        what: 'key-minting takes no evry',
        cure: 'Take it out; key-minting takes otherUser, actsAt, every, for or uses.',
      },
    ])
    expect(problems('key-minting', { every: '0s' })).toMatchObject([
      { path: ['every'], what: 'it must be longer than 0' },
    ])
    expect(problems('key-minting', { actsAt: 'never' })).toMatchObject([
      { path: ['actsAt'], what: 'it must be one of once, block', cure: expect.stringContaining('docs/exercises.md') },
    ])
    expect(problems('exfiltration', {})).toMatchObject([{ path: ['bucket'], what: 'it is missing' }])
    expect(problems('call-apis', { calls: [] })).toMatchObject([{ path: ['calls'] }])
    expect(problems('role-chaining', { otherRole: 'WEB', every: '1s', uses: 'mint' })).toEqual([])
  })

  it('names what is there: a role, a user with a key, a trail', () => {
    expect(problems('role-chaining', { otherRole: 'wob' })).toEqual([
      { path: ['otherRole'], what: 'world.account has no role "wob"', cure: 'Add it there, or name web.' },
    ])
    expect(problems('trail-tampering', { trail: 'other' })).toMatchObject([{ path: ['trail'] }])
    expect(problems('trail-tampering', { trail: 'audit' })).toEqual([])
    expect(problems('trust-backdoor', { accomplice: 'kim' })).toMatchObject([
      { path: ['accomplice'], what: 'the user "kim" has no access key that the attacker could hold' },
    ])
  })

  it('fits whoever acts', () => {
    const user = { ...scene, holds: { user: 'kim' } }
    expect(problems('group-exit', {})).toMatchObject([
      { path: [], what: 'group-exit acts as a user, and attack.holds names a role' },
    ])
    expect(problems('group-exit', {}, user)).toEqual([])
    expect(problems('group-exit', { uses: 'mint' })).toEqual([])
    expect(problems('instance-credential-theft', {}, user)).toMatchObject([{ path: [] }])
    expect(problems('instance-credential-theft', { role: 'web' }, user)).toEqual([])
    const calls = [{ service: 's3', action: 'ListBuckets' }]
    expect(problems('call-apis', { calls, as: { user: 'kim' }, uses: 'mint' })).toMatchObject([{ path: ['as'] }])
  })

  it.each(techniques)('$name refuses a parameter of the wrong kind and one that it does not know', ({ name }) => {
    expect(problems(name, { nothing: 1 })).toContainEqual(expect.objectContaining({ path: ['nothing'] }))
    expect(problems(name, { uses: 5 })).toContainEqual(
      expect.objectContaining({ path: ['uses'], what: expect.stringContaining('the id of a step') }),
    )
  })

  it('looks more often than enforcement takes, where it is to undo a block', () => {
    const everyMs = (name: string, parameters = {}) =>
      techniques.find((technique) => technique.name === name)?.paceOf(parameters, 4_000).everyMs
    expect(['deny-removal', 'group-exit'].map((name) => everyMs(name))).toEqual([1_000, 1_000])
    expect(everyMs('key-minting', { actsAt: 'block' })).toBe(1_000)
    expect(everyMs('key-minting')).toBeGreaterThan(4_000)
    expect(everyMs('call-apis')).toBeNull()
    expect(everyMs('deny-removal', { every: '2s' })).toBe(2_000)
  })
})
