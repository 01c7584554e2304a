import fc from 'fast-check'
import type { JsonObject } from '../../../simulated-aws/json.js'
import { seedFromTrail } from '../../../simulated-aws/seed/from-trail.js'
import { seedSchema } from '../../../simulated-aws/seed/seed.js'
import { accountId, record, session, user } from './sample-records.js'

describe('the account of a log', () => {
  const other = record({
    recipientAccountId: '999999999999',
    userIdentity: { ...user('eve'), accountId: '999999999999' },
  })

  it('is the one with most records, and only its records are events, in order of time', () => {
    const late = record({ eventTime: '2026-03-01T13:00:00Z' })
    const early = record({ eventTime: '2026-03-01T11:00:00Z' })
    const { seed } = seedFromTrail([late, other, early])
    expect(seed.accountId).toBe(accountId)
    expect(seed.events).toEqual([early, late])
    expect(seed.region).toBe('eu-west-1')
  })

  it('is the one asked for, where one is', () => {
    const { seed } = seedFromTrail([record(), record(), other], { accountId: '999999999999' })
    expect(seed.accountId).toBe('999999999999')
    expect(seed.events).toEqual([other])
  })

  it("is the caller's where the record does not name the account that received the call", () => {
    const { recipientAccountId: _, ...old } = record()
    expect(seedFromTrail([old]).seed).toMatchObject({ accountId, events: [old] })
  })

  it('is none where no number has 12 digits, and then holds nothing', () => {
    const odd = record({
      recipientAccountId: '001',
      userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
    })
    expect(seedFromTrail([odd]).seed).toMatchObject({ accountId: '000000000000', roles: [], users: [], events: [] })
    expect(seedFromTrail([]).seed).toMatchObject({ accountId: '000000000000', events: [] })
  })

  it('has the partition of its principals', () => {
    const china = record({ userIdentity: user('ana', { arn: `arn:aws-cn:iam::${accountId}:user/ana` }) })
    expect(seedFromTrail([china])).toMatchObject({
      seed: { partition: 'aws-cn' },
      busiest: [{ arn: `arn:aws-cn:iam::${accountId}:user/ana` }],
    })
  })
})

it('the busiest come first, and of equals the first by name', () => {
  const calls = [
    record({ userIdentity: user('cy') }),
    record({ userIdentity: user('bo') }),
    record({ userIdentity: session('web') }),
    record({ userIdentity: session('web') }),
  ]
  expect(seedFromTrail(calls).busiest.map(({ name, calls: made }) => `${name} ${made}`)).toEqual([
    'web 2',
    'bo 1',
    'cy 1',
  ])
})

it('root, services and other kinds of callers are nobody that a role or user could be made of', () => {
  const root = { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId }
  const others = [
    root,
    { type: 'AWSAccount', accountId },
    { type: 'WebIdentityUser', userName: 'x' },
    { invokedBy: 'ec2.amazonaws.com' },
    {},
  ]
  const { seed } = seedFromTrail(others.map((userIdentity) => record({ userIdentity })))
  expect(seed).toMatchObject({ roles: [], users: [] })
  expect(seed.events).toHaveLength(others.length)
})

describe('whatever a record holds', () => {
  const scrap = fc.oneof(
    fc.constantFrom<unknown>(
      accountId,
      'arn:aws:iam::111122223333:role/a/b',
      'AROA****:x',
      '',
      null,
      7,
      'AssumedRole',
      'IAMUser',
    ),
    fc.jsonValue({ maxDepth: 1 }),
  )
  const identityKeys = ['type', 'arn', 'accountId', 'principalId', 'userName', 'accessKeyId', 'sessionContext'] as const
  const part = (keys: readonly string[]) => fc.dictionary(fc.constantFrom(...keys), scrap)
  const context = fc.record({ sessionIssuer: part(identityKeys), attributes: part(['creationDate']) })
  const identity = fc
    .tuple(part(identityKeys), fc.option(context))
    .map(([fields, held]) => ({ ...fields, ...(held && { sessionContext: held }) }))
  const recordKeys = [
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'recipientAccountId',
    'requestParameters',
    'responseElements',
    'eventID',
    'resources',
  ]
  const arbitrary = fc
    .tuple(part(recordKeys), fc.oneof(identity, scrap))
    .map(([fields, userIdentity]) => ({ ...record(), ...fields, userIdentity }))

  it('the seed is one that the account takes', () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 5 }), (records) => {
        const parsed: JsonObject[] = JSON.parse(JSON.stringify(records))
        const { seed } = seedFromTrail(parsed)
        expect(seedSchema.parse(seed)).toEqual(seed)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
