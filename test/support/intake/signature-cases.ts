import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { nextSecret, secret } from '../served.js'
import { cases, type IntakeCase } from './intake-case.js'
import { signedHeaders, signingSecrets } from './senders.js'
import type { WireRequest } from './wire.js'

type Headers = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
type Change = IntakeCase['request']
const [key, nextKey] = signingSecrets
const second = 1_000

/** The right headers of a body, with some of them changed. */
const head =
  (change: (right: Headers, text: string) => WireRequest['headers']): Change =>
  (_event, text) => ({ body: text, headers: change(signedHeaders(text), text) ?? {} })
const signature = (change: (right: string, text: string) => string): Change =>
  head((right, text) => ({ 'webhook-signature': change(right['webhook-signature'], text) }))
const timestamp = (change: (right: string) => string): Change =>
  head((right) => ({ 'webhook-timestamp': change(right['webhook-timestamp']) }))
/** Signed with the time or id that is sent. */
const signedAt = (ms: number): Change => head((_, text) => signedHeaders(text, { at: new Date(Date.now() + ms) }))
const signedAs = (id: string): Change => head((_, text) => signedHeaders(text, { id }))
/** Signed by hand, over what is none of the specification's. */
const over = (content: (right: Headers, text: string) => string, algorithm = 'sha256', bytes = keyBytes(key)): Change =>
  head((right, text) => ({
    'webhook-signature': `v1,${createHmac(algorithm, bytes).update(content(right, text)).digest('base64')}`,
  }))
function keyBytes(text: string): Buffer {
  return Buffer.from(text.slice('whsec_'.length), 'base64')
}
const usual = (right: Headers, text: string) => `${right['webhook-id']}.${right['webhook-timestamp']}.${text}`

const headers = cases('headers that are not those of Standard Webhooks are refused', 401, 'unauthorised', {
  'no id': { headers: { 'webhook-id': null } },
  'no timestamp': { headers: { 'webhook-timestamp': null } },
  'no signature': { headers: { 'webhook-signature': null } },
  'none of the three, and an x-api-key': {
    headers: { 'webhook-id': null, 'webhook-timestamp': null, 'webhook-signature': null, 'x-api-key': secret },
  },
  'an empty id': signedAs(''),
  'an id with a full stop, at which what is signed could be cut': signedAs('msg.1772359290'),
  'an id with a space': signedAs('msg 1'),
  'an id of 257 characters': signedAs('x'.repeat(257)),
  'the same id in two headers': (_event, text) => ({ body: text, lines: [`webhook-id: msg_1`] }),
  'two timestamps': (_event, text) => ({ body: text, lines: [`webhook-timestamp: 1`] }),
  'an empty timestamp': timestamp(() => ''),
  'a timestamp that is a word': timestamp(() => 'now'),
  'a timestamp that is not a number': timestamp(() => 'NaN'),
  'a timestamp with letters behind it': timestamp((right) => `${right}abc`),
  'a timestamp with a fraction': timestamp((right) => `${right}.5`),
  'a timestamp with an exponent': timestamp((right) => `${right.slice(0, 2)}e8`),
  'a timestamp with a plus': timestamp((right) => `+${right}`),
  'a negative timestamp': timestamp((right) => `-${right}`),
  'a hexadecimal timestamp': timestamp((right) => `0x${Number(right).toString(16)}`),
  'a timestamp with a leading zero': timestamp((right) => `0${right}`),
  'a timestamp in milliseconds': timestamp((right) => `${right}000`),
  'a timestamp of another calendar': timestamp(() => new Date().toISOString()),
  'a timestamp in Arabic digits': timestamp(() => '%D9%A1%D9%A7'),
  'infinity as a timestamp': timestamp(() => 'Infinity'),
  'an empty signature': signature(() => ''),
  'a version without a signature': signature(() => 'v1'),
  'a version with an empty signature': signature(() => 'v1,'),
  'a signature without its version': signature((right) => right.slice('v1,'.length)),
  'signatures with commas between': signature((right) => `${right},${right}`),
  'a signature with a third part': signature((right) => `${right},x`),
  'another version alone': signature((right) => right.replace('v1', 'v2')),
  'the version of asymmetric keys alone': signature((right) => right.replace('v1', 'v1a')),
  'a version in capitals': signature((right) => right.replace('v1', 'V1')),
  'a version of JavaScript': signature((right) => right.replace('v1', '__proto__')),
})

const times = cases('a request that is more than five minutes off is refused', 401, 'unauthorised', {
  'five minutes and five seconds ago': signedAt(-305 * second),
  'five minutes and five seconds ahead': signedAt(305 * second),
  'a day ago': signedAt(-86_400 * second),
  'a year ahead': signedAt(365 * 86_400 * second),
  'at the beginning of time': signedAt(second - Date.now()),
})

