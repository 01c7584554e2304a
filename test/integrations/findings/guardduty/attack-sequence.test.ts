import { inPascalCase } from '../../../support/finding-case.js'
import { edited, editedAll } from '../../../support/findings/edited.js'
import { attackSequence, sequenceActor } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, outcome, taken } from '../../../support/findings/judged.js'

const sequence = 'detail > service > detection > sequence'
const ROLE = 'arn:aws:iam::111122223333:role/ci-deploy'
const of = (places: Readonly<Record<string, unknown>>) => accused('guardduty', editedAll(attackSequence, places))
const unresolved = (reason: RegExp) => ({ type: 'unresolved', name: '', reason: expect.stringMatching(reason) })
const keyResource = {
  uid: 'ASIAIOSFODNN7EXAMPLE',
  resourceType: 'ACCESS_KEY',
  accountId: '111122223333',
  data: {
    accessKey: { principalId: 'AROAIOSFODNN7EXAMPLE:build-4711', userName: 'ci-deploy', userType: 'AssumedRole' },
  },
}

describe('an attack sequence', () => {
  it('accuses the one principal that its actors name', () => {
    expect(taken('guardduty', attackSequence)).toMatchObject({
      type: 'AttackSequence:IAM/CompromisedCredentials',
      severity: 9,
      trusted: true,
      principal: { ...CI_DEPLOY, arn: ROLE },
    })
  })

  it('is the same bare and in PascalCase', () => {
    const bare = inPascalCase(edited(attackSequence.detail, 'nothing', null))
    expect(accused('guardduty', bare)).toEqual({ ...CI_DEPLOY, arn: ROLE })
    expect(accused('guardduty', { Findings: [bare] })).toEqual({ ...CI_DEPLOY, arn: ROLE })
  })

  it('without actors accuses the owner of the credentials among its resources', () => {
    expect(of({ [`${sequence} > actors`]: [], [`${sequence} > resources`]: [keyResource] })).toEqual(CI_DEPLOY)
  })

  it('of two sessions of one role accuses the role, and tells neither session nor key', () => {
    const other = editedAll(sequenceActor, {
      'user > uid': 'AROAIOSFODNN7EXAMPLE:build-4712',
      'user > credentialUid': 'ASIAOTHEREXAMPLE0000',
    })
    const { sessionName: _s, accessKeyId: _k, ...role } = CI_DEPLOY
    expect(of({ [`${sequence} > actors > 1`]: other })).toEqual({ ...role, arn: ROLE })
  })

  it('may be about a user', () => {
    const user = { name: 'alice', uid: 'AIDAIOSFODNN7EXAMPLE', type: 'IAMUser', credentialUid: 'AKIAIOSFODNN7EXAMPLE' }
    expect(of({ [`${sequence} > actors`]: [{ user }] })).toMatchObject({
      type: 'user',
      name: 'alice',
      uniqueId: 'AIDAIOSFODNN7EXAMPLE',
    })
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'another role',
      { 'user > name': 'other', 'user > uid': 'AROAOTHEREXAMPLE:x', session: {} },
      /disagree about the user name/,
    ],
    ['a user', { user: { name: 'ci-deploy', type: 'IAMUser' }, session: {} }, /disagree about the user type/],
    [
      'a namesake that was made anew',
      { 'user > uid': 'AROAOTHEREXAMPLE:build-4711' },
      /disagree about the principal id/,
    ],
    ['one of another account', { 'user > account > uid': '444455556666' }, /disagree about the account/],
    ['an issuer of another name', { 'session > issuer': 'arn:aws:iam::111122223333:role/other' }, /"other"/],
    ['an issuer with a line break', { 'session > issuer': 'arn:aws:iam::111122223333:role/a\nb' }, /no ARN has/],
  ])('with a second actor that is %s leaves it to a person', (_which, places, reason) => {
    expect(of({ [`${sequence} > actors > 1`]: editedAll(sequenceActor, places) })).toMatchObject(unresolved(reason))
  })

  it('whose actor has only a key leaves it to a person', () => {
    const user = { credentialUid: 'ASIAIOSFODNN7EXAMPLE' }
    expect(of({ [`${sequence} > actors`]: [{ user }] })).toMatchObject(unresolved(/Only the access key/))
  })

  it.each([
    ['processes for actors', { [`${sequence} > actors`]: [{ id: 'process:1', process: { name: 'sh' } }] }],
    ['no actors', { [`${sequence} > actors`]: [] }],
    ['no actors at all', { [`${sequence} > actors`]: null }],
    [
      'a machine among its resources',
      { [`${sequence} > actors`]: [], [`${sequence} > resources`]: [{ resourceType: 'EC2_INSTANCE', uid: 'i-1' }] },
    ],
  ])('with %s is not ours', (_what, places) => {
    expect(outcome('guardduty', editedAll(attackSequence, places))).toMatch(/^notOurs: .*names no user/)
  })

  it('that is archived is not ours, and one that GuardDuty made up is a sample', () => {
    const archived = editedAll(attackSequence, { 'detail > service > archived': true })
    expect(outcome('guardduty', archived)).toMatch(/^notOurs: .*archived/)
    const made = editedAll(attackSequence, { 'detail > service > additionalInfo': { value: '{"sample":true}' } })
    expect(taken('guardduty', made).sample).toBe(true)
  })
})
