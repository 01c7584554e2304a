import type { Json } from '../domain/canonical-json.js'
import { canonicalJson } from '../domain/canonical-json.js'
import { jsonSchema } from '../domain/json-schema.js'

/** A policy as data: IAM's grammar wants an object at the top. */
export type PolicyDocument = { readonly [key: string]: Json }

export type DecodedPolicy =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly reason: string }

/**
 * Reads a policy as IAM returns it: percent-encoded (RFC 3986, where `+` is a plus and never a space) or already plain,
 * as other SDKs and test servers give it. What cannot be read is a value, never a throw: it may be the attacker's text.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export function decodePolicyDocument(text: string): DecodedPolicy {
  try {
    const plain = text.trimStart().startsWith('{') ? text : decodeURIComponent(text)
    const document = jsonSchema.parse(JSON.parse(plain))
    return isObject(document) ? { ok: true, document } : { ok: false, reason: 'The policy is not a JSON object.' }
  } catch (error) {
    return { ok: false, reason: `The policy cannot be read: ${error instanceof Error ? error.message : 'unknown'}` }
  }
}

/** `text` without its percent-encoding where it has any; unreadable text stays as it is, for a person to look at. */
export function plainPolicyText(text: string): string {
  if (text.trimStart().startsWith('{')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded after all (a lone % sign): the text itself is then the evidence.
    return text
  }
}

/**
 * One spelling for policies that mean the same: keys sorted, one statement or a list of one, one value or a list of one,
 * lists of values as sets, `true` or `"true"` in a condition. The order of statements stays. `null` where it is no policy.
 */
export function canonicalPolicy(text: string): string | null {
  const decoded = decodePolicyDocument(text)
  return decoded.ok ? canonicalJson(normaliseDocument(decoded.document)) : null
}

/** True where both texts are policies and the same one. Byte equality is not promised by IAM, so it is not asked for. */
export function samePolicy(a: string, b: string): boolean {
  const canonical = canonicalPolicy(a)
  return canonical !== null && canonical === canonicalPolicy(b)
}

/** The statements of a policy, whether written as one or as a list. */
export function statementsOf(document: PolicyDocument): PolicyDocument[] {
  return listOf(document.Statement).filter(isObject)
}

/** A JSON value as a list: nothing is an empty one. */
export function listOf(value: Json | undefined): Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

export function isObject(value: Json | undefined): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function normaliseDocument(document: PolicyDocument): PolicyDocument {
  const { Statement, ...rest } = document
  if (Statement === undefined) return rest
  return { ...rest, Statement: listOf(Statement).map((one) => (isObject(one) ? normaliseStatement(one) : one)) }
}

function normaliseStatement(statement: PolicyDocument): PolicyDocument {
  return Object.fromEntries(Object.entries(statement).map(([key, value]) => [key, normaliseElement(key, value)]))
}

function normaliseElement(key: string, value: Json): Json {
  switch (key) {
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
      return valueSet(value)
    case 'Principal':
    case 'NotPrincipal':
      return isObject(value) ? mapValues(value, valueSet) : value
    case 'Condition':
      return isObject(value) ? mapValues(value, (test) => (isObject(test) ? mapValues(test, valueSet) : test)) : value
    default:
      // Effect, Sid, and whatever IAM may add: compared as it stands, so that nothing unknown counts as equal.
      return value
  }
}

/** Lists of actions, resources and condition values are alternatives: neither their order nor a repetition means anything. */
function valueSet(value: Json): Json {
  const texts = listOf(value).map((one) => (typeof one === 'boolean' || typeof one === 'number' ? String(one) : one))
  const byText = new Map(texts.map((one) => [canonicalJson(one), one]))
  return [...byText.keys()].sort().map((text) => byText.get(text) ?? null)
}

function mapValues(value: PolicyDocument, change: (one: Json) => Json): PolicyDocument {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]))
}
