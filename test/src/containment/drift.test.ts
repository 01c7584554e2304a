import { denyAllPolicy } from '../../../src/containment/document.js'
import { driftSince, tracesOf } from '../../../src/containment/drift.js'
import { preImageSchema, takePreImage } from '../../../src/containment/pre-image.js'
import { aGroup, aMember, aPreImage, aRole, aUser, containmentId, imageOf, planFor, trustLambda } from './samples.js'

const block = denyAllPolicy(containmentId)
const nothing = tracesOf([])
const read = { name: 'read', document: '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' }

describe('the pre-image', () => {
  it('holds plain documents and sorted lists, however IAM gave them', () => {
    const preImage = takePreImage(
      {
        partition: 'aws',
        accountId: '111122223333',
        accessKeys: null,
        groups: null,
        consoleAccess: null,
        entity: aRole({
          trustPolicy: encodeURIComponent(trustLambda),
          tags: [
            { key: 'z', value: '1' },
            { key: 'a', value: '2' },
          ],
        }),
        inlinePolicies: [{ name: 'z', document: encodeURIComponent(read.document) }, read],
        attachedPolicies: ['arn:aws:iam::aws:policy/Z', 'arn:aws:iam::aws:policy/A'],
      },
      '2026-03-01T10:00:00Z',
    )
    expect(preImage).toMatchObject({
      trustPolicy: trustLambda,
      inlinePolicies: [read, { name: 'z', document: read.document }],
      attachedPolicies: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/Z'],
      tags: [
        { key: 'a', value: '2' },
        { key: 'z', value: '1' },
      ],
    })
  })

  it('survives being stored', () => {
    const preImage = aPreImage([read])
    expect(preImageSchema.parse(JSON.parse(JSON.stringify(preImage)))).toEqual(preImage)
  })
})

describe('drift since the pre-image', () => {
  it('our own policies are none', () => {
    expect(driftSince(aPreImage([read]), aPreImage([read, block]), tracesOf(planFor(aRole()).writes))).toEqual([])
  })

  it('the same policy in another spelling is none', () => {
    const respelled = {
      name: 'read',
      document: '{"Statement":[{"Action":["s3:Get*"],"Effect":"Allow","Resource":"*"}]}',
    }
    expect(driftSince(aPreImage([read]), aPreImage([respelled]), nothing)).toEqual([])
  })

  it('lists every other difference once, sorted, with both sides', () => {
    const before = aPreImage([read, { name: 'gone', document: '{}' }], { tags: [{ key: 'team', value: 'a' }] }, [
      'arn:old',
    ])
    const changed = { ...read, document: read.document.replace('s3:Get*', 's3:*') }
    const now = aPreImage(
      [changed],
      {
        tags: [{ key: 'team', value: 'b' }],
        permissionsBoundaryArn: 'arn:boundary',
        maxSessionDurationSeconds: 43_200,
        trustPolicy: '{"Statement":[]}',
        uniqueId: 'AROAEXAMPLEANOTHER001',
      },
      ['arn:new'],
    )
    expect(driftSince(before, now, nothing)).toEqual([
      { what: 'attached policy arn:new', before: null, now: 'arn:new' },
      { what: 'attached policy arn:old', before: 'arn:old', now: null },
      { what: 'inline policy gone', before: '{}', now: null },
      { what: 'inline policy read', before: read.document, now: changed.document },
      { what: 'maximum session duration, seconds', before: '3600', now: '43200' },
      { what: 'permissions boundary', before: null, now: 'arn:boundary' },
      { what: 'tag team', before: 'a', now: 'b' },
      { what: 'trust policy', before: trustLambda, now: '{"Statement":[]}' },
      { what: 'unique id', before: 'AROAEXAMPLECIDEPLOY01', now: 'AROAEXAMPLEANOTHER001' },
    ])
  })

  it('two unreadable texts differ where their bytes do', () => {
    const before = aPreImage([{ name: 'x', document: 'broken' }])
    expect(driftSince(before, before, nothing)).toEqual([])
    expect(driftSince(before, aPreImage([{ name: 'x', document: 'broken too' }]), nothing)).toHaveLength(1)
  })

  it("lists a user's keys, groups and password", () => {
    const key = { status: 'Active', createdAt: '2026-02-01T00:00:00Z' } as const
    const accessKeys = [
      { ...key, accessKeyId: 'AKIAEXAMPLE0000000002' },
      { ...key, accessKeyId: 'AKIAEXAMPLE0000000003' },
    ]
    const now = imageOf(aUser(), { accessKeys, groups: ['admins'], consoleAccess: true })
    expect(driftSince(imageOf(aUser()), now, nothing)).toEqual([
      { what: 'access key AKIAEXAMPLE0000000001', before: 'Active', now: null },
      { what: 'access key AKIAEXAMPLE0000000002', before: 'Inactive', now: 'Active' },
      { what: 'access key AKIAEXAMPLE0000000003', before: null, now: 'Active' },
      { what: 'console password', before: 'no', now: 'yes' },
      { what: 'group admins', before: null, now: 'admins' },
      { what: 'group builders', before: 'builders', now: null },
    ])
  })

  it('lists the members of a group, also one that was re-created under its name', () => {
    const again = { ...aMember('bob'), uniqueId: 'AIDAEXAMPLEANOTHERBOB' }
    const now = imageOf(aGroup({ members: [again, aMember('zoe')] }))
    expect(driftSince(imageOf(aGroup()), now, nothing)).toEqual([
      { what: 'member bob', before: aMember('bob').uniqueId, now: 'AIDAEXAMPLEANOTHERBOB' },
      { what: 'member eve', before: aMember('eve').uniqueId, now: null },
      { what: 'member zoe', before: null, now: aMember('zoe').uniqueId },
    ])
  })

  it('a key that we turned off is none, and is one where it is not as we left it', () => {
    const { writes } = planFor(aUser(), { user: ['disable-keys'] })
    const withKey = (...statuses: ('Active' | 'Inactive')[]) =>
      imageOf(aUser(), {
        accessKeys: statuses.map((status) => {
          return { accessKeyId: 'AKIAEXAMPLE0000000001', status, createdAt: '2026-01-01T00:00:00Z' }
        }),
      })
    const what = 'access key AKIAEXAMPLE0000000001, turned off by us'
    const since = (now: ReturnType<typeof withKey>) => driftSince(withKey('Active'), now, tracesOf(writes))
    expect(since(withKey('Inactive'))).toEqual([])
    expect(since(withKey('Active'))).toEqual([{ what, before: 'Inactive', now: 'Active' }])
    expect(since(withKey())).toEqual([{ what, before: 'Inactive', now: null }])
  })

  it('what could not be read on one side is no difference', () => {
    const unread = imageOf(aUser(), { accessKeys: null, groups: null, consoleAccess: null })
    expect(driftSince(imageOf(aUser()), unread, nothing)).toEqual([])
    expect(driftSince(unread, imageOf(aUser()), nothing)).toEqual([])
  })

  it('a managed policy that our plan attached is none, one of others is', () => {
    const arn = 'arn:aws:iam::aws:policy/AWSDenyAll'
    const now = aPreImage([], {}, [arn])
    const attach = { kind: 'attachPolicy', purpose: 'denyAll', policyArn: arn } as const
    expect(driftSince(aPreImage(), now, tracesOf([attach]))).toEqual([])
    expect(driftSince(aPreImage(), now, nothing)).toHaveLength(1)
  })
})
