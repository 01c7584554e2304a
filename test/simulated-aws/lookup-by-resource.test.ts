import { type LookupAttributeKey, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { accountId, clients, type Setup, setUp, tearDown } from './fixture.js'

afterEach(tearDown)

async function names({ cloudTrail }: Setup, AttributeKey: LookupAttributeKey, AttributeValue: string) {
  const LookupAttributes = [{ AttributeKey, AttributeValue }]
  const { Events } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }))
  return Events?.map(({ EventName }) => EventName).sort()
}

it('what was done to a user, group or key is found by its name, and what made it by its ARN and id', async () => {
  const setup = await setUp()
  const { account, iam } = setup
  await iam.send(new CreateGroupCommand({ GroupName: 'staff' }))
  await iam.send(new CreateUserCommand({ UserName: 'eve' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'staff', UserName: 'eve' }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }))

  const byName = (name: string) => names(setup, 'ResourceName', name)
  expect(await byName('eve')).toEqual(['AddUserToGroup', 'CreateAccessKey', 'CreateUser'])
  expect(await byName('staff')).toEqual(['AddUserToGroup', 'CreateGroup'])
  expect(await byName(AccessKey?.AccessKeyId ?? '')).toEqual(['CreateAccessKey'])
  expect(await byName(`arn:aws:iam::${accountId}:user/eve`)).toEqual(['CreateUser'])
  expect(await byName(account.describeGroup('staff')?.groupId ?? '')).toEqual(['CreateGroup'])
})

it('a call is found under the name of its user, of its session, or of its federated user', async () => {
  const setup = await setUp()
  const { account } = setup
  for (const credentials of [
    account.issueSessionToken('admin'),
    account.issueFederationToken('admin', 'bob'),
    account.issueCredentials('Payments', 's1'),
  ]) {
    await clients(account.url, credentials).sts.send(new GetCallerIdentityCommand({}))
  }
  const byUser = (name: string) => names(setup, 'Username', name)
  expect(await byUser('bob')).toEqual(['GetCallerIdentity'])
  expect(await byUser('s1')).toEqual(['GetCallerIdentity'])
  expect(await byUser('admin')).toEqual(['GetCallerIdentity', 'LookupEvents', 'LookupEvents'])
})
