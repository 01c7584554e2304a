import { type SecretKind, secretKinds } from '../../../app/secret-kinds.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { authenticationCases } from './authentication-cases.js'
import { httpCases } from './http-cases.js'
import { cases, type IntakeCase } from './intake-case.js'
import { jsonCases } from './json-cases.js'
import { pathCases } from './path-cases.js'
import type { Sender } from './senders.js'
import { signatureCases } from './signature-cases.js'
import type { WireRequest } from './wire.js'

const GUARDDUTY = '/webhooks/guardduty'

const proofCases: Readonly<Record<SecretKind, readonly IntakeCase[]>> = {
  header: authenticationCases,
  path: pathCases,
  signature: signatureCases,
}

/** Where what holds for a header, or for a configuration with one source, is another rule with a table of its own. */
const elsewhere: Readonly<Record<SecretKind, RegExp>> = {
  header: /^a source without a secret/,
  path: /^(a source without a secret|another path is another place)/,
  signature: /^(a source without a secret|what follows a body)/,
}

/** Every source by itself: its own way to prove who sends, HTTP as it comes, and JSON that was damaged in any way. */
export function casesOf(sender: Sender): IntakeCase[] {
  const kind = secretKinds[sender.source]
  const shared = [...httpCases, ...jsonCases].filter(({ name }) => !elsewhere[kind].test(name))
  return [
    // Those of the other two kinds are of their one source alone.
    ...(kind === 'header' ? proofCases[kind].map((one) => moved(one, sender)) : proofCases[kind]),
    ...shared.filter((one) => isForSender(one, sender)).map((one) => moved(one, sender)),
    ...inert(sender),
  ]
}

/** The same request to the path of this source. */
function moved(one: IntakeCase, sender: Sender): IntakeCase {
  const to = (text: string) => text.replace(GUARDDUTY, sender.head('').path)
  return {
    ...one,
    request: (event: Json, text: string): WireRequest => {
      const { path, raw, ...request } = one.request(event, text)
      return {
        ...request,
        ...(path === undefined ? {} : { path: to(path) }),
        ...(raw === undefined ? {} : { raw: typeof raw === 'string' ? to(raw) : raw }),
      }
    },
  }
}

/** A case that changes nothing of this payload says nothing about it; a raw one holds the key as a header. */
function isForSender(one: IntakeCase, sender: Sender): boolean {
  const payload = sender.valid('111122223333')
  const text = JSON.stringify(payload)
  const { body, raw, path } = one.request(payload, text)
  if (path?.includes('%67uardduty')) return false
  if (raw !== undefined) return secretKinds[sender.source] === 'header'
  const isJsonCase = jsonCases.includes(one)
  if (isJsonCase && body === text) return false
  // A key that it does not know is refused by the generic source.
  return !(sender.source === 'generic' && one.status === 202 && String(body).includes('"unread"'))
}

function inert({ source }: Sender): IntakeCase[] {
  const poison = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
  const status = source === 'generic' ? 422 : 202
  const requests = poison.map((key): [string, IntakeCase['request']] => [
    `${key} at the top`,
    (_event, text) => ({ body: text.replace('{', () => `{"${key}":{"polluted":1,"prototype":{"polluted":1}},`) }),
  ])
  return cases(
    'a key at the top that is a name of the language is inert',
    status,
    status === 422 ? 'malformed' : null,
    Object.fromEntries(requests),
  )
}