const signatures = cases('a signature that is not that of the body is refused', 401, 'unauthorised', {
  'of another body': signature((_, text) => signedHeaders(`${text} `)['webhook-signature']),
  'of an empty body': signature(() => signedHeaders('')['webhook-signature']),
  'of another id': head((right) => ({ 'webhook-id': `${right['webhook-id']}x` })),
  'of another time': timestamp((right) => String(Number(right) + 1)),
  'of another secret': signature((_, text) => signedHeaders(text, { key: btoa('x'.repeat(32)) })['webhook-signature']),
  'of an empty secret': over(usual, 'sha256', Buffer.alloc(0)),
  'of the secret as text': over(usual, 'sha256', Buffer.from(key)),
  'of the base64 of the secret': over(usual, 'sha256', Buffer.from(key.slice('whsec_'.length))),
  "of another source's secret": over(usual, 'sha256', Buffer.from(nextSecret)),
  'of the body alone': over((_, text) => text),
  'of the body without the id': over((right, text) => `${right['webhook-timestamp']}.${text}`),
  'of the body without the time': over((right, text) => `${right['webhook-id']}.${text}`),
  'with other signs between': over((right, text) => usual(right, text).replaceAll('.', ':')),
  'by SHA-1': over(usual, 'sha1'),
  'by SHA-512': over(usual, 'sha512'),
  'with a bit of it flipped': signature((right) => right.replace(/,./, (two) => (two === ',A' ? ',B' : ',A'))),
  'without its last character': signature((right) => right.slice(0, -2)),
  'in another spelling of the same bytes': signature((right) =>
    right.replace(/.=$/, (end) => `${next(end[0] ?? '')}=`),
  ),
  'in base64 for URLs': signature((right) => right.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')),
  'in hexadecimal': signature((right) => `v1,${Buffer.from(right.slice(3), 'base64').toString('hex')}`),
  'all zeros': signature(() => `v1,${'A'.repeat(43)}=`),
  'many that are wrong': signature(() =>
    Array(200)
      .fill(`v1,${'A'.repeat(43)}=`)
      .join(' '),
  ),
  'with a space added to the body': (_event, text) => ({ headers: signedHeaders(text), body: `${text} ` }),
  'with a byte order mark added': (_event, text) => ({ headers: signedHeaders(text), body: `\ufeff${text}` }),
  'with a byte of no UTF-8 where the sign for such a byte was signed': (_event, text) => {
    const signed = text.replace('The user', 'The\ufffduser')
    const body = Buffer.from(signed.replace('\ufffd', '\u00ff'), 'latin1')
    return { headers: signedHeaders(signed), body }
  },
  'with line breaks changed': (_event, text) => ({ headers: signedHeaders(`${text}\n`), body: `${text}\r\n` }),
  'moved from the body into the time': (_event, text) => ({
    headers: { ...signedHeaders(text), 'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' },
    body: `${Math.floor(Date.now() / 1000)}.${text}`,
  }),
})

/** The 43rd character has two bits to spare: the next one stands for the same bytes. */
function next(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const at = alphabet.indexOf(letter)
  return alphabet.charAt(at % 4 === 3 ? at - 1 : at + 1)
}

const wrong = `v1,${'A'.repeat(43)}=`
const taken = cases('the right signature is taken', 202, null, {
  'of the one secret': head((right) => right),
  'of the other, while one replaces the other': head((_, text) => signedHeaders(text, { key: nextKey })),
  'of both': head((right, text) => ({
    'webhook-signature': `${signedHeaders(text, { key: nextKey })['webhook-signature']} ${right['webhook-signature']}`,
  })),
  'behind a wrong one': signature((right) => `${wrong} ${right}`),
  'before a wrong one': signature((right) => `${right} ${wrong}`),
  'beside one of asymmetric keys': signature((right) => `v1a,${btoa('x'.repeat(64))} ${right}`),
  'of a sender whose clock is almost five minutes slow': signedAt(-290 * second),
  'of a sender whose clock is almost five minutes fast': signedAt(290 * second),
  'with an id of another form': signedAs('8e5622f9-d81c-4d81-612a-9319e7ee2506'),
  'by a library': head((_, text) => {
    const at = new Date()
    const sign = new Webhook(key).sign('evt_1', at, text)
    return { 'webhook-id': 'evt_1', 'webhook-timestamp': String(Math.floor(+at / 1000)), 'webhook-signature': sign }
  }),
})

export const signatureCases: readonly IntakeCase[] = [...headers, ...times, ...signatures, ...taken]
