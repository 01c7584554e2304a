import { stageKinds } from '../../../app/exercise/stage-kinds.js'

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
