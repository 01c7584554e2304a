import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import {
  accusationOf,
  blinding,
  change,
  investigated,
  keyMade,
  names,
  notProposedAs,
  reads,
  takeover,
} from './proposal-case.js'

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

describe('where all that stands out is one record or kind of act of somebody at work', () => {
  const dev = aUser('dev')
  const atDesk = Array.from({ length: 12 }, (_, n) => anEvent({ actor: dev, ...office, eventTime: at(8 + n) }))
  const slip = deployed(dev)

  it('nobody is proposed, and the answer says whom to ask about what', () => {
    const found = investigated([slip, ...atDesk])
    expect(names(found)).toEqual([])
    expect(found.verdict.statement).toMatch(
      /little, and done from where those who did it work\. Ask about it: user dev\.$/,
    )
    const told = notProposedAs(found, 'dev')
    expect(told).toMatchObject({ kind: 'faint', standsOut: true })
    expect(told?.reason).toMatch(/too little for a block: ask whose work it was\.$/)
  })

  it('whoever obtained the session for it is not proposed either', () => {
    const role = aSessionOf({ role: 'ops', session: 's', accessKeyId: 'ASIAOPS' })
    const asked = anAssumption({ by: dev, role: 'ops', session: 's', key: 'ASIAOPS', eventTime: at(8) })
    const byRole = Array.from({ length: 12 }, (_, n) => anEvent({ actor: role, ...office, eventTime: at(8 + n) }))
    expect(names(investigated([asked, deployed(role), ...byRole]))).toEqual([])
  })

  it('somebody else of whom more stands out is asked about, and the one at work is not', () => {
    const stranger = deployed(aUser('stranger'), { sourceIp: '203.0.113.66' })
    const role = aSessionOf({ role: 'ops', session: 's', accessKeyId: 'ASIAOPS' })
    const asked = anAssumption({ by: dev, role: 'ops', session: 's', key: 'ASIAOPS', eventTime: at(8) })
    const byRole = Array.from({ length: 12 }, (_, n) => anEvent({ actor: role, ...office, eventTime: at(8 + n) }))
    expect(names(investigated([asked, deployed(role), ...byRole, stranger]))).toEqual(['stranger'])
  })

  it('who was asked about, or is accused, is proposed all the same', () => {
    const focusKey = `user:${account}:dev`
    expect(names(investigated([slip, ...atDesk], { focusKey }))).toEqual(['dev'])
    expect(names(investigated([slip, ...atDesk], { accusations: [accusationOf(focusKey)] }))).toEqual(['dev'])
  })

  it('a second record makes it a question of a block again, unless it was there the day before', () => {
    const twice = [slip, deployed(dev, { eventTime: at(10) })]
    expect(names(investigated([...twice, ...atDesk]))).toEqual(['dev'])
    const before = anEvent({ actor: dev, ...office, eventTime: at(-10) })
    expect(names(investigated([...twice, before, ...atDesk]))).toEqual([])
  })

  it('several kinds of acts with MFA, from where it was the day before or others work, are an administrator’s day', () => {
    const admin = { ...aUser('admin'), mfa: true }
    const before = anEvent({ actor: admin, ...office, eventTime: at(-10) })
    const acts = [
      change('iam CreateSAMLProvider', { name: 'okta' }, { actor: admin, ...office }),
      change('iam DeleteAccountPasswordPolicy', {}, { actor: admin, ...office }),
    ]
    expect(names(investigated([...acts, before]))).toEqual([])
    const atOffice = Array.from({ length: 11 }, (_, n) =>
      anEvent({ actor: aUser('cy'), ...office, eventTime: at(8 + n / 2) }),
    )
    expect(names(investigated([...acts, ...atOffice]))).toEqual([])
    expect(names(investigated(acts))).toEqual(['admin'])
  })

  it('another kind of act makes it one, too', () => {
    const before = anEvent({ actor: dev, ...office, eventTime: at(-10) })
    const shown = change('ec2 GetPasswordData', { instanceId: 'i-1' }, { actor: dev, readOnly: true, ...office })
    const found = investigated([slip, keyMade(dev, 'bo', 'AKIABO', office), shown, before, ...atDesk])
    expect(names(found)).toEqual(['dev'])
  })

  it('so does the same record from where it never called', () => {
    expect(names(investigated([deployed(dev, { sourceIp: '203.0.113.66' }), ...atDesk]))).toEqual(['dev'])
  })
})

describe('who cannot be blocked and did nothing', () => {
  it('is told of without an order to stop it', () => {
    const sso = aSessionOf({
      role: 'AWSReservedSSO_ReadOnly_0123456789abcdef',
      session: 'ana',
      accessKeyId: 'ASIASSO',
      path: '/aws-reserved/sso.amazonaws.com/',
    })
    const reason = (...events: CloudTrailEvent[]) =>
      notProposedAs(investigated(events), 'AWSReservedSSO_ReadOnly_0123456789abcdef')?.reason
    expect(reason(...reads(sso, 3))).toMatch(
      /^Nothing of it stands out\. If it did: This is a role of IAM Identity Center/,
    )
    expect(reason(blinding(sso))).toMatch(/It stands out and would be proposed\. This is a role/)
  })
})
