import fc from 'fast-check'
import { parseArn, parsePrincipalArn } from '../../../src/domain/arn.js'

const IAM = 'arn:aws:iam::111122223333:'
const STS = 'arn:aws:sts::111122223333:'

describe('parseArn', () => {
  it('splits an ARN into its parts and leaves colons in the resource', () => {
    expect(parseArn('arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:trail:x')).toEqual({
      ok: true,
      arn: {
        partition: 'aws-us-gov',
        service: 'logs',
        region: 'us-gov-west-1',
        accountId: '111122223333',
        resource: 'log-group:trail:x',
      },
    })
  })

  it.each([
    ['a partition that is not served', 'arn:aws-iso:iam::111122223333:role/x', 'partition'],
    ['an account of thirteen digits', 'arn:aws:iam::1111222233334:role/x', 'twelve digits'],
    ['no account', 'arn:aws:s3:::bucket', 'twelve digits'],
    ['the account of AWS managed policies', 'arn:aws:iam::aws:policy/AWSDenyAll', 'twelve digits'],
    ['a wildcard', `${IAM}role/*`, 'wildcard'],
    ['a one-character wildcard', `${IAM}role/a?`, 'wildcard'],
    ['a line break at the end', `${IAM}role/x\n`, 'character'],
    ['a null character', `${IAM}role/\u0000`, 'character'],
    ['a letter beyond ASCII', `${IAM}role/ädmin`, 'character'],
    ['a path that climbs', `${IAM}role/a/../b`, 'climbs'],
    ['a path that stands still', `${IAM}role/./b`, 'climbs'],
    ['no resource', 'arn:aws:iam::111122223333:', 'not an ARN'],
    ['another scheme', 'urn:aws:iam::111122223333:role/x', 'not an ARN'],
    ['nothing', '', 'character'],
    ['3,000 characters', `${IAM}role/${'a'.repeat(3000)}`, '2048'],
  ])('refuses %s', (_, text, word) => {
    const parsed = parseArn(text)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.reason).toContain(word)
  })
})

describe('parsePrincipalArn', () => {
  const scope = { partition: 'aws', accountId: '111122223333' }

  it.each([
    [`${IAM}role/ci-deploy`, { kind: 'role', path: '/', name: 'ci-deploy' }],
    [`${IAM}role/ci/deploy/ci-Deploy`, { kind: 'role', path: '/ci/deploy/', name: 'ci-Deploy' }],
    [
      `${IAM}role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForEKS`,
      { kind: 'role', path: '/aws-service-role/eks.amazonaws.com/', name: 'AWSServiceRoleForEKS' },
    ],
    [`${IAM}user/eve`, { kind: 'user', path: '/', name: 'eve' }],
    [`${IAM}group/ops/admins`, { kind: 'group', path: '/ops/', name: 'admins' }],
    [`${IAM}root`, { kind: 'root' }],
    [`${STS}assumed-role/ci-deploy/b=1,c@x`, { kind: 'assumedRole', roleName: 'ci-deploy', sessionName: 'b=1,c@x' }],
    [`${STS}assumed-role/ci-deploy/..`, { kind: 'assumedRole', roleName: 'ci-deploy', sessionName: '..' }],
    [`${STS}federated-user/partner`, { kind: 'federatedUser', name: 'partner' }],
  ])('reads %s', (arn, expected) => {
    expect(parsePrincipalArn(arn)).toEqual({ ok: true, principal: { ...scope, arn, ...expected } })
  })

  it.each([
    `${IAM}instance-profile/web`,
    `${IAM}policy/x`,
    `${IAM}role/`,
    `${IAM}role`,
    `${IAM}rolex/y`,
    `${IAM}root/x`,
    `${IAM}user/a:b`,
    `${STS}assumed-role/ci-deploy`,
    `${STS}assumed-role/ci-deploy/a/b`,
    `${STS}assumed-role/../s1`,
    `${STS}assumed-role/ci-deploy/`,
    `${STS}federated-user/a/b`,
    'arn:aws:iam:us-east-1:111122223333:role/x',
    'arn:aws:lambda::111122223333:function:x',
  ])('refuses %s', (arn) => {
    expect(parsePrincipalArn(arn)).toMatchObject({ ok: false, reason: expect.stringMatching(/\.$/) })
  })

  it('answers any text, and a reason never carries a character that could change the line it is shown on', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `${IAM}role/${text}`),
        ),
        (text) => {
          const parsed = parsePrincipalArn(text)
          if (!parsed.ok) expect(parsed.reason).toMatch(/^[\x20-\x7e]+$/)
          else expect(parsed.principal.arn).toBe(text)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
