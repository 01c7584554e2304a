import { createHash } from 'node:crypto'
import { nextSecret, secret } from '../served.js'
import { cases, type IntakeCase } from './intake-case.js'
import type { WireRequest } from './wire.js'

const key = (value: string): WireRequest => ({ headers: { 'x-api-key': value } })
const elsewhere = (headers: Record<string, string | null>): WireRequest => ({
  headers: { 'x-api-key': null, ...headers },
})

const wrongKeys = cases('a key that is none of ours is refused', 401, 'unauthorised', {
  'no header': elsewhere({}),
  'an empty header': key(''),
  'white space': key(' \t '),
  'another of the same length': key(`${secret.slice(0, -1)}x`),
  'all but its last character': key(secret.slice(0, -1)),
  'all but its first character': key(secret.slice(1)),
  'its first character': key(secret.slice(0, 1)),
  'itself and one character more': key(`${secret}x`),
  'itself twice': key(secret + secret),
  'in capitals': key(secret.toUpperCase()),
  backwards: key([...secret].reverse().join('')),
  'both keys in one header': key(`${secret},${nextSecret}`),
  'both keys in two headers': { lines: [`x-api-key: ${nextSecret}`] },
  'the same key in two headers': { lines: [`x-api-key: ${secret}`] },
  'a wrong key before the right one': { ...key('wrong'), lines: [`x-api-key: ${secret}`] },
  'a wrong key after the right one': { lines: ['x-api-key: wrong'] },
  'in quotes': key(`"${secret}"`),
  'in percent escapes': key(secret.replaceAll('-', '%2d')),
  'in base64': key(Buffer.from(secret).toString('base64')),
  'its SHA-256': key(createHash('sha256').update(secret).digest('hex')),
  'with a letter that only looks the same': key(secret.replace('o', '\u00f3')),
  'with a space inside': key(secret.replace('-', ' ')),
  '15 KB long': key('x'.repeat(15_000)),
  'a null word': key('null'),
  'an undefined word': key('undefined'),
  'an object word': key('[object Object]'),
  'the word true': key('true'),
  'a zero': key('0'),
  'a star': key('*'),
  'SQL that is always true': key("' OR 1=1 --"),
  'a pattern that matches all': key('.*'),
  'the name of an inherited property': key('constructor'),
  'the name of the prototype': key('__proto__'),
  'a look-up in a directory': key('\u0024{jndi:ldap://192.0.2.1/x}'),
  'a JSON list that holds it': key(JSON.stringify([secret])),
})

const wrongPlaces = cases('a key anywhere but in x-api-key is refused', 401, 'unauthorised', {
  'as a bearer token': elsewhere({ authorization: `Bearer ${secret}` }),
  'as a bare authorization': elsewhere({ authorization: secret }),
  'as basic authentication': elsewhere({ authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` }),
  'in a cookie': elsewhere({ cookie: `x-api-key=${secret}` }),
  'in the query': { ...elsewhere({}), path: `/webhooks/guardduty?x-api-key=${secret}` },
  'in the query by another name': { ...elsewhere({}), path: `/webhooks/guardduty?key=${secret}&token=${secret}` },
  'in the fragment': { ...elsewhere({}), path: `/webhooks/guardduty#${secret}` },
  'in a header without dashes': elsewhere({ xapikey: secret }),
  'in a header with underscores': elsewhere({ x_api_key: secret }),
  'in api-key': elsewhere({ 'api-key': secret }),
  'in x-auth-token': elsewhere({ 'x-auth-token': secret }),
  'in a trailer': {
    ...elsewhere({ 'content-length': null, 'transfer-encoding': 'chunked', trailer: 'x-api-key' }),
    body: `0\r\nx-api-key: ${secret}\r\n\r\n`,
  },
  'in the body': (_event, text) => ({ ...elsewhere({}), body: text.replace('{', `{"x-api-key":"${secret}",`) }),
  'with a forwarded address of our own': elsewhere({ 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' }),
  'with a header that overrides the path': elsewhere({ 'x-original-url': '/livez', 'x-rewrite-url': '/livez' }),
  'with a signature of another scheme': elsewhere({ 'x-hub-signature-256': 'sha256=00', 'webhook-signature': 'v1,x' }),
  'with the headers of SNS': elsewhere({ 'x-amz-sns-message-type': 'Notification' }),
})

/** Whatever else is wrong, the answer without a key is the same. */
const untold = cases('without a key nothing else is told', 401, 'unauthorised', {
  'of a body that is no JSON': { ...elsewhere({}), body: '{' },
  'of a body that is not there': { ...elsewhere({}), body: '' },
  'of a body that would be too large': { ...elsewhere({}), body: Buffer.alloc(2 * 1024 * 1024, ' ') },
  'of a length that is too large': elsewhere({ 'content-length': '50000000' }),
  'of another content type': elsewhere({ 'content-type': 'application/xml' }),
  'of no content type': { headers: { 'x-api-key': null, 'content-type': null } },
  'of a compressed body': elsewhere({ 'content-encoding': 'gzip' }),
  'of another method': { ...elsewhere({}), method: 'PUT' },
  'of a GET': { ...elsewhere({ 'content-length': '0' }), method: 'GET', body: '' },
  'of a finding that is not ours': { ...elsewhere({}), body: '{"source":"aws.health","detail":{}}' },
  'of a finding that cannot be read': { ...elsewhere({}), body: '{"source":"aws.guardduty","detail":{"id":1}}' },
})

const taken = cases('the right key is taken', 202, null, {
  'the one': {},
  'the other, while one replaces the other': key(nextSecret),
  'under a name in capitals': { headers: { 'x-api-key': null, 'X-API-KEY': secret } },
  'with white space around it, which is not part of a header': key(`  ${secret}\t `),
  'beside an authorization that says something else': { headers: { authorization: 'Bearer wrong' } },
  'with a query that says something else': { path: '/webhooks/guardduty?x-api-key=wrong' },
})

export const authenticationCases: readonly IntakeCase[] = [...wrongKeys, ...wrongPlaces, ...untold, ...taken]
