import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ContainModes } from '../../../src/containment/contain-modes.js'
import { buildContainPlan } from '../../../src/containment/contain-plan.js'
import { containModeSchema, objectOf, operationOf, type PlannedWrite } from '../../../src/domain/plan.js'
import { type EntityType, iamEntityTypeSchema } from '../../../src/domain/principal.js'
import { aGroup, aRole, aUser, imageOf, planInput } from './samples.js'

/** One case of test/cases/containment/plans.json: an entity, what is wanted, and the exact writes or the refusal. */
const caseSchema = z.strictObject({
  name: z.string(),
  entity: iamEntityTypeSchema,
  modes: z.array(containModeSchema),
  session: z.string().default(''),
  policyName: z.string().optional(),
  /** One inline policy of this many characters. */
  inlineSize: z.number().optional(),
  inline: z.record(z.string(), z.string()).default({}),
  attached: z.array(z.string()).default([]),
  /** This many managed policies more. */
  attachedCount: z.number().default(0),
  keys: z.record(z.string(), z.enum(['Active', 'Inactive', 'Expired'])).optional(),
  console: z.boolean().default(false),
  writes: z.array(z.string()).optional(),
  /** The modes of the plan, where they are not those that were wanted. */
  does: z.array(containModeSchema).optional(),
  plannedSession: z.string().optional(),
  notCovered: z.array(z.string()).default([]),
  notSaid: z.array(z.string()).default([]),
  refused: z.string().optional(),
  alternative: z.string().default(''),
})
const file = new URL('../../cases/containment/plans.json', import.meta.url)
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
type PlanCase = (typeof cases)[number]

describe('what a plan writes', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, given) => {
    const built = build(given)
    if (given.refused !== undefined) {
      expect(built).toMatchObject({
        ok: false,
        reason: expect.stringContaining(given.refused),
        alternative: expect.stringContaining(given.alternative),
      })
      return
    }
    if (!built.ok) throw new Error(built.reason)
    const { plan } = built
    expect(plan.writes.map((write) => line(given.entity, write))).toEqual(given.writes)
    expect(plan.modes).toEqual(given.does ?? given.modes)
    expect(plan.sessionName).toBe(given.plannedSession ?? null)
    const text = plan.notCovered.join('\n')
    for (const sentence of given.notCovered) expect(text).toContain(sentence)
    for (const sentence of given.notSaid) expect(text).not.toContain(sentence)
  })
})

function line(type: EntityType, write: PlannedWrite): string {
  const status = write.kind === 'setKeyStatus' ? ` ${write.status}` : ''
  return `${operationOf(type, write)} ${objectOf(write)}${status}`
}

function build(given: PlanCase) {
  const entity = { role: aRole, user: aUser, group: aGroup }[given.entity]()
  const big = given.inlineSize === undefined ? [] : [{ name: 'big', document: 'x'.repeat(given.inlineSize) }]
  const more = Array.from({ length: given.attachedCount }, (_, index) => `arn:aws:iam::aws:policy/P${index}`)
  const keys = Object.entries(given.keys ?? {}).map(([accessKeyId, status]) => {
    return { accessKeyId, status, createdAt: '2026-01-01T00:00:00Z' }
  })
  const preImage = imageOf(entity, {
    inlinePolicies: [...big, ...Object.entries(given.inline).map(([name, document]) => ({ name, document }))],
    attachedPolicies: [...given.attached, ...more],
    ...(given.keys === undefined ? {} : { accessKeys: keys }),
    consoleAccess: given.entity === 'user' ? given.console : null,
  })
  const sessionName = given.session === '' ? null : given.session
  const policyName = given.policyName ?? null
  return buildContainPlan({ ...planInput(entity), preImage, sessionName, policyName, modes: modesOf(given) })
}

/** The configuration's type allows each entity its own modes only; a case is checked against them here. */
function modesOf({ entity, modes }: PlanCase): ContainModes {
  const allowed = z.object({
    role: z.array(z.enum(['deny-all', 'deny-session', 'revoke-sessions'])),
    user: z.array(z.enum(['deny-all', 'revoke-sessions', 'disable-keys'])),
    group: z.array(z.enum(['deny-all'])),
  })
  return allowed.parse({ role: ['deny-all'], user: ['deny-all'], group: ['deny-all'], [entity]: modes })
}
