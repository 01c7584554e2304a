import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, keyMade, names, notProposedAs, reads, takeover } from './proposal-case.js'

const mallory = aUser('mallory')
const thief = { actor: mallory, sourceIp: '203.0.113.66' }
/** Sure, and not by much: one grave act. */
const attack = [blinding(mallory, thief)]

/** Nine to eighteen at the office, which others share. */
const office = { sourceIp: '198.51.100.7' }
const colleagues = reads(aUser('cy'), 3, office)

/** One kind of act of medium weight: alone it would be asked about. */
function deployed(actor: CloudTrailEvent['actor'], more: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return change('lambda UpdateFunctionCode20150331v2', { functionName: 'f' }, { actor, ...office, ...more })
}

describe('beside somebody who is surely an attacker', () => {
  it('nobody is proposed who did one thing of medium weight, and the reason says whom to ask', () => {
    const found = investigated([...attack, deployed(aUser('dev')), ...colleagues])
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'dev')).toMatchObject({ kind: 'faint', standsOut: true })
    expect(notProposedAs(found, 'dev')?.reason).toMatch(
      /user mallory .*no credential joins them: ask whose work it was/,
    )
  })

  it('no administrator is proposed for a day of administration with MFA, however much of it', () => {
    const admin = { ...aUser('admin'), mfa: true }
    const day = [
      keyMade(admin, 'mailer', 'AKIAMAILER', office),
      change('iam UpdateLoginProfile', { userName: 'bo', passwordResetRequired: true }, { actor: admin, ...office }),
      change('iam DeactivateMFADevice', { userName: 'gone' }, { actor: admin, ...office }),
    ]
    const found = investigated([...attack, ...day, ...colleagues])
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'admin')?.reason).toContain('It was done with MFA.')
    expect(investigated(day).proposed).toMatchObject([{ name: 'admin', confidence: 'low' }])
  })

  it('whoever acts from an address that only attacks come from is in the same hands', () => {
    const second = deployed(aUser('second'), { sourceIp: thief.sourceIp })
    expect(names(investigated([...attack, second]))).toEqual(['mallory', 'second'])
    const shared = reads(aUser('cy'), 3, { sourceIp: thief.sourceIp })
    expect(names(investigated([...attack, second, ...shared]))).toEqual(['mallory'])
    const signedIn = deployed({ ...aUser('second'), mfa: true }, { sourceIp: thief.sourceIp })
    expect(names(investigated([...attack, signedIn]))).toEqual(['mallory'])
  })

  it('a role of the same service is no kin', () => {
    const lambda = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } as const
    const session = (role: string, accessKeyId: string) => aSessionOf({ role, session: role, accessKeyId })
    const handed = ['bad', 'keeper'].map((role) =>
      anAssumption({ by: lambda, role, session: role, key: `ASIA${role.toUpperCase()}`, hours: 12 }),
    )
    const bad = blinding(session('bad', 'ASIABAD'), { sourceIp: thief.sourceIp })
    const found = investigated([...handed, bad, deployed(session('keeper', 'ASIAKEEPER'), { sourceIp: '192.0.2.8' })])
    expect(names(found)).toEqual(['bad'])
    const focused = investigated([...handed, bad], { focusKey: 'role:111122223333:bad' })
    expect(focused.sessions.map(({ accessKeyId }) => accessKeyId)).not.toContain('ASIAKEEPER')
  })

  it('whoever works with a role is not behind what another one does with it', () => {
    const shared = (accessKeyId: string) => aSessionOf({ role: 'deploy', session: accessKeyId, accessKeyId })
    const found = investigated([
      anAssumption({ by: aUser('dev'), role: 'deploy', session: 'ASIADEV', key: 'ASIADEV' }),
      deployed(shared('ASIADEV')),
      deployed(aUser('dev')),
      {
        ...anAssumption({ by: mallory, role: 'deploy', session: 'ASIABAD', key: 'ASIABAD' }),
        sourceIp: thief.sourceIp,
      },
      ...takeover(shared('ASIABAD'), { sourceIp: thief.sourceIp }),
      blinding(shared('ASIABAD'), { sourceIp: thief.sourceIp }),
    ])
    expect(names(found).sort()).toEqual(['deploy', 'mallory'])
    expect(notProposedAs(found, 'dev')?.kind).toBe('faint')
  })

  it('whoever obtained a session for each act is behind all of them', () => {
    const hop = (key: string, n: number) => [
      anAssumption({ by: mallory, role: 'ops', session: key, key, eventTime: at(9 + n) }),
      n === 1
        ? blinding(aSessionOf({ role: 'ops', session: key, accessKeyId: key }), { eventTime: at(9.1 + n) })
        : keyMade(aSessionOf({ role: 'ops', session: key, accessKeyId: key }), 'bo', 'AKIABO', {
            eventTime: at(9.1 + n),
          }),
    ]
    const found = investigated([...hop('ASIA1', 1), ...hop('ASIA2', 2)])
    expect(found.proposed.map(({ name, confidence }) => [name, confidence])).toEqual([
      ['ops', 'high'],
      ['mallory', 'medium'],
    ])
  })

  it('no administrator is, who made the user that somebody else misuses, nor the owner of a key that nobody used', () => {
    const admin = { ...aUser('admin'), mfa: true }
    const made = change('iam CreateUser', { userName: 'bo' }, { actor: admin, created: { kind: 'user', name: 'bo' } })
    const misused = blinding(aUser('bo'), { ...thief, actor: aUser('bo'), eventTime: at(11) })
    const found = investigated([made, keyMade(admin, 'mailer', 'AKIAMAILER'), misused, ...colleagues])
    expect(names(found)).toEqual(['bo'])
    const keyFor = keyMade(mallory, 'admin', 'AKIAFRESH', thief)
    expect(names(investigated([...attack, keyFor, keyMade(admin, 'mailer', 'AKIAMAILER'), ...colleagues]))).toEqual([
      'mallory',
    ])
  })

  it('who obtained the session that acted stays, however far up, though each link is of low confidence', () => {
    const hop = (role: string, accessKeyId: string) => aSessionOf({ role, session: 's', accessKeyId })
    const chain = [
      anAssumption({ by: aUser('eve'), role: 'r1', session: 's', key: 'ASIA1' }),
      anAssumption({ by: hop('r1', 'ASIA1'), role: 'r2', session: 's', key: 'ASIA2', eventTime: at(9.1) }),
      anAssumption({ by: hop('r2', 'ASIA2'), role: 'r3', session: 's', key: 'ASIA3', eventTime: at(9.2) }),
    ]
    const found = investigated([...chain, blinding(hop('r3', 'ASIA3'), { eventTime: at(9.3) })])
    expect(names(found).sort()).toEqual(['eve', 'r1', 'r2', 'r3'])
    expect(found.verdict.statement).toContain('Also proposed: user eve (root of the chain), role')
  })
})

describe('of those who are proposed with low confidence at most', () => {
  const stranger = deployed(aUser('stranger'), { sourceIp: '203.0.113.66' })

  it('whoever acted from where it called all day is likelier at work', () => {
    const atDesk = Array.from({ length: 12 }, (_, n) =>
      anEvent({ actor: aUser('dev'), ...office, eventTime: at(8 + n) }),
    )
    expect(names(investigated([stranger, deployed(aUser('dev')), ...atDesk]))).toEqual(['stranger'])
  })

  it('all are asked about where nothing tells them apart', () => {
    expect(names(investigated([stranger, deployed(aUser('dev'))])).sort()).toEqual(['dev', 'stranger'])
    expect(names(investigated([...takeover(mallory), stranger]))).toEqual(['mallory'])
  })
})
