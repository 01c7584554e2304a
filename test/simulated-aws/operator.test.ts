import { setUp, tearDown } from './fixture.js'

const entities = ['Role', 'User', 'Group']
const needed = [
  ...entities.flatMap((entity) => [`iam:Put${entity}Policy`, `iam:Delete${entity}Policy`]),
  ...entities.flatMap((entity) => [`iam:Attach${entity}Policy`, `iam:Detach${entity}Policy`]),
  ...['iam:GetRole', 'iam:ListGroupsForUser', 'iam:GetAccountAuthorizationDetails', 'iam:SimulatePrincipalPolicy'],
  ...['iam:UpdateAccessKey', 'cloudtrail:LookupEvents', 'sts:AssumeRole'],
]
const forbidden = [
  ...entities.flatMap((entity) => [`iam:Delete${entity}`, `iam:Create${entity}`]),
  ...['iam:DeleteAccessKey', 'iam:CreateAccessKey', 'iam:RemoveUserFromGroup', 'iam:UpdateAssumeRolePolicy'],
  ...['iam:GenerateServiceLastAccessedDetails', 's3:GetObject', 'cloudtrail:StopLogging', 'sts:GetFederationToken'],
]

afterEach(tearDown)

it('the operator may do what containment needs, and neither create nor delete an entity', async () => {
  const { account } = await setUp()
  const may = (action: string) => account.isAllowed({ user: 'tourniquet-operator' }, action)
  expect(needed.filter((action) => !may(action))).toEqual([])
  expect(forbidden.filter(may)).toEqual([])
})
