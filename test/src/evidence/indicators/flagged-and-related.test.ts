import { flaggedIpAddresses } from '../../../../src/evidence/indicators/flagged-ip-addresses.js'
import type { RelatedFinding } from '../../../../src/evidence/indicators/indicator-input.js'
import { mostUsersOfAddress, relatedFindingGroups } from '../../../../src/evidence/indicators/related-finding-groups.js'
import { relatedFindingSightings } from '../../../../src/evidence/indicators/related-finding-sightings.js'
import { account, anEvent, aSessionOf, aUser } from '../../../support/fixtures/gathered-events.js'
import { inputOf } from '../../../support/fixtures/indicator-input.js'

const listed = { reasonOf: (address: string) => (address === '203.0.113.9' ? 'Tor exit' : null) }

describe('flagged addresses', () => {
  it('are those of the actor that stand on the list, with the reason and all calls', () => {
    const bad = [anEvent({ sourceIp: '203.0.113.9' }), anEvent({ sourceIp: '203.0.113.9', errorCode: 'AccessDenied' })]
    expect(flaggedIpAddresses(inputOf([anEvent(), ...bad], { flagged: listed })).sightings).toMatchObject([
      {
        severity: 'HIGH',
        detail: { ipAddress: '203.0.113.9', reason: 'Tor exit', apiSuccessCount: 1, apiFailureCount: 1 },
        eventIds: bad.map(({ eventId }) => eventId),
      },
    ])
  })

  it('weigh less where nothing succeeded', () => {
    const failed = anEvent({ sourceIp: '203.0.113.9', errorCode: 'AccessDenied' })
    expect(flaggedIpAddresses(inputOf([failed], { flagged: listed })).sightings).toMatchObject([{ severity: 'MEDIUM' }])
  })

  it('are seen in another spelling, and not of other actors or outside of the scope', () => {
    const spelled = anEvent({ sourceIp: '::ffff:203.0.113.9' })
    expect(flaggedIpAddresses(inputOf([spelled], { flagged: listed })).sightings).toHaveLength(1)
    const others = anEvent({ sourceIp: '203.0.113.9', actor: aUser('bo') })
    expect(flaggedIpAddresses(inputOf([anEvent(), others], { flagged: listed })).otherwise.status).toBe('notObserved')
  })

  it('are not evaluated without a list', () => {
    expect(flaggedIpAddresses(inputOf([anEvent()])).otherwise.status).toBe('notEvaluated')
  })
})

function finding(arn: string, ties: Partial<RelatedFinding> = {}): RelatedFinding {
  return {
    arn,
    type: 'Recon:IAMUser/Example',
    severity: 5,
    principalArns: [],
    accessKeyIds: [],
    sessionIds: [],
    ipAddresses: [],
    ...ties,
  }
}

const anaArn = `arn:aws:iam::${account}:user/team/ana`

