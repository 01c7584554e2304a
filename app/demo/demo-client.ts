import { z } from 'zod'
import { auditBodySchema } from '../../src/audit/record.js'
import { evidenceSchema } from '../../src/domain/evidence.js'
import { incidentContextSchema } from '../../src/domain/incident-context.js'
import { containPlanSchema, restorePlanSchema } from '../../src/domain/plan.js'

const accepted = z.object({ incidentId: z.string(), deduplicated: z.boolean() })
const incidentView = z.object({
  id: z.string(),
  state: z.string(),
  open: z.boolean(),
  context: incidentContextSchema,
  containPlan: containPlanSchema.nullable(),
  restorePlan: restorePlanSchema.nullable(),
  evidence: evidenceSchema.nullable(),
})
export type IncidentView = z.infer<typeof incidentView>

const auditView = z.object({ records: z.array(z.object({ body: auditBodySchema })) })

/** The server said no. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
}

/** The demo's own HTTP calls: the same doors that everybody uses. */
export function demoClient(url: string) {
  return {
    postFinding: async (secret: string, finding: object) =>
      accepted.parse(await call(`${url}/webhooks/guardduty`, { 'x-api-key': secret }, finding)),
    readIncident: async (token: string, id: string) =>
      incidentView.parse(await call(`${url}/api/incidents/${id}`, bearer(token))),
    readAudit: async (token: string, id: string) => {
      const { records } = auditView.parse(await call(`${url}/api/incidents/${id}/audit`, bearer(token)))
      return records.map((record) => record.body)
    },
    decide: (token: string, id: string, decision: object) =>
      call(`${url}/api/incidents/${id}/decisions`, bearer(token), decision),
    request: (token: string, id: string, wish: object) =>
      call(`${url}/api/incidents/${id}/requests`, bearer(token), wish),
  }
}
export type DemoClient = ReturnType<typeof demoClient>

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

async function call(url: string, headers: Record<string, string>, body?: object): Promise<unknown> {
  const init =
    body === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, init)
  const answer: unknown = await response.json()
  if (!response.ok)
    throw new ApiError(`${new URL(url).pathname} answered ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}
