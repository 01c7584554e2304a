import { IamAdapter } from '../../../../integrations/aws/iam/iam-adapter.js'
import {
  type ScriptedAnswer,
  type ScriptedServer,
  scriptedServer,
  someCredentials,
  xmlError,
  xmlResult,
} from '../scripted-server.js'
import { deny } from './an-account.js'

const go = async () => {}
const role = { type: 'role', name: 'ci' } as const
const user = { type: 'user', name: 'ana' } as const
const group = { type: 'group', name: 'admins' } as const

let server: ScriptedServer
let iam: IamAdapter

async function served(answer: (body: string, index: number) => ScriptedAnswer) {
  server = await scriptedServer(answer)
  iam = new IamAdapter({ partition: 'aws', endpoint: server.url, credentials: someCredentials })
}

afterEach(async () => {
  iam.close()
  await server.close()
})

describe('an endpoint that says less than AWS', () => {
  it('a role without path, dates, tags and trust policy is described all the same', async () => {
    const bare = '<Role><RoleName>ci</RoleName><Arn>arn:aws:iam::1:role/ci</Arn><RoleId>AROA1</RoleId></Role>'
    await served(() => ({ body: xmlResult('GetRole', bare) }))
    expect(await iam.describe(role)).toEqual({
      type: 'role',
      name: 'ci',
      path: '/',
      arn: 'arn:aws:iam::1:role/ci',
      uniqueId: 'AROA1',
      createdAt: '1970-01-01T00:00:00.000Z',
      trustPolicy: null,
      permissionsBoundaryArn: null,
      tags: [],
      maxSessionDurationSeconds: 3600,
      lastUsedAt: null,
      lastUsedRegion: null,
      members: null,
    })
  })

  it.each([
    ['role', 'GetRole', '<Role><RoleName>ci</RoleName><Arn>arn:aws:iam::1:role/ci</Arn></Role>'],
    ['user', 'GetUser', '<User><UserName>ana</UserName><UserId>AIDA1</UserId></User>'],
    ['group', 'GetGroup', '<Group><Arn>arn:aws:iam::1:group/g</Arn><GroupId>AGPA1</GroupId></Group>'],
    ['role', 'GetRole', ''],
  ] as const)('a %s that lacks what identifies it is an error, not a guess', async (type, operation, body) => {
    await served(() => ({ body: xmlResult(operation, body) }))
    await expect(iam.describe({ type, name: 'x' })).rejects.toMatchObject({
      kind: 'unknown',
      code: 'UnexpectedAnswer',
      operation: `iam:${operation}`,
    })
  })

  it('a member without ARN gets the one that it must have', async () => {
    const members = '<Users><member><UserName>ana</UserName><Path>/people/</Path></member></Users>'
    const body = `<Group><GroupName>admins</GroupName><Arn>arn:aws:iam::111122223333:group/admins</Arn><GroupId>g</GroupId></Group>${members}`
    await served(() => ({ body: xmlResult('GetGroup', body) }))
    expect(await iam.describe(group)).toMatchObject({
      members: [{ name: 'ana', arn: 'arn:aws:iam::111122223333:user/people/ana', uniqueId: '' }],
    })
  })

  it('members of every page are there, also after an empty one', async () => {
    const head =
      '<Group><GroupName>admins</GroupName><Arn>arn:aws:iam::1:group/admins</Arn><GroupId>g</GroupId></Group>'
    const pages = [
      '<Users/><IsTruncated>true</IsTruncated><Marker>a</Marker>',
      '<Users><member><UserName>ana</UserName></member></Users><IsTruncated>true</IsTruncated><Marker>b</Marker>',
      '<Users><member><UserName>bo</UserName></member></Users><IsTruncated>false</IsTruncated>',
    ]
    await served((_, index) => ({ body: xmlResult('GetGroup', head + pages[index]) }))
    expect((await iam.describe(group))?.members?.map(({ name }) => name)).toEqual(['ana', 'bo'])
    expect(server.received[2]).toContain('Marker=b')
  })

  it('a document that comes decoded already is taken as it is', async () => {
    const body = `<RoleName>ci</RoleName><PolicyName>p</PolicyName><PolicyDocument>${deny.replaceAll('"', '&quot;')}</PolicyDocument>`
    await served(() => ({ body: xmlResult('GetRolePolicy', body) }))
    expect(await iam.readInlinePolicy(role, 'p')).toBe(deny)
  })

  it('keys of unknown status count as usable, and without a date as old', async () => {
    const keys =
      '<AccessKeyMetadata><member><AccessKeyId>AKIA1</AccessKeyId><Status>active</Status></member></AccessKeyMetadata>'
    await served(() => ({ body: xmlResult('ListAccessKeys', keys) }))
    expect(await iam.listAccessKeys('ana')).toEqual([
      { accessKeyId: 'AKIA1', status: 'Active', createdAt: '1970-01-01T00:00:00.000Z' },
    ])
  })

  it('a key whose last use says N/A was never used', async () => {
    const body =
      '<UserName>ana</UserName><AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed>'
    await served(() => ({ body: xmlResult('GetAccessKeyLastUsed', body) }))
    expect(await iam.accessKeyLastUsedAt('AKIA1')).toBeNull()
  })

  it('a key that is said not to be there was never used', async () => {
    await served(() => ({ status: 404, body: xmlError('NoSuchEntity') }))
    expect(await iam.accessKeyLastUsedAt('AKIA1')).toBeNull()
  })

  it('a simulation that decides nothing is no denial: the endpoint does not simulate', async () => {
    await served(() => ({ body: xmlResult('SimulatePrincipalPolicy', '<EvaluationResults/>') }))
    await expect(iam.simulate('arn:aws:iam::111122223333:user/ana', ['s3:GetObject'])).rejects.toMatchObject({
      kind: 'unsupported',
      code: 'NoDecision',
      message: expect.stringContaining('s3:GetObject'),
    })
  })

  it('an inventory with the least that entities have is read', async () => {
    const body =
      '<UserDetailList><member><UserName>ana</UserName><Arn>arn:aws:iam::1:user/ana</Arn><UserId>u</UserId></member></UserDetailList>'
    await served(() => ({ body: xmlResult('GetAccountAuthorizationDetails', body) }))
    const createdAt = '1970-01-01T00:00:00.000Z'
    expect(await iam.inventory()).toEqual([
      {
        type: 'user',
        name: 'ana',
        arn: 'arn:aws:iam::1:user/ana',
        uniqueId: 'u',
        createdAt,
        inlinePolicies: [],
        attachedPolicies: [],
      },
    ])
    expect(server.received[0]).toMatch(/Filter\.member\.1=User&Filter\.member\.2=Role&Filter\.member\.3=Group/)
  })
})

describe('one connection', () => {
  it('a write goes over the connection that the reads keep open, so that nothing lies between guard and send', async () => {
    await served(() => ({ status: 404, body: xmlError('NoSuchEntity') }))
    expect(await iam.describe(user)).toBeNull()
    await expect(iam.putInlinePolicy(user, { name: 'p', document: deny }, go)).rejects.toMatchObject({
      kind: 'notFound',
    })
    expect(await iam.detachPolicy(user, 'arn:aws:iam::aws:policy/AWSDenyAll', go)).toBeNull()
    expect(server.connections()).toBe(1)
  })
})
