/** What AWS knows about a request, by context key: a string, or a list where the key is multivalued (aws:TagKeys). */
export type RequestContext = Record<string, string | string[]>

export interface ContextLookup {
  /** The values of a key, whose case does not matter, not even that of the tag in aws:PrincipalTag/team. */
  values(key: string): string | readonly string[] | undefined
}

/**
 * The context of one request. A key with an empty list counts as absent: "context keys with empty values" are null.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextLookup(context: RequestContext): ContextLookup {
  const byKey = new Map<string, string | readonly string[]>()
  for (const [key, value] of Object.entries(context)) {
    if (value.length > 0 || typeof value === 'string') byKey.set(key.toLowerCase(), value)
  }
  return { values: (key) => byKey.get(key.toLowerCase()) }
}
