import { buildContainPlan } from '../../../src/containment/contain-plan.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import type { Evidence } from '../../../src/domain/evidence.js'
import { planDigest } from '../../../src/domain/plan.js'
import { aPreImage, aRole, containmentId } from './samples.js'

const realm = { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null } as const
const session = {
  sessionName: 'build-17',
  firstSeenAt: '2026-03-01T09:00:00Z',
  lastSeenAt: '2026-03-01T09:30:00Z',
  calls: 3,
  errors: 0,
  sourceIps: [],
}
const evidence: Evidence = {
  kind: 'basic',
  window: { from: '2026-03-01T08:00:00Z', to: '2026-03-01T10:00:00Z' },
  collectedAt: '2026-03-01T10:00:00Z',
  sources: [],
  firstSeenAt: null,
  lastSeenAt: null,
  calls: 9,
  errors: 1,
  sourceIps: [],
  topCalls: [
    { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', calls: 4, errors: 1, errorCodes: ['AccessDenied'] },
  ],
  userAgents: [],
  sessions: [
    { ...session, accessKeyId: 'ASIA1', expiresAt: '2026-03-01T11:00:00Z', alive: true },
    { ...session, accessKeyId: 'ASIA2', expiresAt: '2026-03-01T09:45:00Z', alive: false },
    { ...session, accessKeyId: 'ASIA3', expiresAt: null, alive: null },
  ],
  rawDigest: 'sha256:0',
}
const input = { containmentId, realm, role: aRole(), preImage: aPreImage(), evidence, instanceProfiles: ['web', 'api'] }

function planOf(changes: Partial<typeof input> | { evidence: null } = {}) {
  const result = buildContainPlan({ ...input, ...changes })
  if (!result.ok) throw new Error(result.reason)
  return result.plan
}

describe('a plan to contain a role', () => {
  it('is one write: the block, on the role of the pre-image', () => {
    const block = denyAllPolicy(containmentId)
    expect(planOf().writes).toEqual([
      {
        operation: 'PutRolePolicy',
        purpose: 'denyAll',
        roleName: 'ci-deploy',
        policyName: block.name,
        document: block.document,
      },
    ])
    expect(planOf()).toMatchObject({
      realm: 'live/aws/111122223333/aws',
      entity: { uniqueId: 'AROAEXAMPLECIDEPLOY01' },
    })
  })

  it('says what stops', () => {
    expect(planOf().impact).toEqual({
      lastUsedAt: '2026-03-01T09:00:00Z',
      lastUsedRegion: 'eu-central-1',
      trustedServices: ['lambda.amazonaws.com'],
      trustedPrincipals: [],
      instanceProfiles: ['api', 'web'],
      sessionsAlive: 1,
    })
  })

  it('says what goes on in spite of it', () => {
    const text = planOf().notCovered.join('\n')
    expect(text).toContain('Sessions that this role already opened in other roles live on until they expire.')
    expect(text).toContain('assumed others 3 times')
    expect(text).toContain('sts:GetCallerIdentity')
    expect(text).toContain('Running compute and open data connections')
    expect(text).toContain('can still be assumed')
    expect(text).toContain('Instances with web, api go on running')
    expect(text).toContain('No record shows how long 1 of the sessions live')
    expect(planOf({ evidence: null }).notCovered.join('\n')).toContain('No CloudTrail evidence could be read')
  })

  it('names another block of ours that is on the role and stays', () => {
    const other = denyAllPolicy('cnt_zzzzzzzzzzzzzzzzzzzz')
    expect(planOf({ preImage: aPreImage([other]) }).notCovered.join('\n')).toContain(
      'belongs to containment cnt_zzzzzzzzzzzzzzzzzzzz',
    )
  })

  it('has the same digest for the same input and another for any other', () => {
    const digest = planDigest(planOf())
    expect(planDigest(planOf())).toBe(digest)
    expect(planDigest(planOf({ containmentId: 'cnt_zzzzzzzzzzzzzzzzzzzz' }))).not.toBe(digest)
    expect(planDigest(planOf({ preImage: aPreImage([{ name: 'x', document: '{}' }]) }))).not.toBe(digest)
    expect(planDigest(planOf({ instanceProfiles: [] }))).not.toBe(digest)
  })

  it('is refused where the block does not fit, and names the managed policy of the partition', () => {
    const preImage = aPreImage([{ name: 'big', document: 'x'.repeat(10_200) }])
    expect(buildContainPlan({ ...input, preImage })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('use 10200 of 10240'),
      alternative: expect.stringContaining('arn:aws:iam::aws:policy/AWSDenyAll'),
    })
  })

  it('a policy that is already called DenyAll is left alone and does not hinder the block', () => {
    const theirs = { name: 'DenyAll', document: '{"Statement":[]}' }
    expect(planOf({ preImage: aPreImage([theirs]) }).writes[0]?.policyName).toBe(`DenyAll-${containmentId}`)
  })

  it('is refused where a put would overwrite a policy, also in another case', () => {
    const preImage = aPreImage([{ name: `denyall-${containmentId}`, document: '{}' }])
    expect(buildContainPlan({ ...input, preImage })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('overwrite'),
    })
  })

  it('is refused where the role was replaced between two reads', () => {
    const role = aRole({ uniqueId: 'AROAEXAMPLEANOTHER001' })
    expect(buildContainPlan({ ...input, role })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('replaced'),
    })
  })
})
