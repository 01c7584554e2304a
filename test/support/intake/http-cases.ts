import { gzipSync } from 'node:zlib'
import { secret } from '../served.js'
import { cases, type IntakeCase } from './intake-case.js'
import type { WireRequest } from './wire.js'

type Change = IntakeCase['request']
const headers = (changed: Record<string, string | null>): WireRequest => ({ headers: changed })
const chunked =
  (write: (text: string) => string, changed: Record<string, string | null> = {}): Change =>
  (_event, text) => ({
    headers: { 'content-length': null, 'transfer-encoding': 'chunked', ...changed },
    body: write(text),
    signed: text,
  })
const inChunks = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
const raw = (content: string | Buffer): WireRequest => ({ raw: content })
const head = (...lines: string[]) => raw(`${lines.join('\r\n')}\r\n\r\n`)
const start = 'POST /webhooks/guardduty HTTP/1.1'
const own = ['host: x', `x-api-key: ${secret}`, 'content-type: application/json']

const methods = [
  ...cases('a finding is sent by POST alone', 405, 'methodNotAllowed', {
    GET: { method: 'GET', body: '' },
    PUT: { method: 'PUT' },
    PATCH: { method: 'PATCH' },
    DELETE: { method: 'DELETE' },
    OPTIONS: { method: 'OPTIONS', body: '' },
    'PUT with a body that nobody reads': { method: 'PUT', body: '[' },
    'GET with a method in a header': {
      method: 'GET',
      body: '',
      headers: { 'x-http-method-override': 'POST', 'x-http-method': 'POST' },
    },
  }),
  ...cases('a finding is sent by POST alone', 405, null, { HEAD: { method: 'HEAD', body: '' } }),
  ...cases('a finding is sent by POST alone', 404, 'notFound', {
    PROPFIND: { method: 'PROPFIND', body: '' },
    MKCOL: { method: 'MKCOL', body: '' },
  }),
  ...cases('a method that is none is refused', 400, 'badRequest', {
    'one that nobody knows': { method: 'FOO' },
    'in small letters': { method: 'post' },
    'with a space before it': { method: ' POST' },
    'none at all': { method: '' },
  }),
  ...cases('a tunnel is not opened', 0, null, { CONNECT: head('CONNECT 192.0.2.1:80 HTTP/1.1', 'host: x') }),
]

const unserved = [
  'security-hub',
  'detective',
  'splunk',
  'elastic',
  'generic',
  'person',
  'sns',
  '__proto__',
  'constructor',
]
const paths = [
  ...cases(
    'a source without a secret is not served',
    404,
    'notFound',
    Object.fromEntries(unserved.map((name) => [name, { path: `/webhooks/${name}` }])),
  ),
  ...cases('another path is another place', 404, 'notFound', {
    'with a slash at its end': { path: '/webhooks/guardduty/' },
    'with two slashes': { path: '//webhooks//guardduty' },
    'in capitals': { path: '/WEBHOOKS/GUARDDUTY' },
    'without the source': { path: '/webhooks' },
    'that climbs': { path: '/x/../webhooks/guardduty' },
    'that climbs by escapes': { path: '/webhooks/guardduty%2f..%2f..%2fapi' },
    'with a null character': { path: '/webhooks/guardduty%00' },
    'of a file': { path: '/webhooks/guardduty.json' },
    '4 KB long': { path: `/webhooks/${'x'.repeat(4_000)}` },
  }),
  ...cases('a path that cannot be read is refused', 400, 'badRequest', {
    'half an escape': { path: '/webhooks/%G' },
    'an escape that is no UTF-8': { path: '/webhooks/%ff' },
  }),
]

