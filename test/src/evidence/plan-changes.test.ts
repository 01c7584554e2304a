import type { Evidence, ObtainedCredentials } from '../../../src/domain/evidence.js'
import type { InvestigationBrief } from '../../../src/domain/investigation-brief.js'
import { planChanges } from '../../../src/evidence/plan-changes.js'
import { aBrief, anEvidence, aSession } from '../../support/fixtures/evidence.js'
import { aContainPlan } from '../../support/fixtures/plans.js'

const plan = aContainPlan()
const suspect = { kind: 'user', name: 'backdoor', by: 'arn:aws:iam::111122223333:role/service/ci-deploy' }
const other: InvestigationBrief['proposed'][number] = {
  key: 'user:111122223333:mallory',
  arn: 'arn:aws:iam::111122223333:user/mallory',
  type: 'user',
  name: 'mallory',
  confidence: 'high',
  reasons: [],
}
const credentials: ObtainedCredentials = {
  accessKeyId: 'ASIAEXAMPLE0000000009',
  of: 'arn:aws:iam::111122223333:role/prod',
  sessionName: 'next',
  eventName: 'AssumeRole',
  issuedAt: '2026-03-01T10:00:00Z',
  expiresAt: '2026-03-01T11:00:00Z',
}
const investigated = (brief: Partial<InvestigationBrief>, rest: Partial<Evidence> = {}) =>
  anEvidence({ investigation: aBrief(brief), ...rest })

describe('newer evidence', () => {
  it.each([
    ['somebody else is proposed', investigated({ proposed: [other] }), 'user arn:aws:iam::111122223333:user/mallory'],
    ['somebody under suspicion made a user', investigated({ suspects: [suspect] }), 'user backdoor, made by'],
    [
      'another role was reached',
      anEvidence({ obtained: [credentials] }),
      'credentials of arn:aws:iam::111122223333:role/prod',
    ],
  ])('has people decide anew where %s', (_, after, said) => {
    expect(planChanges(anEvidence(), after, plan)).toContain(said)
    expect(planChanges(null, after, plan)).toContain(said)
  })

  it.each<[string, Evidence]>([
    [
      'there is more of the same',
      anEvidence({ calls: 900, errors: 3, sessions: [aSession()], lastSeenAt: '2026-03-01T10:00:00Z' }),
    ],
    [
      'the entity of the plan itself is proposed',
      investigated({ proposed: [{ ...other, type: 'role', name: plan.entity.name }] }),
    ],
    ['there is a new detection or indicator', investigated({ statement: 'Worse.', doubts: ['a'], gaps: ['b'] })],
  ])('lets the question stand where %s', (_, after) => {
    expect(planChanges(anEvidence(), after, plan)).toBeNull()
    expect(planChanges(null, after, plan)).toBeNull()
  })

  it('is measured against what people were shown', () => {
    const shown = investigated({ proposed: [other], suspects: [suspect] }, { obtained: [credentials] })
    const again = { ...credentials, accessKeyId: 'ASIAEXAMPLE0000000010' }

    expect(planChanges(shown, { ...shown, obtained: [credentials, again] }, plan)).toBeNull()
  })

  it('says no more than people read, however much there is', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ ...suspect, name: `backdoor-${index}` }))

    expect((planChanges(null, investigated({ suspects: many }), plan) ?? '').length).toBeLessThan(2_000)
  })
})
