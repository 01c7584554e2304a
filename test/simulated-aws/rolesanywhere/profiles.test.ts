import {
  CreateProfileCommand,
  DeleteProfileCommand,
  DisableProfileCommand,
  DisableTrustAnchorCommand,
  EnableProfileCommand,
  GetProfileCommand,
  GetSubjectCommand,
  GetTrustAnchorCommand,
  ListProfilesCommand,
  ListSubjectsCommand,
  ListTagsForResourceCommand,
  ListTrustAnchorsCommand,
  RolesAnywhereClient,
  UpdateProfileCommand,
} from '@aws-sdk/client-rolesanywhere'
import type { JsonObject } from '../../../simulated-aws/json.js'
import { accountId, allow, errorOf, rootKey, setUp, tearDown } from '../fixture.js'
import { anywhereClient, anywhereSeed, enter, openDoor, region, roleArn } from './anywhere-fixture.js'

afterEach(tearDown)

async function start(options: Parameters<typeof setUp>[0] = {}) {
  const { account } = await setUp({ seed: anywhereSeed, ...options })
  return { account, client: anywhereClient(account.url) }
}

const named = (records: JsonObject[], name: string) => records.filter(({ eventName }) => eventName === name)

describe('profiles and trust anchors, asked by the real client', () => {
  it('what is created is told again, with ids and ARNs of the account and Region', async () => {
    const { client } = await start()
    const door = await openDoor(client, new Date())
    const { profile } = await client.send(new GetProfileCommand({ profileId: door.profileId }))
    expect(profile).toMatchObject({
      profileArn: `arn:aws:rolesanywhere:${region}:${accountId}:profile/${door.profileId}`,
      name: 'build agents',
      enabled: true,
      roleArns: [roleArn],
      durationSeconds: 3600,
      createdBy: `arn:aws:iam::${accountId}:user/admin`,
    })
    expect(profile?.createdAt).toBeInstanceOf(Date)
    const { trustAnchor } = await client.send(new GetTrustAnchorCommand({ trustAnchorId: door.trustAnchorId }))
    expect(trustAnchor).toMatchObject({ name: 'backdoor', enabled: true, source: { sourceType: 'CERTIFICATE_BUNDLE' } })
    expect((await client.send(new ListTrustAnchorsCommand({}))).trustAnchors).toHaveLength(1)
  })

  it('a profile is turned off and on, changed and deleted; then it is not found', async () => {
    const { client } = await start()
    const { profileId } = await openDoor(client, new Date())
    expect((await client.send(new DisableProfileCommand({ profileId }))).profile?.enabled).toBe(false)
    expect((await client.send(new EnableProfileCommand({ profileId }))).profile?.enabled).toBe(true)
    const changed = await client.send(new UpdateProfileCommand({ profileId, durationSeconds: 900 }))
    expect(changed.profile).toMatchObject({ durationSeconds: 900, roleArns: [roleArn] })
    await client.send(new DeleteProfileCommand({ profileId }))
    expect(await errorOf(client.send(new GetProfileCommand({ profileId })))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 404,
    })
  })

  it('lists come in pages, tags by their resource, and another Region has none of them', async () => {
    const { account, client } = await start()
    for (const name of ['a', 'b', 'c']) {
      await client.send(new CreateProfileCommand({ name, roleArns: [roleArn], tags: [{ key: 'team', value: name }] }))
    }
    const first = await client.send(new ListProfilesCommand({ pageSize: 2 }))
    const second = await client.send(
      new ListProfilesCommand({
        pageSize: 2,
        ...(first.nextToken === undefined ? {} : { nextToken: first.nextToken }),
      }),
    )
    expect([first.profiles?.map(({ name }) => name), second.profiles?.map(({ name }) => name)]).toEqual([
      ['a', 'b'],
      ['c'],
    ])
    expect(second.nextToken).toBeUndefined()
    const resourceArn = first.profiles?.[0]?.profileArn
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { key: 'team', value: 'a' },
    ])
    const elsewhere = new RolesAnywhereClient({ endpoint: account.url, region: 'eu-west-1', credentials: rootKey })
    expect((await elsewhere.send(new ListProfilesCommand({}))).profiles).toEqual([])
  })

  it('whoever may not pass the role may not put it into a profile', async () => {
    const [id, secret] = ['AKIANOPASSNOPASSNOPA', 'the secret of dana']
    const dana = {
      name: 'dana',
      inlinePolicies: [{ name: 'anywhere', document: allow('rolesanywhere:*') }],
      accessKeys: [{ id, secret }],
    }
    const { account } = await start({ seed: { ...anywhereSeed, users: [dana] } })
    const client = anywhereClient(account.url, { accessKeyId: id, secretAccessKey: secret })
    const error = await errorOf(client.send(new CreateProfileCommand({ name: 'x', roleArns: [roleArn] })))
    expect(error).toMatchObject({ name: 'AccessDeniedException', status: 403 })
    expect(error.message).toContain('iam:PassRole')
  })

  it('every call is on the trail, with what was asked and answered as AWS writes it, and without the tags', async () => {
    const { account, client } = await start()
    await client.send(new CreateProfileCommand({ name: 'x', roleArns: [roleArn], tags: [{ key: 'k', value: 'v' }] }))
    const [record] = named(account.records(), 'CreateProfile')
    const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'
    expect(record).toMatchObject({
      eventSource: 'rolesanywhere.amazonaws.com',
      readOnly: false,
      requestParameters: { name: 'x', roleArns: [roleArn], tags: [{ key: hidden, value: hidden }] },
      responseElements: { profile: { name: 'x', enabled: false, roleArns: [roleArn] } },
    })
    await client.send(new ListProfilesCommand({ pageSize: 500 }))
    expect(named(account.records(), 'ListProfiles')[0]).toMatchObject({
      readOnly: true,
      requestParameters: { pageSize: 500 },
      responseElements: null,
    })
  })
})

describe('the operator of the simulated account', () => {
  it('turns profiles and trust anchors off and on, and can neither create, change nor delete any', async () => {
    const { account, client } = await start()
    const { profileId, trustAnchorId } = await openDoor(client, new Date())
    const ours = anywhereClient(account.url, account.adminCredentials)
    await ours.send(new DisableProfileCommand({ profileId }))
    await ours.send(new DisableTrustAnchorCommand({ trustAnchorId }))
    await ours.send(new EnableProfileCommand({ profileId }))
    const refused = [
      ours.send(new DeleteProfileCommand({ profileId })),
      ours.send(new UpdateProfileCommand({ profileId, durationSeconds: 900 })),
      ours.send(new CreateProfileCommand({ name: 'x', roleArns: [roleArn] })),
    ]
    for (const call of refused) expect((await errorOf(call)).name).toBe('AccessDeniedException')
  })
})

describe('subjects', () => {
  it('a certificate that was presented is a subject, by its name', async () => {
    const { account, client } = await start()
    const door = await openDoor(client, new Date())
    expect((await client.send(new ListSubjectsCommand({}))).subjects).toEqual([])
    await enter(account, door, new Date())
    await enter(account, door, new Date())
    const { subjects = [] } = await client.send(new ListSubjectsCommand({}))
    expect(subjects.map(({ x509Subject }) => x509Subject)).toEqual(['CN=laptop'])
    const { subject } = await client.send(new GetSubjectCommand({ subjectId: subjects[0]?.subjectId }))
    expect(subject?.credentials).toHaveLength(2)
  })
})
