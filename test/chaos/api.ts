import { z } from 'zod'

const incidentSchema = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string(),
  openPlanDigest: z.string().nullable(),
})
export type IncidentSummary = z.infer<typeof incidentSchema>

const acceptedSchema = z.object({ incidentId: z.string(), deduplicated: z.boolean() })
const auditSchema = z.object({
  records: z.array(z.object({ body: z.object({ what: z.string(), from: z.string().nullable() }) })),
})

/** An answer that says no, or none at all because the server is down: both mean that the caller asks again later. */
const NO_ANSWER = null
const PATIENCE_MS = 5_000

/** The product's HTTP API as a sender of findings and the people see it. Nothing here throws for a server that is down. */
export function apiAt(url: string | null) {
  const call = async <T>(schema: z.ZodType<T>, path: string, headers: Record<string, string>, body?: object) => {
    if (url === null) return NO_ANSWER
    const post =
      body === undefined
        ? { headers }
        : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, { ...post, signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(async (response) => (response.ok ? { json: await response.json() } : NO_ANSWER))
      .catch(() => NO_ANSWER)
    return answer === NO_ANSWER ? NO_ANSWER : schema.parse(answer.json)
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  return {
    postFinding: (secret: string, finding: object) =>
      call(acceptedSchema, '/webhooks/guardduty', { 'x-api-key': secret }, finding),
    incidents: (token: string) => call(z.array(incidentSchema), '/api/incidents', bearer(token)),
    audit: (token: string, id: string) => call(auditSchema, `/api/incidents/${id}/audit`, bearer(token)),
    decide: (token: string, id: string, decision: object) =>
      call(z.object({}), `/api/incidents/${id}/decisions`, bearer(token), decision),
    request: (token: string, id: string, wish: object) =>
      call(z.object({}), `/api/incidents/${id}/requests`, bearer(token), wish),
  }
}
