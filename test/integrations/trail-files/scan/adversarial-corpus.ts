import { gzipSync } from 'node:zlib'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { aRecord } from '../../../src/evidence/record/normalised.js'

/** A file, and in its title what could go wrong with it. */
export interface AdversarialFile {
  readonly title: string
  readonly name: string
  readonly content: string | Buffer
}

const role = 'arn:aws:iam::111122223333:role/service/ci-deploy'
const session = 'arn:aws:sts::111122223333:assumed-role/ci-deploy/s1'
/** What is looked for in each file. */
export const wanted = { role, key: 'ASIAWANTED0000000001', ip: '198.51.100.23', id: 'AROAWANTEDWANTED0001' } as const

let count = 0
const nextId = () => {
  count += 1
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
}
type Changes = { readonly [name: string]: Json }

export const other = (changes: Changes = {}) => aRecord({ eventID: nextId(), sourceIPAddress: '10.0.0.1', ...changes })
export const hit = (changes: Changes = {}) =>
  aRecord({
    eventID: nextId(),
    sourceIPAddress: '10.0.0.2',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${wanted.id}:s1`,
      arn: session,
      accountId: '111122223333',
      accessKeyId: wanted.key,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: wanted.id, arn: role, accountId: '111122223333' },
        attributes: { creationDate: '2026-03-01T09:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    ...changes,
  })

const text = (json: Json) => JSON.stringify(json)
const list = (...records: (Json | string)[]) =>
  `{"Records":[${records.map((record) => (typeof record === 'string' ? record : text(record))).join(',')}]}`
const both = () => [other(), hit(), other(), hit()]
const hex = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
/** Each letter of the value as an escape. */
const escaped = (record: Json, value: string) => text(record).replaceAll(value, [...value].map(hex).join(''))
const reordered = (record: Changes): Changes => Object.fromEntries(Object.entries(record).toReversed())
const nested = (...inner: Json[]) => other({ requestParameters: { list: inner } })
const gz = (content: string) => gzipSync(content)

function madeOf(title: string, content: string | Buffer, name = 'log.json'): AdversarialFile {
  return { title, name, content }
}

/** Escapes, and what looks like a hit without being one. */
function hiddenOnes(): AdversarialFile[] {
  const elsewhere = { roleArn: role, note: `${wanted.key} ${wanted.ip} ${wanted.id}` }
  return [
    madeOf('an escaped slash hides the ARN', list(other(), text(hit()).replaceAll('/', '\\/'), other())),
    madeOf('escapes hide the whole ARN', list(other(), escaped(hit(), role), other())),
    madeOf('escapes hide the key', list(escaped(hit(), wanted.key), other())),
    madeOf('one escaped letter in the key', list(other(), text(hit()).replaceAll('ASIAW', 'ASI\\u0041W'))),
    madeOf(
      'capital and small hexadecimal digits',
      list(text(hit()).replaceAll('/', '\\u002F'), text(hit()).replaceAll('/', '\\u002f')),
    ),
    madeOf(
      'escapes hide the names of fields',
      list(text(hit()).replace('"userIdentity"', '"user\\u0049dentity"'), other()),
    ),
    madeOf(
      'escapes that hide nothing',
      list(other({ userAgent: 'a' }), text(other()).replace('"us-', '"\\u0026us-'), hit()),
    ),
    madeOf(
      'a backslash before the quote that ends a text',
      list(other({ userAgent: 'C:\\' }), hit({ userAgent: '\\' }), other()),
    ),
    madeOf('an escaped escape is no escape', list(other({ userAgent: '\\u0041' }), hit({ userAgent: '\\\\u0041SIA' }))),
    madeOf('the values stand in the parameters alone', list(other({ requestParameters: elsewhere }), other())),
    madeOf('the values stand in the user agent alone', list(other({ userAgent: `${role} ${wanted.key}` }), hit())),
    madeOf(
      'another role whose name ends alike',
      list(other({ userIdentity: { type: 'Role', arn: `${role}x` } }), hit()),
    ),
    madeOf(
      'letters beyond ASCII before and in a hit',
      list(other({ userAgent: 'é 日本 😀' }), hit({ userAgent: '日本' }), other()),
    ),
    madeOf('lone surrogates', list(text(hit({ userAgent: 'x' })).replace('"x"', '"\\ud800"'), other())),
    madeOf('U+0000 in a text', list(text(hit({ userAgent: 'x' })).replace('"x"', '"\\u0000"'), other())),
    madeOf(
      'bytes that are no UTF-8',
      Buffer.concat([
        Buffer.from(list(hit(), other()).slice(0, -2)),
        Buffer.from(',{"eventVersion":"1.08","eventName":"\xff\xfe"}]}', 'latin1'),
      ]),
    ),
    madeOf(
      'a key that another call handed out',
      list(
        other({
          eventName: 'AssumeRole',
          eventSource: 'sts.amazonaws.com',
          responseElements: { credentials: { accessKeyId: wanted.key, expiration: 'Mar 1, 2026, 11:00:00 AM' } },
        }),
      ),
    ),
    madeOf(
      'the address alone',
      list(other({ sourceIPAddress: wanted.ip }), hit({ sourceIPAddress: wanted.ip }), other()),
    ),
    madeOf(
      'parameters that are JSON text',
      list(other({ responseElements: text({ credentials: { accessKeyId: wanted.key } }) })),
    ),
  ]
}

/** Other layouts of the same, and records within records. */
function layouts(): AdversarialFile[] {
  return [
    madeOf('fields in another order', list(...both().map(reordered))),
    madeOf(
      'fields in another order in some',
      list(other(), reordered(hit()), other(), hit(), reordered(other()), hit()),
    ),
    madeOf('two spaces a level', JSON.stringify({ Records: both() }, null, 2)),
    madeOf(
      'spaces after commas and colons',
      text({ Records: both() }).replaceAll('},{', '}, \r\n\t{').replace('"Records":[', ' "Records" : [ '),
    ),
    madeOf('a list of records', text(both())),
    madeOf('one record', text(hit())),
    madeOf('a record a line', both().map(text).join('\n')),
    madeOf('a log a line', [list(...both()), list(...both())].join('\n')),
    madeOf('two logs without anything between', list(...both()) + list(...both())),
    madeOf('two lists in one object', `${list(...both()).slice(0, -1)},"Records":${text(both())}}`),
    madeOf('another field before the list', `{"a":1,${list(...both()).slice(1)}`),
    madeOf(
      'records in a field behind the list',
      `${list(...both()).slice(0, -1)},"x":[${both().map(text).join(',')}]}`,
    ),
    madeOf('no records', list()),
    madeOf('no records and spaces', ' { "Records" : [ ] } \n'),
    madeOf('records that are no objects', list('1', text(hit()), 'null', '"text"', text(hit()), '[]', 'true')),
    madeOf(
      'records without a name or a time',
      list(other({ eventName: null }), hit({ eventTime: 'then' }), { eventVersion: '1.08' }, hit()),
    ),
    madeOf(
      'braces, brackets and quotes in texts',
      list(other({ userAgent: '}]},{"eventVersion":[' }), hit({ userAgent: '{"eventVersion":"1.08"},' }), other()),
    ),
    madeOf('a bracket after a colon in a text', list(other({ userAgent: 'http://[::1]:[x' }), hit())),
  ]
}

/** Records within records, envelopes, and records that are odd by themselves. */
function nestings(): AdversarialFile[] {
  const first = hit()
  return [
    madeOf('a list of records in a record', list(nested(other(), hit(), hit()), hit(), other())),
    madeOf('lists of lists of records in a record', list(other(), nested([[other(), hit()]], [hit()]), other())),
    madeOf('a list with texts and records in a record', list(nested('[', hit(), ']', hit()), nested(hit()), hit())),
    madeOf(
      'a record in a field of a record',
      list(other({ requestParameters: { eventVersion: '1', inner: hit() } }), hit()),
    ),
    madeOf('LookupEvents', text({ Events: both().map((record) => ({ EventId: 'x', CloudTrailEvent: text(record) })) })),
    madeOf(
      'LookupEvents with escapes in the text',
      text({ Events: [{ CloudTrailEvent: escaped(hit(), role) }, { CloudTrailEvent: text(other()) }] }),
    ),
    madeOf(
      'a Logs subscription, zipped in its text',
      list({
        awslogs: {
          data: gzipSync(text({ logEvents: both().map((record) => ({ message: text(record) })) })).toString('base64'),
        },
      }),
    ),
    madeOf(
      'EventBridge',
      both()
        .map((record) => text({ 'detail-type': 'x', detail: record }))
        .join('\n'),
    ),
    madeOf(
      'folded field names',
      list(
        {
          eventname: 'GetObject',
          eventsource: 's3.amazonaws.com',
          eventtime: '2026-03-01T10:00:00Z',
          eventid: nextId(),
          useridentity: { arn: role },
        },
        hit(),
      ),
    ),
    madeOf('the same record twice in a file', list(first, other(), first)),
    madeOf(
      'a field twice in a record',
      list(text(hit()).replace('{', '{"eventVersion":"1.08","userIdentity":null,'), other()),
    ),
    madeOf(
      '__proto__ and constructor',
      list(text(hit()).replace('{', '{"__proto__":{"eventName":"X"},"constructor":1,'), other()),
    ),
    madeOf('a record of a megabyte', list(other(), hit({ requestParameters: { text: 'x'.repeat(1_000_000) } }), hit())),
    madeOf(
      'Insights',
      list(
        {
          eventVersion: '1.07',
          eventType: 'AwsCloudTrailInsight',
          eventTime: '2026-03-01T10:00:00Z',
          insightDetails: {},
        },
        hit(),
      ),
    ),
    madeOf(
      'times outside of what is asked for',
      list(hit({ eventTime: '2019-03-01T10:00:00Z' }), hit(), other({ eventTime: '2031-01-01T00:00:00Z' })),
    ),
  ]
}

/** What happens to files: other packings, cuts and damage. */
function packings(): AdversarialFile[] {
  const log = () => list(...both())
  const cut = (content: Buffer, part: number) => content.subarray(0, Math.floor(content.length * part))
  const long = list(...Array.from({ length: 200 }, (_, at) => (at % 7 === 0 ? hit() : other())))
  return [
    madeOf('gzip', gz(log()), 'log.json.gz'),
    madeOf('gzip without its name', gz(log()), 'log'),
    madeOf(
      'gzip of several members',
      Buffer.concat([gz(log().slice(0, 500)), gz(log().slice(500))].map((part) => part)),
      'cut-anywhere.json.gz',
    ),
    madeOf('gzip of several logs', Buffer.concat([gz(log()), gz(log())]), 'log.json.gz'),
    madeOf('gzip twice', gzipSync(gz(log())), 'log.json.gz'),
    madeOf('gzip that is cut off early', cut(gz(long), 0.3), 'log.json.gz'),
    madeOf('gzip that is cut off late', cut(gz(long), 0.9), 'log.json.gz'),
    madeOf('gzip without its trailer', gz(long).subarray(0, -8), 'log.json.gz'),
    madeOf('gzip with rubbish behind', Buffer.concat([gz(log()), Buffer.from('rubbish')]), 'log.json.gz'),
    madeOf(
      'gzip whose size is a lie',
      Buffer.concat([gz(long).subarray(0, -4), Buffer.from([1, 0, 0, 0])]),
      'log.json.gz',
    ),
    madeOf('JSON that is cut off in a record', long.slice(0, 5_000)),
    madeOf('JSON that is cut off behind a record', long.slice(0, long.indexOf('},{', 9_000) + 1)),
    madeOf('JSON without its last brace', log().slice(0, -1)),
    madeOf('a byte order mark', `\ufeff${log()}`),
    madeOf('a byte order mark in gzip', gz(`\ufeff${log()}`), 'log.json.gz'),
    madeOf('UTF-16', Buffer.from(log(), 'utf16le')),
    madeOf(
      'a digest file',
      text({
        awsAccountId: '1',
        digestStartTime: 'a',
        digestEndTime: 'b',
        digestS3Bucket: 'c',
        digestS3Object: 'd',
        logFiles: [],
      }),
    ),
    madeOf('no JSON', 'Permission is hereby granted', 'LICENSE'),
    madeOf('nothing', ''),
  ]
}

export const adversarialFiles: readonly AdversarialFile[] = [
  ...hiddenOnes(),
  ...layouts(),
  ...nestings(),
  ...packings(),
]
