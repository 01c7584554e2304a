import type { JsonObject } from '../json.js'
import type { WireRequest } from './wire-request.js'

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_Operations.html */
const operations: readonly (readonly [line: RegExp, operation: string])[] = [
  [/^POST \/profiles$/, 'CreateProfile'],
  [/^GET \/profiles$/, 'ListProfiles'],
  [/^GET \/profile\/(?<profileId>[^/]+)$/, 'GetProfile'],
  [/^PATCH \/profile\/(?<profileId>[^/]+)$/, 'UpdateProfile'],
  [/^DELETE \/profile\/(?<profileId>[^/]+)$/, 'DeleteProfile'],
  [/^POST \/profile\/(?<profileId>[^/]+)\/enable$/, 'EnableProfile'],
  [/^POST \/profile\/(?<profileId>[^/]+)\/disable$/, 'DisableProfile'],
  [/^POST \/trustanchors$/, 'CreateTrustAnchor'],
  [/^GET \/trustanchors$/, 'ListTrustAnchors'],
  [/^GET \/trustanchor\/(?<trustAnchorId>[^/]+)$/, 'GetTrustAnchor'],
  [/^PATCH \/trustanchor\/(?<trustAnchorId>[^/]+)$/, 'UpdateTrustAnchor'],
  [/^DELETE \/trustanchor\/(?<trustAnchorId>[^/]+)$/, 'DeleteTrustAnchor'],
  [/^POST \/trustanchor\/(?<trustAnchorId>[^/]+)\/enable$/, 'EnableTrustAnchor'],
  [/^POST \/trustanchor\/(?<trustAnchorId>[^/]+)\/disable$/, 'DisableTrustAnchor'],
  [/^GET \/subjects$/, 'ListSubjects'],
  [/^GET \/subject\/(?<subjectId>[^/]+)$/, 'GetSubject'],
  [/^GET \/ListTagsForResource$/, 'ListTagsForResource'],
]

/** Which operation of Roles Anywhere a request is, with what its path and query say; undefined for none. */
export function anywhereOperation(request: WireRequest): { operation: string; parameters: JsonObject } | undefined {
  const line = `${request.method} ${request.path}`
  for (const [pattern, operation] of operations) {
    const found = pattern.exec(line)
    if (found === null) continue
    const inPath = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)])
    const inQuery = [...request.query].map(([name, value]) => [name, name === 'pageSize' ? Number(value) : value])
    return { operation, parameters: Object.fromEntries([...inQuery, ...inPath]) }
  }
  return undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
