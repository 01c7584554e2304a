import fc from 'fast-check'
import { buildContainPlan, type ContainPlanInput } from '../../../src/containment/contain-plan.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import type { ObtainedCredentials } from '../../../src/domain/evidence.js'
import { planDigest } from '../../../src/domain/plan.js'
import { anEvidence, aSession } from '../../support/fixtures/evidence.js'
import { aGroup, aMember, aPreImage, aRole, aUser, containmentId, imageOf, planFor, planInput } from './samples.js'

const obtained: ObtainedCredentials = {
  accessKeyId: 'ASIAEXAMPLEOTHERROLE1',
  of: 'arn:aws:iam::111122223333:role/admin',
  sessionName: 'chained',
  eventName: 'AssumeRole',
  issuedAt: '2026-03-01T09:30:00Z',
  expiresAt: '2026-03-01T10:30:00Z',
}
const evidence = anEvidence({
  sessions: [
    aSession(),
    aSession({ accessKeyId: 'ASIA2', expiresAt: '2026-03-01T09:45:00Z', alive: false }),
    aSession({ accessKeyId: 'ASIA3', expiresAt: null, alive: null }),
    aSession({ accessKeyId: 'AKIAEXAMPLE0000000001', expiresAt: null, alive: null }),
  ],
  obtained: [
    obtained,
    { ...obtained, accessKeyId: 'ASIAEXAMPLEENDED00001', expiresAt: '2026-03-01T10:00:00Z' },
    { ...obtained, accessKeyId: 'ASIAEXAMPLEUNKNOWN001', of: '', expiresAt: null },
    { ...obtained, accessKeyId: 'ASIAEXAMPLEOWNTOKEN01', of: aUser().arn, eventName: 'GetSessionToken' },
  ],
})

describe('a plan to contain', () => {
  it('is about the entity of the pre-image, in its realm, with its approval', () => {
    const approval = { quorum: 2, raisedBecause: ['It is tagged tier=critical.'] }
    expect(planFor(aRole(), {}, { approval })).toMatchObject({
      kind: 'contain',
      containmentId,
      realm: 'live/aws/111122223333/aws',
      entity: { uniqueId: 'AROAEXAMPLECIDEPLOY01' },
      approval,
    })
  })

  it('is refused where the entity was replaced between two reads', () => {
    const description = aRole({ uniqueId: 'AROAEXAMPLEANOTHER001' })
    expect(buildContainPlan({ ...planInput(aRole()), description })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('replaced'),
      alternative: expect.stringContaining('plan again'),
    })
  })
})

