import { cases, type IntakeCase } from './intake-case.js'
import { pathSecrets, signingSecrets } from './senders.js'
import type { WireRequest } from './wire.js'

const [key, nextKey] = pathSecrets
const at = (path: string): WireRequest => ({ path })
const behind = (text: string): WireRequest => at(`/webhooks/splunk/${text}`)
const elsewhere = (headers: Record<string, string>, path = '/webhooks/splunk'): WireRequest => ({ path, headers })

const wrong = cases('a path without the right secret is refused', 401, 'unauthorised', {
  'no secret': at('/webhooks/splunk'),
  'an empty one': behind(''),
  'another of the same length': behind(`${key.slice(0, -1)}x`),
  'all but its last character': behind(key.slice(0, -1)),
  'all but its first character': behind(key.slice(1)),
  'its first character': behind(key.slice(0, 1)),
  'itself and one character more': behind(`${key}x`),
  'itself twice': behind(key + key),
  'itself as two segments': behind(`${key}/${key}`),
  'a slash after it': behind(`${key}/`),
  'a slash before it': behind(`/${key}`),
  'an escaped slash after it': behind(`${key}%2f`),
  'a segment after it': behind(`${key}/services`),
  'both secrets': behind(`${key},${nextKey}`),
  'in capitals': behind(key.toUpperCase()),
  backwards: behind([...key].reverse().join('')),
  'a parameter of the path after it': behind(`${key};a=b`),
  'a null character after it': behind(`${key}%00`),
  'a line break after it': behind(`${key}%0a`),
  'a space before it': behind(`%20${key}`),
  'in base64': behind(Buffer.from(key).toString('base64url')),
  'escaped twice': behind(key.replaceAll('-', '%252d')),
  'a star': behind('*'),
  'a pattern that matches all': behind('.*'),
  'the name of the parameter': behind(':secret'),
  'the name of the wildcard': behind('%2a'),
  'the name of the prototype': behind('__proto__'),
  'a secret of the generic source': behind(signingSecrets[0].slice('whsec_'.length).replaceAll('=', '')),
  '10 KB long': behind('x'.repeat(10_000)),
  'two dots': behind('%2e%2e'),
  'a letter that only looks the same': behind(key.replace('e', '%d0%b5')),
})

const places = cases('a secret anywhere but in the path is refused', 401, 'unauthorised', {
  'in the header of other sources': elsewhere({ 'x-api-key': key }),
  'as a bearer token': elsewhere({ authorization: `Bearer ${key}` }),
  'as a user of basic authentication': elsewhere({ authorization: `Basic ${btoa(`${key}:`)}` }),
  'in a cookie': elsewhere({ cookie: `secret=${key}` }),
  'in the query': elsewhere({}, `/webhooks/splunk?secret=${key}`),
  'in the query behind a slash': elsewhere({}, `/webhooks/splunk/?${key}`),
  'in the fragment': elsewhere({}, `/webhooks/splunk/#${key}`),
  'in a header that overrides the path': elsewhere({ 'x-original-url': `/webhooks/splunk/${key}` }),
  'in the referer': elsewhere({ referer: `https://x/webhooks/splunk/${key}` }),
  'in the body': (_event, text) => ({ path: '/webhooks/splunk', body: text.replace('{', `{"secret":"${key}",`) }),
})

const nowhere = cases('the path of another source takes no secret', 404, 'notFound', {
  'of GuardDuty': at(`/webhooks/guardduty/${key}`),
  'of the generic source': at(`/webhooks/generic/${key}`),
  'in capitals': at(`/WEBHOOKS/SPLUNK/${key}`),
  'with two slashes': at(`//webhooks/splunk/${key}`),
  'without the source': at(`/webhooks/${key}`),
  'of a source that there is not': at(`/webhooks/splunk2/${key}`),
})

const unreadable = cases('a path that cannot be read is refused', 400, 'badRequest', {
  'half an escape behind the secret': behind(`${key}%G`),
  'an escape that is no UTF-8 behind the secret': behind(`${key}%ff`),
})

const taken = cases('the right secret in the path is taken', 202, null, {
  'the one': behind(key),
  'the other, while one replaces the other': behind(nextKey),
  'with escapes, which stand for the same path': behind(key.replaceAll('-', '%2d')),
  'with a query': behind(`${key}?a=b`),
  'beside a key that says something else': { ...behind(key), headers: { 'x-api-key': 'wrong' } },
})

export const pathCases: readonly IntakeCase[] = [...wrong, ...places, ...nowhere, ...unreadable, ...taken]
