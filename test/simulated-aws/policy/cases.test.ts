import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { jsonObjectSchema } from '../../../simulated-aws/json.js'
import { evaluate, parsePolicyDocument } from '../../../simulated-aws/policy/evaluate.js'

const folder = new URL('../../cases/policy/', import.meta.url)

const caseSchema = z.strictObject({
  name: z.string(),
  request: z.strictObject({
    action: z.string(),
    resource: z.string(),
    context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  identityPolicies: z.array(jsonObjectSchema),
  boundary: jsonObjectSchema.optional(),
  session: z.array(jsonObjectSchema).optional(),
  expected: z.enum(['allowed', 'explicitDeny', 'implicitDeny']),
})

function policy(document: z.output<typeof jsonObjectSchema>, index: number) {
  const parsed = parsePolicyDocument(JSON.stringify(document))
  if (!parsed.ok) throw new Error(`${parsed.message}: ${JSON.stringify(document)}`)
  return { name: `policy ${index}`, document: parsed.document }
}

describe.each(readdirSync(folder))('%s', (file) => {
  const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))

  it.each(cases)('$name', ({ request, identityPolicies, boundary, session, expected }) => {
    const decision = evaluate(request, {
      identity: identityPolicies.map(policy),
      ...(boundary === undefined ? {} : { boundary: policy(boundary, 0) }),
      ...(session === undefined ? {} : { session: session.map(policy) }),
    })
    expect(decision.result).toBe(expected)
  })
})
