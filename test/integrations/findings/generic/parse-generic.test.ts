import { editedAll } from '../../../support/findings/edited.js'
import { genericFinding } from '../../../support/findings/examples.js'
import { accused, CI_DEPLOY, judged, outcome, taken } from '../../../support/findings/judged.js'

const ROLE = 'arn:aws:iam::111122223333:role/ci-deploy'
const of = (principal: Readonly<Record<string, unknown>>) => accused('generic', { ...genericFinding, principal })

describe('a finding in our own form', () => {
  it('is taken as it is', () => {
    expect(taken('generic', genericFinding)).toEqual({
      source: 'generic',
      sourceId: 'case-2026-0311',
      type: 'Honeytoken:IAMUser/KeyUsed',
      title: 'A decoy key was used',
      severity: 9,
      sample: false,
      trusted: true,
      accountId: '111122223333',
      region: 'eu-west-1',
      firstSeenAt: '2026-03-01T09:40:00.000Z',
      lastSeenAt: '2026-03-01T09:58:00.000Z',
      updatedAt: '2026-03-01T10:01:30.000Z',
      count: 1,
      principal: { ...CI_DEPLOY, arn: ROLE },
    })
  })

  it('needs no more than an id, a type, a severity, a time and a name', () => {
    const { id, type, severity, updatedAt } = genericFinding
    expect(taken('generic', { id, type, severity, updatedAt, principal: { arn: ROLE } })).toMatchObject({
      sample: false,
      count: 1,
      region: '',
      firstSeenAt: '2026-03-01T10:01:30.000Z',
      principal: { type: 'role', name: 'ci-deploy' },
    })
  })

  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    [
      'the ARN of a session',
      { arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/x' },
      { type: 'role', name: 'ci-deploy', sessionName: 'x' },
    ],
    ['type and name', { accountId: '111122223333', type: 'IAMUser', name: 'alice' }, { type: 'user', name: 'alice' }],
    ['the ARN of a group', { arn: 'arn:aws:iam::111122223333:group/ops' }, { type: 'group', name: 'ops' }],
    [
      'an ARN of GovCloud',
      { arn: 'arn:aws-us-gov:iam::111122223333:role/x' },
      { type: 'role', partition: 'aws-us-gov' },
    ],
    [
      'a unique id',
      { accountId: '111122223333', principalId: 'AROAIOSFODNN7EXAMPLE' },
      { type: 'unresolved', uniqueId: 'AROAIOSFODNN7EXAMPLE' },
    ],
    [
      'a key',
      { accountId: '111122223333', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      { type: 'unresolved', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    ],
  ])('names its principal by %s', (_how, principal, expected) => {
    expect(of(principal)).toMatchObject(expected)
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['an account that is not of its ARN', { arn: ROLE, accountId: '444455556666' }, /444455556666/],
    ['a partition that is not of its ARN', { arn: ROLE, partition: 'aws-cn' }, /aws-cn/],
    ['a name that is not of its ARN', { arn: ROLE, type: 'Role', name: 'other' }, /"other"/],
    ['a wildcard', { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:role/*' }, /wildcard/],
    ['a name with a line break', { accountId: '111122223333', type: 'Role', name: 'a\nb' }, /not an IAM name/],
    ['an unknown type', { accountId: '111122223333', type: 'Robot', name: 'a' }, /"Robot" is not known/],
    ['a name without a type', { accountId: '111122223333', name: 'a' }, /without a type/],
    ['nothing', { accountId: '111122223333' }, /names no principal/],
  ])('with %s leaves it to a person', (_which, principal, reason) => {
    expect(of(principal)).toMatchObject({ type: 'unresolved', reason: expect.stringMatching(reason) })
  })

  it('with a key that is not known is refused by its name, which may be anything', () => {
    expect(outcome('generic', { ...genericFinding, 'prin\ncipal\u202e': 1 })).toBe(
      String.raw`malformed: The finding has a key that is not known: "prin\ncipal\u202e".`,
    )
    const proto: unknown = JSON.parse('{"__proto__":{"severity":1}}')
    const keyed = JSON.stringify(genericFinding).replace('{', '{"__proto__":{"sample":true},')
    expect(outcome('generic', JSON.parse(keyed))).toMatch(/"__proto__"/)
    expect(outcome('generic', proto)).toMatch(/^malformed/)
  })

  it('that names no account is refused', () => {
    expect(outcome('generic', { ...genericFinding, principal: { type: 'Role', name: 'x' } })).toMatch(
      /principal\.accountId: missing/,
    )
  })

  it('comes alone or with others', () => {
    const findings = [
      genericFinding,
      editedAll(genericFinding, { id: 'b', severity: 11 }),
      { ...genericFinding, id: 'c' },
    ]
    expect(judged('generic', { findings })).toMatchObject({
      findings: [{ sourceId: 'case-2026-0311' }, { sourceId: 'c' }],
      skipped: [{ kind: 'malformed', reason: expect.stringMatching(/severity/) }],
    })
  })

  it('is a sample only where it says so', () => {
    expect(taken('generic', { ...genericFinding, sample: true }).sample).toBe(true)
  })
})
