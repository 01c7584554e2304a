/** Whom a query is about. Texts may be anybody's: each query language quotes them in its own way. */
export interface QueriedPrincipal {
  /** Of a user or a role, with its path; null where only the name is known. */
  readonly arn: string | null
  readonly name: string
}

/**
 * Whom a person means: a user's or role's ARN, a session's (which stands for its role, whose path it has lost), or a name.
 */
export function queriedPrincipal(text: string): QueriedPrincipal {
  const session = /^arn:[^:]*:sts::\d*:assumed-role\/([^/]+)\//.exec(text)?.[1]
  if (session !== undefined) return { arn: null, name: session }
  if (!text.startsWith('arn:')) return { arn: null, name: text }
  return { arn: text, name: text.slice(text.lastIndexOf('/') + 1) }
}