describe('related findings', () => {
  it.each([
    ['the principal, whatever its path', { principalArns: [anaArn] }, 'the principal itself'],
    ['the key', { accessKeyIds: ['AKIAANA'] }, 'the access key AKIAANA'],
    ['the address', { ipAddresses: ['198.51.100.7'] }, 'the address 198.51.100.7'],
  ])('share %s', (_, ties, shared) => {
    const [sighting] = relatedFindingSightings(
      inputOf([anEvent()], { relatedFindings: [finding('f', ties)] }),
    ).sightings
    expect(sighting).toMatchObject({ severity: 'MEDIUM', detail: { arn: 'f', shared: [shared] }, technique: null })
    expect(sighting?.eventIds).toHaveLength(1)
  })

  it('share a session of a role', () => {
    const by = aSessionOf({ role: 'ops', session: 'one', accessKeyId: 'ASIA1' })
    const actor = { key: `role:${account}:ops`, type: 'role', accountId: account } as const
    const related = (sessionId: string) =>
      relatedFindingSightings(
        inputOf([anEvent({ actor: by })], { actor, relatedFindings: [finding('f', { sessionIds: [sessionId] })] }),
      ).sightings
    expect([related('AROAOPS:one').length, related('AROAOPS:two').length]).toEqual([1, 0])
  })

  it('are none by what everybody shares, by nothing, or by what is no principal', () => {
    const findings = [
      finding('a', { ipAddresses: ['AWS Internal', '10.0.0.1', ''] }),
      finding('b', { principalArns: ['', 'nonsense', 'arn:aws:s3:::ana'], accessKeyIds: [''], sessionIds: [''] }),
      finding('c', { principalArns: ['arn:aws:iam::444455556666:user/ana'] }),
    ]
    const events = ['AWS Internal', '10.0.0.1'].map((sourceIp) => anEvent({ sourceIp, actor: aUser('ana', '') }))
    expect(relatedFindingSightings(inputOf(events, { relatedFindings: findings }))).toMatchObject({
      sightings: [],
      otherwise: { status: 'notObserved' },
    })
    expect(relatedFindingSightings(inputOf(events)).otherwise.status).toBe('notEvaluated')
  })

  it('come gravest first, on the steps of GuardDuty', () => {
    const scores = [0.5, 1, 3.9, 4, 6.9, 7, 8.9, 9]
    const findings = scores.map((severity) => finding(`f${severity}`, { severity, principalArns: [anaArn] }))
    const { sightings } = relatedFindingSightings(inputOf([anEvent()], { relatedFindings: findings }))
    expect(sightings.map(({ detail, severity }) => `${detail.arn} ${severity}`)).toEqual([
      'f9 CRITICAL',
      'f7 HIGH',
      'f8.9 HIGH',
      'f4 MEDIUM',
      'f6.9 MEDIUM',
      'f1 LOW',
      'f3.9 LOW',
      'f0.5 INFORMATIONAL',
    ])
  })
})

describe('a group of findings', () => {
  const own = finding('own', { accessKeyIds: ['AKIAANA'] })
  const ofBo = finding('of-bo', { principalArns: [`arn:aws:iam::${account}:user/bo`], severity: 8 })
  const shared = [anEvent(), anEvent({ actor: aUser('bo') })]

  function groupOf(events = shared, relatedFindings: readonly RelatedFinding[] = [own, ofBo]) {
    return relatedFindingGroups(inputOf(events, { relatedFindings }))
  }

  it('is connected over an address that two principals used', () => {
    expect(groupOf().sightings).toMatchObject([{ severity: 'HIGH', detail: { findings: ['of-bo', 'own'] } }])
    expect(groupOf([anEvent(), anEvent({ actor: aUser('bo'), sourceIp: '203.0.113.9' })]).sightings).toEqual([])
  })

  it('is connected over findings alone, step by step', () => {
    const chain = [
      own,
      finding('two', { accessKeyIds: ['AKIAANA'], ipAddresses: ['203.0.113.1'] }),
      finding('three', { ipAddresses: ['203.0.113.1'] }),
    ]
    expect(groupOf([anEvent()], chain).sightings).toMatchObject([{ detail: { findings: ['own', 'three', 'two'] } }])
  })

  it('has the same id whatever the order, and another one with other findings', () => {
    const id = (...findings: RelatedFinding[]) => groupOf(shared, findings).sightings[0]?.detail.id
    expect(id(own, ofBo)).toBe(id(ofBo, own, own))
    expect(id(own, ofBo)).not.toBe(id(own, ofBo, finding('three', { accessKeyIds: ['AKIAANA'] })))
  })

  it('is none of one finding, or of one that was told twice', () => {
    expect(groupOf(shared, [own, own]).otherwise.status).toBe('notObserved')
    expect(groupOf(shared, [own, own]).sightings).toEqual([])
  })

  it('is not connected over an address that an office shares', () => {
    const crowd = (users: number) =>
      Array.from({ length: users - 2 }, (_, at) => anEvent({ actor: aUser(`user${at}`) }))
    expect(groupOf([...shared, ...crowd(mostUsersOfAddress)]).sightings).toHaveLength(1)
    const office = groupOf([...shared, ...crowd(mostUsersOfAddress + 1)])
    expect([office.sightings, office.gaps]).toEqual([
      [],
      [`1 address of more than ${mostUsersOfAddress} principals connects nothing`],
    ])
  })
})
