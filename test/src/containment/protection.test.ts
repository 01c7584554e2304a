import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { z } from 'zod'
import { type ProtectionScope, refuseEntity, refusePrincipal } from '../../../src/containment/protection.js'
import type { Protection } from '../../../src/containment/refusals.js'
import { blockTarget, principalSchema } from '../../../src/domain/principal.js'
import type { EntityDescription } from '../../../src/ports.js'
import { aGroup, aMember, aRole, aUser } from './samples.js'

/** One case of test/cases/containment/protection.json. `expected` is "allowed" or a part of the reason. */
const caseSchema = z.strictObject({
  name: z.string(),
  principal: z.looseObject({ type: z.string(), name: z.string() }),
  /** What IAM answers, where the finding alone does not refuse; members by name. */
  entity: z
    .strictObject({
      type: z.enum(['role', 'user', 'group']).default('role'),
      name: z.string().optional(),
      path: z.string().optional(),
      arn: z.string().optional(),
      uniqueId: z.string().optional(),
      members: z.array(z.string()).nullable().optional(),
    })
    .optional(),
  /** Everybody on the way to the writer; a user called operator where there is none. */
  callers: z
    .array(z.strictObject({ arn: z.string(), userId: z.string(), accountId: z.string().default('111122223333') }))
    .default([
      { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/operator', userId: 'AIDAEXAMPLEOPERATOR01' },
    ]),
  expected: z.string(),
  alternative: z.string().default(''),
})
const file = new URL('../../cases/containment/protection.json', import.meta.url)
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
type ProtectionCase = (typeof cases)[number]

const rules = {
  arns: [
    'arn:aws:iam::*:role/break-glass-*',
    'arn:aws:iam::111122223333:role/platform/*',
    'arn:aws:iam::111122223333:role/node-?',
    'arn:aws:iam::*:user/root-*',
    'arn:aws:iam::*:group/on-call',
  ],
  uniqueIds: ['AROAEXAMPLEPROTECTED1', 'AIDAEXAMPLEKEEP00000'],
  raisingTags: [],
}
const scope: ProtectionScope = { partition: 'aws', accountId: '111122223333', callers: [], rules }

describe('who may be blocked', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, given) => {
    const answer = judge(given)
    if (given.expected === 'allowed') {
      expect(answer).toEqual({ allowed: true })
    } else {
      expect(answer).toMatchObject({ allowed: false, reason: expect.stringContaining(given.expected) })
      expect(answer).toMatchObject({ alternative: expect.stringContaining(given.alternative) })
    }
  })

  it('every refusal says what to do instead', () => {
    const refused = cases.filter(({ expected }) => expected !== 'allowed')
    expect(refused.length).toBeGreaterThan(30)
    for (const given of refused) {
      const answer = judge(given)
      expect(answer.allowed ? '' : answer.alternative).toMatch(/\w.*\.$/)
    }
  })

  it('rules are read again at the write: what became protected since is refused', () => {
    expect(refuseEntity(aRole(), scope).allowed).toBe(true)
    expect(refuseEntity(aRole(), { ...scope, rules: { ...rules, arns: ['*'] } }).allowed).toBe(false)
  })

  it('a tag protects nobody: whoever holds a role may set one', () => {
    const tagged = aRole({ tags: [{ key: 'ir:protected', value: 'true' }] })
    const raising = { ...rules, raisingTags: [{ key: 'ir:protected', value: null }] }
    expect(refuseEntity(tagged, { ...scope, rules: raising }).allowed).toBe(true)
  })

  it('what is protected is protected in any spelling of its name', () => {
    const protectedNames = fc.constantFrom('break-glass-1', 'node-7', 'tourniquet', 'AWSServiceRoleForRDS')
    const callers = [
      {
        accountId: '111122223333',
        arn: 'arn:aws:sts::111122223333:assumed-role/Tourniquet/x',
        userId: 'AROAEXAMPLETOURNIQUET:x',
      },
    ]
    const spelled = protectedNames.chain((name) => fc.mixedCase(fc.constant(name)))
    fc.assert(
      fc.property(spelled, (name) => {
        const arn = `arn:aws:iam::111122223333:role/${name}`
        const principal = principalSchema.parse({ type: 'role', partition: 'aws', accountId: '111122223333', name })
        expect(refusePrincipal(principal, { ...scope, callers }).allowed).toBe(false)
        expect(refuseEntity(aRole({ name, arn }), { ...scope, callers }).allowed).toBe(false)
      }),
    )
  })

  it('a role that is ours by its ARN alone is refused, and whoever has no id is not taken for it', () => {
    const arn = 'arn:aws:iam::111122223333:role/ir/write'
    const here = { ...scope, callers: [{ accountId: '111122223333', arn, userId: '' }] }
    expect(refuseEntity(aRole({ name: 'Write', arn }), here).allowed).toBe(false)
    const member = { name: 'ana', arn: 'arn:aws:iam::111122223333:user/ana', uniqueId: '' }
    expect(refuseEntity(aGroup({ members: [member] }), here).allowed).toBe(true)
  })
})

function judge(given: ProtectionCase): Protection {
  const principal = principalSchema.parse({ partition: 'aws', accountId: '111122223333', ...given.principal })
  const here = { ...scope, callers: given.callers }
  const byFinding = refusePrincipal(principal, here)
  if (!byFinding.allowed || given.entity === undefined) return byFinding
  return refuseEntity(descriptionOf(given.entity), here, blockTarget(principal).uniqueId ?? null)
}

function descriptionOf(entity: NonNullable<ProtectionCase['entity']>): EntityDescription {
  const base = { role: aRole(), user: aUser(), group: aGroup() }[entity.type]
  const { name = base.name, path = base.path, arn = base.arn, uniqueId = base.uniqueId } = entity
  const members = entity.members === undefined ? base.members : (entity.members?.map(aMember) ?? null)
  return { ...base, name, path, arn, uniqueId, members }
}
