import fc from 'fast-check'
import { z } from 'zod'
import { CallReader } from '../../../../integrations/trail-files/scan/call-reader.js'
import type { Json } from '../../../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { aRecord } from '../../../src/evidence/record/normalised.js'
import { howMany } from '../../../support/long-run.js'
import { readPaths } from '../reading.js'
import { hit, other } from './adversarial-corpus.js'
import { corpus, cut, projectionOf, walked, wholeProjectionOf } from './read-projection.js'

const numRuns = howMany({ short: 250, long: 40_000 })
const wordsOf = (...lines: string[]) =>
  lines.flatMap((line) => line.split(' ')).map((word) => word.replaceAll('_', ' '))
const fields = wordsOf(
  'eventName eventTime eventSource eventID eventname eventType eventCategory userIdentity userAgent awsRegion',
  'sourceIPAddress errorCode errorMessage readOnly recipientAccountId requestParameters responseElements',
  'additionalEventData resources sharedEventID tlsDetails __proto__ @timestamp event',
)
const inner = wordsOf(
  'credentials accessKeyId AccessKeyId credentialSet assumedRoleUser accessKey user SamlProviderArn MFAUsed ConsoleLogin',
  'roleArn roleSessionName sourceIdentity providerId expiration Expiration sessionToken assumedRoleId packedPolicySize',
  'x-amz-server-side-encryption-customer-algorithm bucketName type arn principalId sessionContext sessionIssuer',
)
const texts = wordsOf(
  'GetObject PutObject ConsoleLogin AssumeRole CreateAccessKey Decrypt DescribeInstances ListBuckets GetCallerIdentity',
  's3.amazonaws.com sts.amazonaws.com iam.amazonaws.com ec2.amazonaws.com aws:s3 ASIAEXAMPLE000000001 AccessDenied',
  'arn:aws:iam::444455556666:role/r Mar_1,_2026,_1:00:00_PM Feb_30,_2026,_1:00:00_AM',
  '2026-03-01T10:00:00Z 2024-02-29T23:59:59Z 2026-02-29T10:00:00Z 2026-03-01T24:00:00Z 2026-13-01T00:00:00Z',
  '0000-01-01T00:00:00Z 2026-03-01T10:00:60Z 2026-03-01T10:00:00.5Z true é \u0000 \ud800 " \\ / \u007f {"a":1}',
)
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -1.5, 1e21, '', {}, [], ...texts),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...inner, ...fields), tie('json'), { maxKeys: 4 }),
  ),
}))
/** STS answers in this form: https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
function assumed(asked: { [name: string]: Json }, answered: { [name: string]: Json }, changes: TrailRecord = {}) {
  return aRecord({
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    readOnly: true,
    sharedEventID: '11111111-0000-4000-8000-000000000001',
    requestParameters: { roleArn: 'arn:aws:iam::444455556666:role/app/r', roleSessionName: 's', ...asked },
    responseElements: {
      credentials: {
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionToken: 'secret',
        expiration: 'Mar 1, 2026, 1:00:00 PM',
      },
      assumedRoleUser: { assumedRoleId: 'AROAEXAMPLE:s', arn: 'arn:aws:sts::444455556666:assumed-role/r/s' },
      ...answered,
    },
    ...changes,
  })
}
function answerIn(record: TrailRecord) {
  const { credentials, assumedRoleUser } = z
    .looseObject({ credentials: object, assumedRoleUser: object })
    .parse(record.responseElements)
  return { credentials, assumedRoleUser }
}
const object = z.record(z.string(), z.json())

/** Some field of this name, at whatever depth it comes first, has another value beside it. */
function withFieldTwice(text: string, again: readonly [name: string, value: Json, place: number] | null): string {
  if (again === null) return text
  const [name, value, place] = again
  const places = [...text.matchAll(new RegExp(`"${name}":`, 'g'))].map(({ index }) => index)
  const at = places[place % Math.max(1, places.length)]
  return at === undefined ? text : `${text.slice(0, at)}"${name}":${JSON.stringify(value)},${text.slice(at)}`
}

