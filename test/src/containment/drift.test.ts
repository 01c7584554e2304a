import { denyAllPolicy } from '../../../src/containment/document.js'
import { driftSince } from '../../../src/containment/drift.js'
import { preImageSchema, takePreImage } from '../../../src/containment/pre-image.js'
import { aPreImage, aRole, containmentId, trustLambda } from './samples.js'

const block = denyAllPolicy(containmentId)
const read = { name: 'read', document: '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' }

describe('the pre-image', () => {
  it('holds plain documents and sorted lists, however IAM gave them', () => {
    const preImage = takePreImage(
      {
        partition: 'aws',
        accountId: '111122223333',
        role: aRole({
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
    expect(driftSince(aPreImage([read]), aPreImage([read, block]), { ignoring: [block.name] })).toEqual([])
  })

  it('the same policy in another spelling is none', () => {
    const respelled = {
      name: 'read',
      document: '{"Statement":[{"Action":["s3:Get*"],"Effect":"Allow","Resource":"*"}]}',
    }
    expect(driftSince(aPreImage([read]), aPreImage([respelled]), { ignoring: [] })).toEqual([])
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
    expect(driftSince(before, now, { ignoring: [] })).toEqual([
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
    expect(driftSince(before, before, { ignoring: [] })).toEqual([])
    expect(driftSince(before, aPreImage([{ name: 'x', document: 'broken too' }]), { ignoring: [] })).toHaveLength(1)
  })
})
