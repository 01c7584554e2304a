import { accusedOf } from '../../../src/domain/accused-of.js'
import type { Finding } from '../../../src/domain/finding.js'
import { aFinding } from '../../support/fixtures/findings.js'

const subject: NonNullable<Finding['subject']> = {
  kind: 'rolesAnywhereProfile',
  name: 'ci-builders',
  id: null,
  arn: null,
  roleArns: [],
}

describe('whom a finding accuses', () => {
  it('is who acted, where the playbook is about that', () => {
    const finding = aFinding({ subject })
    expect(accusedOf(finding, 'principal')).toEqual(finding.principal)
  })

  it('is the profile that was made, where the playbook is about that', () => {
    expect(accusedOf(aFinding({ subject }), 'subject')).toMatchObject({
      type: 'rolesAnywhereProfile',
      name: 'ci-builders',
    })
  })

  it.each([
    ['the finding tells of no profile', {}],
    ['it tells of one without a name', { subject: { ...subject, name: null } }],
  ])('is never the actor in place of the profile: a person names it where %s', (_, changes) => {
    expect(accusedOf(aFinding(changes), 'subject')).toMatchObject({ type: 'unresolved', name: '' })
  })
})
