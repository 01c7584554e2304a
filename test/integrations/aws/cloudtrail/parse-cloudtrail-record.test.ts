import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { parseCloudTrailRecord } from '../../../../integrations/aws/cloudtrail/parse-cloudtrail-record.js'
import { callWith, issueOf, record, roleArn, roleUniqueId } from './records.js'

function parsed(raw: object) {
  const result = parseCloudTrailRecord(JSON.stringify(raw))
  if (!result.ok) throw new Error(result.reason)
  return result.event
}

describe('one CloudTrail record', () => {
  it('a call of a session names the session, its key and the role behind it', () => {
    expect(parsed(callWith('ASIAEXAMPLE0000000001', { errorCode: 'AccessDenied', errorMessage: 'no' }))).toEqual({
      eventId: expect.stringMatching(/^00000000-/),
      eventTime: '2026-03-01T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      region: 'us-east-1',
      accountId: '111122223333',
      sourceIp: '198.51.100.7',
      userAgent: 'aws-cli/2.17',
      errorCode: 'AccessDenied',
      errorMessage: 'no',
      readOnly: true,
      actor: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build',
        principalId: `${roleUniqueId}:build`,
        accessKeyId: 'ASIAEXAMPLE0000000001',
        accountId: '111122223333',
        issuerArn: roleArn,
        issuerId: roleUniqueId,
        issuerType: 'Role',
      },
    })
  })

  it('a session tells when its credentials were issued, as far as that is a time', () => {
    const withDate = (creationDate: string) => {
      const sessionContext = { attributes: { creationDate, mfaAuthenticated: 'false' } }
      return parsed(record({ userIdentity: { type: 'AssumedRole', sessionContext } })).actor.sessionIssuedAt
    }
    expect(withDate('2026-03-01T09:00:00Z')).toBe('2026-03-01T09:00:00Z')
    expect(withDate('20260301T090000Z')).toBe('2026-03-01T09:00:00Z')
    expect(withDate('2026-02-30T09:00:00Z')).toBeUndefined()
  })

  it('a call that hands out credentials tells key, end, role and session, and no token', () => {
    const event = parsed(issueOf('ASIAEXAMPLE0000000001', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM'))
    expect(event.issued).toEqual({
      kind: 'assumeRole',
      accessKeyId: 'ASIAEXAMPLE0000000001',
      assumedRoleId: `${roleUniqueId}:build`,
      expiresAt: '2026-03-01T10:00:00Z',
      roleArn,
      sessionName: 'build',
    })
    expect(JSON.stringify(event)).not.toContain('a-session-token')
  })

  it('the role is found in the answer where the parameters were cut off', () => {
    const event = parsed({ ...issueOf('ASIA1', '2026-03-01T09:00:00Z', 'never'), requestParameters: null })
    expect(event.issued).toEqual({
      kind: 'assumeRole',
      accessKeyId: 'ASIA1',
      assumedRoleId: `${roleUniqueId}:build`,
      roleArn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/build',
      sessionName: 'build',
    })
  })

  it('secrets in parameters are left out, however deep', () => {
    const requestParameters = {
      userName: 'x',
      password: 'p',
      list: [{ secretAccessKey: 's', sessionToken: 't', keep: 1 }],
    }
    expect(parsed(record({ requestParameters })).requestParameters).toEqual({ userName: 'x', list: [{ keep: 1 }] })
  })

  it.each<[string, object]>([
    ['no userIdentity', { userIdentity: undefined }],
    ['a userIdentity without a type', { userIdentity: { accountId: '111122223333' } }],
    ['a userIdentity that is a text', { userIdentity: 'HIDDEN' }],
    ['empty texts', { errorCode: '', userAgent: '', userIdentity: { accessKeyId: '' } }],
    ['parameters cut to a text', { requestParameters: '{"roleArn": "arn:aws:ia' }],
    ['parameters that are a list', { requestParameters: [1, 2] }],
    ['an answer of another shape', { responseElements: { credentials: 'none' } }],
    ['numbers for texts', { sourceIPAddress: 1, awsRegion: 2, readOnly: 'yes' }],
  ])('with %s is read as far as it goes', (_, changes) => {
    const event = parsed(record(changes))
    expect(event).toMatchObject({ eventName: 'ListBuckets', actor: {} })
    expect(event).not.toHaveProperty('errorCode')
    expect(event).not.toHaveProperty('requestParameters')
    expect(event).not.toHaveProperty('issued')
  })

  it('an old record gets its id from the envelope and a time as they are today', () => {
    const old = record({ eventID: undefined, eventTime: '20131102T010628Z' })
    expect(parseCloudTrailRecord(JSON.stringify(old), 'from-envelope')).toMatchObject({
      ok: true,
      event: { eventId: 'from-envelope', eventTime: '2013-11-02T01:06:28Z' },
    })
  })

  it.each<[string, string]>([
    ['a text that is no JSON', '{"eventID":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a record without a name', JSON.stringify(record({ eventName: undefined }))],
    ['a record without an id', JSON.stringify(record({ eventID: undefined }))],
    ['a time that is none', JSON.stringify(record({ eventTime: 'then' }))],
  ])('%s is refused as a value', (_, json) => {
    expect(parseCloudTrailRecord(json)).toMatchObject({ ok: false, reason: expect.any(String) })
  })

  it('no JSON whatever makes it throw', () => {
    const field = fc.constantFrom(
      'userIdentity',
      'requestParameters',
      'responseElements',
      'eventTime',
      'readOnly',
      'resources',
    )
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), fc.json(), (changes, other) => {
        expect(typeof parseCloudTrailRecord(JSON.stringify(record(changes))).ok).toBe('boolean')
        expect(parseCloudTrailRecord(other).ok).toBe(false)
      }),
    )
  })
})

const corpus = process.env.TOURNIQUET_CORPUS ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url))

describe('real logs', () => {
  if (!existsSync(corpus)) {
    it.todo('skipped: corpus not found')
    return
  }

  it.each([
    ['stratus-red-team', 150],
    ['invictus-aws-dataset', 1_592],
    ['traildiscover', 315],
  ] as const)('every record of %s is read', (folder, atLeast) => {
    const records = recordsIn(join(corpus, folder))
    expect(records.length).toBeGreaterThanOrEqual(atLeast)
    const unread = records.flatMap((raw) => {
      const result = parseCloudTrailRecord(JSON.stringify(raw))
      return result.ok ? [] : [result.reason]
    })
    expect(unread).toEqual([])
  })

  it('every call that handed out a key of a role tells the end of its session', () => {
    const issues = recordsIn(join(corpus, 'invictus-aws-dataset'))
      .map(parsed)
      .filter(({ eventName, issued }) => eventName === 'AssumeRole' && issued !== undefined)
    expect(issues.length).toBeGreaterThan(20)
    expect(issues.filter(({ issued }) => issued?.expiresAt === undefined || issued.roleArn === undefined)).toEqual([])
  })
})

/** Records of JSON lists, of `{"Records": […]}` files and of NDJSON with the record under `log`. */
function recordsIn(folder: string): object[] {
  return readdirSync(folder).flatMap((name) => {
    const text = name.endsWith('json') ? readFileSync(join(folder, name), 'utf8') : '[]'
    if (name.endsWith('.ndjson'))
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).log)
    const content = JSON.parse(text)
    return Array.isArray(content) ? content : content.Records
  })
}
