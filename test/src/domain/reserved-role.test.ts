import { reservedRoleOf, rolePathOf } from '../../../src/domain/reserved-role.js'

describe('a role of AWS’s own', () => {
  it.each([
    ['Support', '/aws-service-role/support.amazonaws.com/', { kind: 'serviceLinked', isByPath: true }],
    ['Support', '/AWS-Service-Role/x/', { kind: 'serviceLinked', isByPath: true }],
    ['Admin', '/aws-reserved/sso.amazonaws.com/eu-west-1/', { kind: 'identityCenter', isByPath: true }],
    ['AWSServiceRoleForSupport', null, { kind: 'serviceLinked', isByPath: false }],
    ['awsreservedsso_Admin_0123', '/', { kind: 'identityCenter', isByPath: false }],
    ['AWSReservedSSO_Admin_0123', '/team/', { kind: 'identityCenter', isByPath: false }],
  ])('%s under %s is told by its path before its name', (name, path, expected) => {
    expect(reservedRoleOf(name, path)).toEqual(expected)
  })

  it.each([
    ['deploy', null],
    ['deploy', '/service-role/'],
    ['MyAWSReservedSSO_Admin', '/'],
    ['deploy', '/team/aws-service-role/'],
    ['deploy', '/aws-reserved/other.amazonaws.com/'],
  ])('%s under %s is a customer’s', (name, path) => {
    expect(reservedRoleOf(name, path)).toBeNull()
  })
})

describe('the path of a role', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/name', '/'],
    ['arn:aws-cn:iam::111122223333:role/team/a/name', '/team/a/'],
    ['arn:aws:sts::111122223333:assumed-role/name/session', null],
    ['arn:aws:iam::111122223333:user/team/name', null],
    [undefined, null],
  ])('of %s is %s', (arn, path) => {
    expect(rolePathOf(arn)).toBe(path)
  })
})
