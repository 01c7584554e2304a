import { z } from 'zod'
import { stageKinds } from '../../../app/exercise/stage-kinds.js'
import { USUAL_PROFILE } from '../../../exercises/check/rules/about.js'
import { rolesAnywherePersistence } from '../../../simulated-aws/scripted/roles-anywhere-persistence.js'

describe('what the stages can do', () => {
  it('names every playbook with its states in the order in which they are written down', () => {
    const names = stageKinds.playbooks.map(({ name }) => name)
    expect(names).toEqual(['compromised-principal', 'cross-account-activity', 'roles-anywhere-profile'])
    const [first] = stageKinds.playbooks
    expect(first?.states[0]).toBe('investigating')
    expect(first?.states).toEqual(expect.arrayContaining(['planning', 'awaitingApproval', 'contained', 'closed']))
  })

  it('names every technique once, with a sentence', () => {
    const names = stageKinds.techniques.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(stageKinds.techniques.every(({ summary }) => summary.length > 10)).toBe(true)
  })

  it('checks the account as the simulated one takes it', () => {
    const account = { accountId: '111122223333', roles: [{ name: 'x', path: 'no-slash' }] }
    expect(stageKinds.checkAccount(account)).toMatchObject([{ path: ['roles', 0, 'path'], what: expect.any(String) }])
    expect(stageKinds.checkAccount({ accountId: '111122223333' })).toEqual([])
  })

  it.each([
    ['a key that no account has', { rolls: [] }, ['rolls'], 'an account has no rolls'],
    [
      'a profile of a role that is not there',
      { rolesAnywhere: { profiles: [{ name: 'builds', roles: ['builds'] }] } },
      [],
      'profile builds hands out role builds, which is not there',
    ],
    [
      'two trust anchors of one name',
      { rolesAnywhere: { trustAnchors: [{ name: 'CA' }, { name: 'CA' }] } },
      [],
      'trust anchor CA is in the seed twice',
    ],
    [
      'a user in a group that is not there',
      { users: [{ name: 'ana', groups: ['ops'] }] },
      [],
      'user ana is in group ops, which is not there',
    ],
    [
      'a misspelt key of Roles Anywhere',
      { rolesAnywhere: { profile: [] } },
      ['rolesAnywhere', 'profile'],
      'the simulated account takes no profile',
    ],
  ])('refuses %s', (_what, more, path, what) => {
    expect(stageKinds.checkAccount({ accountId: '111122223333', ...more })).toMatchObject([{ path, what }])
  })

  it('knows who may assume a role, link by link', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
    }
    const accounts = [
      {
        accountId: '111122223333',
        roles: [
          { name: 'runner', inlinePolicies: [{ name: 'all', document }] },
          { name: 'deploy' },
          { name: 'locked' },
        ],
        users: [{ name: 'ana', accessKeys: [{ id: 'AKIAANAANAANAANAANA0' }] }],
      },
    ]
    const runner = { role: 'runner', session: 'r-1' }
    expect(stageKinds.whyNotAssumed(accounts, { role: 'deploy', assumedBy: runner })).toBeNull()
    expect(stageKinds.whyNotAssumed(accounts, { role: 'deploy', assumedBy: { user: 'ana' } })).toMatch(
      /^ana cannot assume deploy: .*sts:AssumeRole/,
    )
    const chain = { role: 'deploy', assumedBy: { ...runner, assumedBy: { user: 'ana' } } }
    expect(stageKinds.whyNotAssumed(accounts, chain)).toMatch(/^ana cannot assume runner/)
  })

  it('knows the name of the profile that the technique makes where the file gives none', () => {
    const { profile } = z.object({ profile: z.string() }).parse(rolesAnywherePersistence.parameters.parse({}))
    expect(profile).toBe(USUAL_PROFILE)
  })

  it('checks a payload with the parser of its source', () => {
    expect(stageKinds.checkPayload('guardduty', { detail: {} })).toHaveLength(1)
    const principal = { arn: 'arn:aws:iam::111122223333:role/x' }
    const payload = { id: 'a', type: 'Odd', severity: 5, updatedAt: '2026-03-01T10:00:00Z', principal }
    expect(stageKinds.checkPayload('generic', payload)).toEqual([])
    expect(stageKinds.checkPayload('smoke-signals', payload)).toMatchObject([
      { what: 'there is no source smoke-signals' },
    ])
  })

  it('makes findings of every source, and about profiles where single calls are looked at', () => {
    const sources = ['guardduty', 'security-hub', 'detective', 'splunk', 'elastic', 'generic']
    expect(sources.filter((source) => stageKinds.canMake(source, 'principal'))).toEqual(sources)
    expect(sources.filter((source) => stageKinds.canMake(source, 'profile'))).toEqual(['splunk', 'elastic'])
    expect(stageKinds.canMake('smoke-signals', 'principal')).toBe(false)
  })
})