const aRead = { eventName: 'GetObject', readOnly: true }
const plain = [
  aRecord(aRead),
  aRecord({ eventName: 'PutObject', readOnly: false, requestParameters: { bucketName: 'b', key: 'k' } }),
  aRecord({ eventName: 'Decrypt', eventSource: 'kms.amazonaws.com', errorCode: 'AccessDenied', errorMessage: 'no' }),
  aRecord({ ...aRead, userIdentity: { type: 'AWSService', invokedBy: 'x' }, responseElements: { a: '1', b: 2 } }),
  hit(aRead),
  aRecord({
    eventName: 'PutRolePolicy',
    eventSource: 'iam.amazonaws.com',
    readOnly: false,
    requestParameters: { a: '{' },
  }),
  aRecord({ eventName: 'AssumeRole', readOnly: true, errorCode: 'AccessDenied', requestParameters: { roleArn: 'r' } }),
  // One text in JSON, and two things: an identity that says nothing, and a program that calls itself so.
  aRecord({ ...aRead, userIdentity: {}, userAgent: '{}' }),
  assumed({}, {}),
  assumed({ durationSeconds: 900, tags: [{ key: 'a', value: 'b' }] }, { packedPolicySize: 3 }),
  other({ ...aRead, additionalEventData: { SignatureVersion: 'SigV4', bytesTransferredIn: 0 } }),
]

/** Ways to write one JSON value: spaces, and letters as escapes. */
const spaces = fc.constantFrom(undefined, 1, '\t', ' \r\n')
function written(record: Json, space: number | string | undefined, isEscaped: boolean): string {
  const text = JSON.stringify(record, null, space)
  return isEscaped ? text.replaceAll('/', '\\/').replaceAll('N', '\\u004e') : text
}

/** One for all: each has memory of its own, of which a process has room for some hundred. */
const reader = new CallReader()

function readOne(text: string | Buffer) {
  const content = Buffer.from(text)
  reader.open(content)
  const end = reader.read(0)
  return { content, end, call: end === -1 ? null : reader.call }
}

/** Where the lean reading takes a record for one to be counted, the whole reading comes to the same. */
function expectSame(text: string | Buffer): boolean {
  const { content, end, call } = readOne(text)
  if (end === -1) return false
  const record = JSON.parse(content.toString('utf8', 0, end))
  if (call !== null) expect(projectionOf(call)).toEqual(wholeProjectionOf(record))
  return call !== null
}

