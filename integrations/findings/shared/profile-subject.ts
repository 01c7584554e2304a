import type { FindingSubject } from '../../../src/domain/finding.js'
import { parseProfileArn } from '../../../src/domain/roles-anywhere.js'

/** What a source tells of the call, each as texts: it may have said a thing more than once, or in several forms. */
export interface ProfileTexts {
  readonly eventSources: readonly string[]
  readonly eventNames: readonly string[]
  /** Request and answer as one text: JSON, or as Java writes maps, `{name=build, roleArns=[arn:…]}`. */
  readonly requests: readonly string[]
  readonly responses: readonly string[]
  /** The same, where the source has them as fields of their own. */
  readonly names: readonly string[]
  readonly ids: readonly string[]
  readonly arns: readonly string[]
  readonly roleArns: readonly string[]
}

const acts = /^(Create|Update|Enable)Profile$/
const MAX_TEXT = 100_000
const MAX_ROLES = 250

/**
 * The Roles Anywhere profile that a call made, changed or turned on; undefined for every other call. Whoever made it chose its
 * name and session policy, so what is told in two ways is not told: a part is then null, and the profile is looked for by the rest.
 */
export function profileSubject(texts: ProfileTexts): FindingSubject | undefined {
  const isAnywhere = texts.eventSources.some((source) => /^rolesanywhere(\.amazonaws\.com)?$/i.test(source.trim()))
  if (!isAnywhere || !texts.eventNames.some((name) => acts.test(name.trim()))) return undefined
  const [requests, responses] = [texts.requests, texts.responses].map((list) =>
    list.map((text) => text.slice(0, MAX_TEXT)),
  )
  const all = [...(responses ?? []), ...(requests ?? [])]
  const arn = only([...texts.arns, ...all.flatMap((text) => wordsAfter(text, 'profileArn'))].filter(isProfileArn))
  const id =
    parseProfileArn(arn ?? '')?.profileId ??
    only([...texts.ids, ...all.flatMap((text) => wordsAfter(text, 'profileId'))].filter(isId))
  const roleArns = [...texts.roleArns, ...all.flatMap((text) => listsAfter(text, 'roleArns'))].filter(isRoleArn)
  return {
    kind: 'rolesAnywhereProfile',
    name: only([...texts.names, ...all.flatMap((text) => wordsAfter(text, 'name'))].filter(isName)),
    id,
    arn,
    roleArns: [...new Set(roleArns)].slice(0, MAX_ROLES),
  }
}

/** `"key":"value"`, `key=value`. */
function wordsAfter(text: string, key: string): string[] {
  const json = new RegExp(`"${key}"\\s*:\\s*"([^"\\\\]*)"`, 'g')
  const java = new RegExp(`[{,]\\s*${key}=([^,{}\\[\\]"]*)(?=[,}\\]])`, 'g')
  return [...text.matchAll(json), ...text.matchAll(java)].flatMap(([, value]) => value?.trim() || [])
}

/** `"key":["a","b"]`, `key=[a, b]`. */
function listsAfter(text: string, key: string): string[] {
  const lists = text.matchAll(new RegExp(`"?${key}"?\\s*[:=]\\s*\\[([^\\[\\]]*)\\]`, 'g'))
  return [...lists].flatMap(([, inner]) => (inner ?? '').split(',').map((one) => one.trim().replace(/^"|"$/g, '')))
}

function only(values: readonly string[]): string | null {
  const [first, ...others] = new Set(values)
  return first !== undefined && others.length === 0 ? first : null
}

function isProfileArn(text: string): boolean {
  return parseProfileArn(text) !== null
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html */
function isName(text: string): boolean {
  return /^[ a-zA-Z0-9-_]{1,255}$/.test(text)
}

function isRoleArn(text: string): boolean {
  return /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,600}$/.test(text)
}
