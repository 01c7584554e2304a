import { account, anEvent, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, found, habitOf, quietBaseline } from './detection-case.js'

const role = `arn:aws:iam::${account}:role/app`
const profile = (changes: Parameters<typeof call>[2] = {}) =>
  call('rolesanywhere CreateProfile', { name: 'p', roleArns: [role], durationSeconds: 3600, enabled: true }, changes)
const id = 'rolesanywhere-profile-created'

function verdicts(events: Parameters<typeof found>[1]) {
  const answers = found(id, events)?.answers ?? []
  return Object.fromEntries(answers.map(({ question, verdict }) => [question, verdict]))
}

describe('a Roles Anywhere profile', () => {
  it('is asked every question of its triage, and what records cannot tell is unknown', () => {
    expect(found(id, [profile()])).toMatchObject({ severity: 'medium', status: 'succeeded', technique: 'T1098.003' })
    expect(verdicts([profile()])).toEqual({
      'Who made the profile, and is that usual?': 'unknown',
      'From a usual address?': 'unknown',
      'By a usual program?': 'unknown',
      'Did the same actor make a trust anchor for it?': 'neutral',
      'Did the same actor make or change the roles of the profile?': 'neutral',
      'How is it set up?': 'neutral',
      'Was a session obtained with a certificate afterwards?': 'neutral',
    })
  })

  it('is grave after an anchor and role changes of the same actor, and before a session with it', () => {
    const anchor = call('rolesanywhere CreateTrustAnchor', { name: 'a' }, { eventTime: at(8) })
    const change = call('iam UpdateAssumeRolePolicy', { roleName: 'app' }, { eventTime: at(8) })
    const session = call('rolesanywhere CreateSession', {}, { eventTime: at(10), actor: {} })
    const detection = found(id, [anchor, change, profile(), session])
    expect(detection?.severity).toBe('high')
    const ids = detection?.answers.filter(({ verdict }) => verdict === 'suspicious').flatMap(({ eventIds }) => eventIds)
    expect(ids?.sort()).toEqual([anchor, change, session].map(({ eventId }) => eventId).sort())
  })

  it('is not made graver by an anchor of somebody else, or by a role that it does not name', () => {
    const anchor = call('rolesanywhere CreateTrustAnchor', { name: 'a' }, { actor: aUser('bo') })
    const change = call('iam UpdateAssumeRolePolicy', { roleName: 'another' })
    expect(found(id, [anchor, change, profile()])?.severity).toBe('medium')
  })

  it('is usual by whom, from where and with what it was made often before', () => {
    const made = profile()
    expect(found(id, [made, ...habitOf(made)])?.severity).toBe('low')
    const elsewhere = { ...made, sourceIp: '203.0.113.99' }
    expect(found(id, [elsewhere, ...habitOf(made)])?.severity).toBe('high')
  })

  it('is new where a baseline shows none', () => {
    const detection = found(id, [profile(), anEvent(), ...quietBaseline()])
    expect(detection?.severity).toBe('high')
  })

  it('is an attempt where it failed', () => {
    expect(found(id, [profile({ errorCode: 'AccessDenied' })])).toMatchObject({ severity: 'low', status: 'attempted' })
  })
})