describe('what a plan says it touches', () => {
  it('of a role: who assumes it, its instances, and the sessions that are alive', () => {
    const { impact } = planFor(aRole(), {}, { evidence, instanceProfiles: ['web', 'api'] })
    expect(impact).toEqual({
      lastUsedAt: '2026-03-01T09:00:00Z',
      lastUsedRegion: 'eu-central-1',
      trustedServices: ['lambda.amazonaws.com'],
      trustedPrincipals: [],
      instanceProfiles: ['api', 'web'],
      members: [],
      groups: [],
      accessKeys: [],
      consoleAccess: null,
      sessionsAlive: 1,
      sessionsElsewhere: expect.any(Array),
      unread: [],
    })
  })

  it('of a user: its keys with their last use, its groups and its password', () => {
    const keyLastUsed = { AKIAEXAMPLE0000000001: '2026-03-01T08:00:00Z', AKIAEXAMPLE0000000002: null }
    const unread = ['The groups could not be read.', 'The groups could not be read.']
    expect(planFor(aUser(), {}, { keyLastUsed, unread }).impact).toMatchObject({
      trustedServices: [],
      groups: ['builders'],
      consoleAccess: false,
      accessKeys: [
        { accessKeyId: 'AKIAEXAMPLE0000000001', status: 'Active', lastUsedAt: '2026-03-01T08:00:00Z' },
        { accessKeyId: 'AKIAEXAMPLE0000000002', status: 'Inactive', lastUsedAt: null },
      ],
      unread: ['The groups could not be read.'],
    })
  })

  it('of a group: every member, sorted', () => {
    expect(planFor(aGroup()).impact.members).toEqual(['bob', 'eve'])
  })

  it('credentials of other identities that may be alive, and not its own tokens nor those that ended', () => {
    const elsewhere = planFor(aUser(), {}, { evidence }).impact.sessionsElsewhere
    expect(elsewhere.map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIAEXAMPLEUNKNOWN001', 'ASIAEXAMPLEOTHERROLE1'])
    expect(elsewhere[1]).toEqual({
      roleArn: 'arn:aws:iam::111122223333:role/admin',
      accessKeyId: 'ASIAEXAMPLEOTHERROLE1',
      sessionName: 'chained',
      expiresAt: '2026-03-01T10:30:00Z',
    })
  })
})

describe('what a plan says goes on in spite of it', () => {
  it('sessions in other roles, undeniable calls, running compute, instances, and gaps of the evidence', () => {
    const text = planFor(aRole(), {}, { evidence, instanceProfiles: ['web'] }).notCovered.join('\n')
    expect(text).toContain('Sessions that this role already opened in other roles live on until they expire. 3 may be')
    expect(text).toContain('ASIAEXAMPLEOTHERROLE1 of arn:aws:iam::111122223333:role/admin (until 2026-03-01T10:30:00Z)')
    expect(text).toContain('ASIAEXAMPLEUNKNOWN001 of an unknown identity (end unknown)')
    expect(text).toContain('sts:GetCallerIdentity and sts:GetSessionToken answer in spite of any policy')
    expect(text).toContain('Running compute and open data connections')
    expect(text).toContain('Other principals, access keys and roles')
    expect(text).toContain('Instances with web go on running')
  })

  it('instances lose access for good, or until they get new credentials where only sessions are revoked', () => {
    const instanceProfiles = ['web']
    const revoked = planFor(aRole(), { role: ['revoke-sessions'] }, { instanceProfiles }).notCovered
    const changes = { instanceProfiles, sessionName: 'build-17' }
    expect(revoked).toContain('Instances with web are denied until they get new credentials.')
    expect(planFor(aRole(), { role: ['deny-session'] }, changes).notCovered.join()).not.toContain('Instances')
  })

  it('keys that could not be read are not turned off', () => {
    const preImage = imageOf(aUser(), { accessKeys: null })
    const plan = planFor(aUser(), { user: ['deny-all', 'disable-keys'] }, { preImage })
    expect(plan.modes).toEqual(['deny-all'])
    expect(plan.notCovered).toContain('The access keys could not be read: none is turned off.')
  })

  it('a long-term key has no end, so none is missing', () => {
    expect(planFor(aUser(), {}, { evidence }).notCovered).toContain('No record shows how long 1 of the sessions live.')
  })

  it('evidence that could not be read is no evidence of absence', () => {
    expect(planFor(aRole()).notCovered.join()).toContain('No CloudTrail evidence could be read')
  })
})

describe('the digest of a plan', () => {
  it('is the same for the same input and another for any other', () => {
    const digest = planDigest(planFor(aRole()))
    expect(planDigest(planFor(aRole()))).toBe(digest)
    expect(planDigest(planFor(aRole(), {}, { containmentId: 'cnt_zzzzzzzzzzzzzzzzzzzz' }))).not.toBe(digest)
    expect(planDigest(planFor(aRole(), {}, { preImage: aPreImage([{ name: 'x', document: '{}' }]) }))).not.toBe(digest)
    expect(planDigest(planFor(aRole(), {}, { instanceProfiles: ['web'] }))).not.toBe(digest)
    expect(planDigest(planFor(aRole(), {}, { approval: { quorum: 2, raisedBecause: [] } }))).not.toBe(digest)
    expect(planDigest(planFor(aRole(), { role: ['deny-all', 'revoke-sessions'] }))).not.toBe(digest)
  })

  it('is another one once a member joined the group', () => {
    const more = aGroup({ members: [aMember('eve'), aMember('bob'), aMember('zoe')] })
    expect(planDigest(planFor(more))).not.toBe(planDigest(planFor(aGroup())))
  })

  it('does not depend on the order in which AWS and the configuration list things', () => {
    const keys = ['AKIAEXAMPLE0000000001', 'AKIAEXAMPLE0000000002'].map((accessKeyId) => {
      return { accessKeyId, status: 'Active' as const, createdAt: '2026-01-01T00:00:00Z' }
    })
    const lists = fc.record({
      inlinePolicies: fc.shuffledSubarray([denyAllPolicy('cnt_zzzzzzzzzzzzzzzzzzzz'), { name: 'a', document: '{}' }], {
        minLength: 2,
      }),
      attachedPolicies: fc.shuffledSubarray(['arn:a', 'arn:b', 'arn:c'], { minLength: 3 }),
      accessKeys: fc.shuffledSubarray(keys, { minLength: 2 }),
      groups: fc.shuffledSubarray(['ops', 'dev'], { minLength: 2 }),
      modes: fc.shuffledSubarray(['deny-all', 'revoke-sessions', 'disable-keys'] as const, { minLength: 3 }),
      unread: fc.shuffledSubarray(['one', 'two'], { minLength: 2 }),
      obtained: fc.shuffledSubarray([...evidence.obtained], { minLength: 4 }),
      tags: fc.shuffledSubarray(
        [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
        { minLength: 2 },
      ),
    })
    const digests = new Set<string>()
    fc.assert(
      fc.property(lists, ({ modes, unread, obtained: given, tags, ...readings }) => {
        const changes: Partial<ContainPlanInput> = {
          preImage: imageOf(aUser({ tags }), readings),
          unread,
          evidence: { ...evidence, obtained: given },
        }
        digests.add(planDigest(planFor(aUser(), { user: modes }, changes)))
      }),
    )
    expect(digests.size).toBe(1)
  })
})
