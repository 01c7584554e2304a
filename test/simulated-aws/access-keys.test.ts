import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { allow, clients, errorOf, manualClock, seed, setUp, tearDown } from './fixture.js'

const ana = { UserName: 'ana' }
const key = { accessKeyId: 'AKIAANAANAANAANAANAA', secretAccessKey: 'ana-secret' }
const AccessKeyId = key.accessKeyId
const withAna = {
  ...seed,
  users: [
    ...(seed.users ?? []),
    {
      name: 'ana',
      inlinePolicies: [{ name: 'iam', document: allow('iam:*') }],
      accessKeys: [{ id: key.accessKeyId, secret: key.secretAccessKey }],
    },
  ],
}

afterEach(tearDown)

async function lagging() {
  const clock = manualClock()
  const all = await setUp({ seed: withAna, now: clock.now, enforcementDelayMs: 4000 })
  return { ...all, clock, theirs: clients(all.account.url, key) }
}

it('a key that was switched off is listed so at once, and works until that is enforced', async () => {
  const { account, iam, clock, theirs } = await lagging()
  await iam.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: 'Inactive' }))

  expect((await iam.send(new ListAccessKeysCommand(ana))).AccessKeyMetadata).toMatchObject([{ Status: 'Inactive' }])
  await theirs.iam.send(new ListUsersCommand({}))
  expect(account.isKeyAllowed(AccessKeyId, 'iam:ListUsers')).toBe(true)
  clock.advance(4000)
  expect(await errorOf(theirs.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
  expect(account.isKeyAllowed(AccessKeyId, 'iam:ListUsers')).toBe(false)

  await iam.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: 'Active' }))
  clock.advance(4000)
  await theirs.iam.send(new ListUsersCommand({}))
})

it('a key that is switched on again before it was off in force never stops working', async () => {
  const { iam, clock, theirs } = await lagging()
  await iam.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: 'Inactive' }))
  clock.advance(1000)
  await theirs.iam.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: 'Active' }))
  clock.advance(4000)
  await theirs.sts.send(new GetCallerIdentityCommand({}))
})

it('a deleted key works until that is enforced, and can make no new key', async () => {
  const { iam, clock, theirs } = await lagging()
  await iam.send(new DeleteAccessKeyCommand({ ...ana, AccessKeyId }))

  expect((await iam.send(new ListAccessKeysCommand(ana))).AccessKeyMetadata).toEqual([])
  await theirs.iam.send(new ListUsersCommand({}))
  const minted = theirs.iam.send(new CreateAccessKeyCommand(ana))
  expect(await errorOf(minted)).toMatchObject({ name: 'InvalidClientTokenId', status: 403 })
  clock.advance(4000)
  expect(await errorOf(theirs.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
})

it('the last use of a key is told with its user, service and region, a denied use included', async () => {
  const clock = manualClock()
  const { account, iam } = await setUp({ seed: withAna, now: clock.now })
  const lastUsed = () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))
  const unused = await lastUsed()
  expect(unused).toMatchObject({ UserName: 'ana', AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } })
  expect(unused.AccessKeyLastUsed?.LastUsedDate).toBeUndefined()

  clock.advance(60_000)
  await clients(account.url, key).sts.send(new GetCallerIdentityCommand({}))
  await errorOf(clients(account.url, key).cloudTrail.send(new LookupEventsCommand({})))
  expect(await lastUsed()).toMatchObject({
    UserName: 'ana',
    AccessKeyLastUsed: {
      ServiceName: 'cloudtrail',
      Region: 'us-east-1',
      LastUsedDate: new Date('2026-03-01T12:01:00Z'),
    },
  })
})

it('the last use of a key that no user here has is denied', async () => {
  const { iam } = await setUp({ seed: withAna })
  const call = iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAOTHEROTHEROTHERO' }))
  expect(await errorOf(call)).toMatchObject({ name: 'AccessDenied', status: 403 })
})