describe('a call that is read out of the bytes of its record', () => {
  it('is what the whole reading makes of it, whatever the fields are', () => {
    let counted = 0
    const changes = fc.dictionary(fc.constantFrom(...fields), json, { maxKeys: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...plain), changes, spaces, fc.boolean(), (record, some, space, isEscaped) => {
        const text = written({ ...record, ...some }, space, isEscaped)
        expect(readOne(text).end).toBe(Buffer.byteLength(text))
        if (expectSame(text)) counted += 1
      }),
      { numRuns },
    )
    expect(counted).toBeGreaterThan(numRuns / 20)
  })

  it('hands out what the whole reading says, whatever parameters and answer are, and in whatever order fields come', () => {
    let handingOut = 0
    const some = fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom(...inner), json, { maxKeys: 2 }))
    const twice = fc.option(fc.tuple(fc.constantFrom(...inner), json, fc.nat()))
    const named = fc.constantFrom(
      {},
      {},
      {},
      { eventName: 'AssumeRoot' },
      { eventSource: 's3.amazonaws.com' },
      { errorCode: 'X' },
    )
    fc.assert(
      fc.property(fc.tuple(some, some, some, some), named, twice, fc.boolean(), (changes, name, again, isReversed) => {
        const [asked, answered, credentials, user] = changes
        const whole = assumed(asked, {}, name)
        const { credentials: key, assumedRoleUser } = answerIn(whole)
        const responseElements = {
          credentials: { ...key, ...credentials },
          assumedRoleUser: { ...assumedRoleUser, ...user },
          ...answered,
        }
        const fields = Object.entries({ ...whole, responseElements })
        const text = withFieldTwice(JSON.stringify(Object.fromEntries(isReversed ? fields.reverse() : fields)), again)
        if (expectSame(text) && reader.call?.handsOut === true) handingOut += 1
      }),
      { numRuns: 2 * numRuns },
    )
    expect(handingOut).toBeGreaterThan(numRuns / 10)
  })

  it.each([
    ['a source identity', { sourceIdentity: 'ana' }, {}],
    ['a name of the session that is escaped', { roleSessionName: 'é' }, {}],
    ['no name of the session', { roleSessionName: null }, {}],
    ['a provider', {}, { provider: 'arn:aws:iam::444455556666:saml-provider/p' }],
    ['a second list of credentials', {}, { credentialSet: [] }],
    ['credentials that say more', {}, { credentials: { accessKeyId: 'ASIA1', AccessKeyId: 'ASIA2' } }],
    ['no user', {}, { assumedRoleUser: null }],
  ])('that hands out credentials is left to the whole reading where there is %s', (_, asked, answered) => {
    expect(readOne(JSON.stringify(assumed(asked, answered))).call).toBeNull()
  })

  it('is large in neither reading, or left to the whole one', () => {
    const many = (count: number) => ({ tags: Array.from({ length: count }, () => ({})) })
    for (const count of [0, 100, 200, 300, 500, 1_000]) expectSame(JSON.stringify(assumed(many(count), {})))
    expect(readOne(JSON.stringify(assumed(many(500), {}))).call).toBeNull()
    const aside = aRecord({ eventName: 'PutRolePolicy', readOnly: false, resources: ['A'.repeat(20_000)] })
    expect(readOne(JSON.stringify(aside)).call).toBeNull()
  })

  it('is read at all: each of the plain ones is counted, without being read whole', () => {
    expect(plain.map((record) => expectSame(JSON.stringify(record)))).toEqual(plain.map(() => true))
  })

  it('is none where its bytes are no JSON, and never reaches over their end', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', ...'{}[]",:\\tn0-.e\n\u0000', '\\u00', ',"'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...plain), fc.array(damage, { minLength: 1, maxLength: 3 }), (record, damages) => {
        let text = JSON.stringify(record)
        for (const [at, length, put] of damages) {
          const from = 1 + (at % text.length)
          text = text.slice(0, from) + put + text.slice(from + length)
        }
        expectSame(text)
        if (readOne(text).end === -1 && text !== '{}') expect(() => JSON.parse(text)).toThrow(SyntaxError)
      }),
      { numRuns: 5 * numRuns },
    )
  })

  it.each([
    ['a field twice', '{"eventName":"GetObject",'],
    ['a name with an escape', '{"event\\u004eame":"DeleteTrail",'],
    ['an empty Region, which a question about Regions does not take for none', '{"awsRegion":"",'],
    ['parameters that are JSON in a text, and the answer too', '{"responseElements":"{}",'],
  ])('is left to the whole reading where there is %s', (_, start) => {
    const without = JSON.stringify(aRecord(aRead, ['responseElements', 'awsRegion']))
    expect(readOne(without).call).not.toBeNull()
    const text = without.replace('{', start)
    expect(readOne(text)).toMatchObject({ end: text.length, call: null })
  })

  it('shares no more with other records than their bytes: an identity that begins like another is read anew', () => {
    const named = (userName: string, name: string) =>
      Buffer.from(JSON.stringify(aRecord({ eventName: name, userIdentity: { type: 'IAMUser', userName } })))
    for (const name of ['otto', 'ottb', 'ottoo', 'ot', 'otto']) {
      reader.open(named(name, 'GetObject'))
      reader.read(0)
      expect(reader.call?.actor).toEqual({ type: 'IAMUser', userName: name })
    }
  })
})

describe('a log that is walked', () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.nat({ max: 40 }),
    fc.constantFrom('', ...'{}[]",:\\ \n', '},', ',1,', ',"a",', ']}'),
  )

  it('gives the records that cutting it gives, in their order, however it is damaged', () => {
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 2 }), spaces, (damages, space) => {
        let text = JSON.stringify({ Records: [...plain, aRecord({ eventName: 'AssumeRole' })] }, null, space)
        for (const [at, length, put] of damages) {
          const from = at % text.length
          text = text.slice(0, from) + put + text.slice(from + length)
        }
        const { isWhole, counted, ...walk } = walked(Buffer.from(text))
        if (isWhole === null) return
        const whole = cut(Buffer.from(text))
        expect({ isWhole, ...walk }).toEqual(whole)
      }),
      { numRuns: 3 * numRuns },
    )
  })

  it('of every record in the corpus, where it is there, is what the whole reading makes of it', async () => {
    if (corpus === null) return
    const { records } = await readPaths([corpus])
    const content = Buffer.from(`{"Records":[${records.map((record) => JSON.stringify(record)).join(',')}]}`)
    const { counted, ...walk } = walked(content)
    expect(walk).toEqual(cut(content))
    expect(counted).toBeGreaterThan(records.length / 4)
  })
})