const types = [
  'text/plain',
  'text/plain; charset=UTF-8',
  'text/json',
  'application/xml',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/x-ndjson',
  'application/ld+json',
  'application/cloudevents+json',
  'application/jsonx',
  'xapplication/json',
  'application/json, text/plain',
  'application/json; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
  'application/json; charset=utf-7',
  'application/json; charset=utf-8; charset=utf-7',
  '*/*',
  'json',
  '',
]
const mediaTypes = [
  ...cases(
    'another content type is refused',
    415,
    'unsupportedMediaType',
    Object.fromEntries(types.map((type) => [type === '' ? 'an empty one' : type, headers({ 'content-type': type })])),
  ),
  ...cases('another content type is refused', 415, 'unsupportedMediaType', { none: headers({ 'content-type': null }) }),
  ...cases('JSON by its content type is taken', 202, null, {
    'with the charset that it has anyway': headers({ 'content-type': 'application/json; charset=utf-8' }),
    'with the charset in quotes': headers({ 'content-type': 'application/json;charset="UTF-8"' }),
    'in capitals': headers({ 'content-type': 'APPLICATION/JSON' }),
  }),
]

const codings = [
  'gzip',
  'GZIP',
  'x-gzip',
  'deflate',
  'br',
  'zstd',
  'compress',
  'gzip, gzip',
  'identity, gzip',
  '*',
  'aes',
]
const encodings = [
  ...cases(
    'an encoded body is refused',
    415,
    'unsupportedEncoding',
    Object.fromEntries(codings.map((coding) => [coding, headers({ 'content-encoding': coding })])),
  ),
  ...cases('an encoded body is refused', 415, 'unsupportedEncoding', {
    'a real gzip': (_event, text) => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(text) }),
    'a gzip of a gigabyte of nothing': {
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(8 * 1024 * 1024)),
    },
    'a gzip by its transfer': chunked(inChunks, { 'transfer-encoding': 'gzip, chunked' }),
  }),
  ...cases('a body that is not encoded is taken', 202, null, {
    'identity by name': headers({ 'content-encoding': 'identity' }),
    'in one chunk': chunked(inChunks),
    'in a chunk a character': chunked((text) => `${[...text].map((letter) => `1\r\n${letter}\r\n`).join('')}0\r\n\r\n`),
    'in chunks with extensions': chunked((text) => inChunks(text).replace('\r\n', ';a=b\r\n')),
    'in chunks with a trailer': chunked((text) => inChunks(text).replace('0\r\n\r\n', '0\r\nx: y\r\n\r\n')),
  }),
]

const lengths = [
  ...cases('a length that is none is refused', 400, 'badRequest', {
    'a word': headers({ 'content-length': 'all' }),
    'a negative number': headers({ 'content-length': '-1' }),
    'a number with a plus': headers({ 'content-length': '+100' }),
    'a hexadecimal number': headers({ 'content-length': '0x10' }),
    'two lengths in one': headers({ 'content-length': '10, 10' }),
    'two lengths': { lines: ['content-length: 3'] },
    'a number of thirty digits': headers({ 'content-length': '9'.repeat(30) }),
    'a length beside chunks': { headers: { 'transfer-encoding': 'chunked' }, body: '0\r\n\r\n' },
    'chunks that are not the last coding': headers({ 'content-length': null, 'transfer-encoding': 'chunked, gzip' }),
    'a chunk of no number': chunked(() => 'xyz\r\n{}\r\n0\r\n\r\n'),
    'a chunk of a negative number': chunked(() => '-2\r\n{}\r\n0\r\n\r\n'),
    'a chunk of a number without end': chunked(() => 'fffffffffffffffffff\r\n{}'),
    'a chunk that is longer than it says': chunked(() => '1\r\n{}\r\n0\r\n\r\n'),
  }),
  ...cases('a body that is too large is refused', 413, 'tooLarge', {
    'one byte too many': { body: ' '.repeat(1024 * 1024 + 1) },
    '50 MB that never come': headers({ 'content-length': '50000000' }),
    '18 digits of bytes that never come': headers({ 'content-length': '9'.repeat(15) }),
    'in a chunk': chunked(() => inChunks(' '.repeat(1024 * 1024 + 1))),
    'in many chunks': chunked(() => `${`4000\r\n${' '.repeat(0x4000)}\r\n`.repeat(65)}0\r\n\r\n`),
  }),
  ...cases('a body as large as may be is taken', 202, null, {
    'a megabyte': (_event, text) => ({ body: text.padEnd(1024 * 1024) }),
  }),
  ...cases('what follows a body is no part of it', 400, 'badRequest', {
    'one byte longer': (_event, text) => ({ headers: { 'content-length': String(text.length - 1) }, body: text }),
    'a length of nought': (_event, text) => ({ headers: { 'content-length': '0' }, body: text }),
    'no length at all': (_event, text) => ({ headers: { 'content-length': null }, body: text }),
  }),
]

