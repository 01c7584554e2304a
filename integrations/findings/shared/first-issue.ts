import type { z } from 'zod'

/** Path and rule of what is wrong first; zod's messages name types and limits, never the value. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'unknown reason'
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`
}