const protocols = [
  ...cases('what is not HTTP is refused', 400, 'badRequest', {
    'the greeting of TLS': raw(Buffer.from('16030100c8010000c40303', 'hex')),
    'the greeting of SSH': raw('SSH-2.0-OpenSSH_9.6\r\n\r\n'),
    'the greeting of HTTP/2': raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    'HTTP/3': head('POST /webhooks/guardduty HTTP/3.0', ...own),
    'random bytes': raw(Buffer.from('00ff10a0b0c0d0e0f00d0a0d0a', 'hex')),
    'a header without a colon': { lines: ['nonsense'] },
    'a header with a space in its name': { lines: ['a b: c'] },
    'a header with a space before its colon': { headers: { 'x-api-key': null }, lines: [`x-api-key : ${secret}`] },
    'a header that goes on in the next line': { headers: { 'x-api-key': null }, lines: ['x-api-key:', ` ${secret}`] },
    'a header with a null character': { lines: ['a: b\0c'] },
    'a header with a bare carriage return': { lines: ['a: b\rc'] },
    'a line without its carriage return': raw(`${start}\nhost: x\n\n`),
  }),
  ...cases('HTTP/0.9 has no headers', 401, 'unauthorised', { 'nor a key': raw('POST /webhooks/guardduty\r\n\r\n') }),
  ...cases('headers without end are refused', 431, 'headersTooLarge', {
    'one of 20 KB': { lines: [`a: ${'x'.repeat(20_000)}`] },
    'many of a few bytes': { lines: Array.from({ length: 4_000 }, (_, n) => `a${n}: b`) },
    'a name of 20 KB': { lines: [`${'x'.repeat(20_000)}: a`] },
    'a path of 20 KB': { path: `/webhooks/guardduty?${'x'.repeat(20_000)}` },
  }),
  ...cases('HTTP asks for a host', 400, null, { none: headers({ host: null }) }),
  ...cases('an expectation that nobody has is refused', 417, null, { 'of magic': headers({ expect: 'magic' }) }),
  ...cases('what HTTP allows is taken', 202, null, {
    'HTTP/1.0': { version: 'HTTP/1.0' },
    'HTTP/1.0 without a host': { version: 'HTTP/1.0', headers: { host: null } },
    'an expectation of 100-continue': headers({ expect: '100-continue' }),
    'an upgrade that nobody offers': { headers: { connection: 'upgrade, close', upgrade: 'h2c' } },
    '1,500 headers': { lines: Array.from({ length: 1_500 }, () => 'a: b') },
    'an escape in the path': { path: '/webhooks/%67uardduty' },
    'a query': { path: '/webhooks/guardduty?a=b&a=c&__proto__=d' },
    'an empty line before': (_event, text) => ({
      raw: `\r\n${[start, ...own, `content-length: ${text.length}`, 'connection: close'].join('\r\n')}\r\n\r\n${text}`,
    }),
  }),
]

export const httpCases: readonly IntakeCase[] = [
  ...methods,
  ...paths,
  ...mediaTypes,
  ...encodings,
  ...lengths,
  ...protocols,
]
