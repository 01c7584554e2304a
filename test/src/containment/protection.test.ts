import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { checkProtection, refuseEntity, refusePrincipal } from '../../../src/containment/protection.js'
import { principalSchema } from '../../../src/domain/principal.js'
import { aRole } from './samples.js'

/** One case of test/cases/containment/protection.json. `expected` is "allowed" or a part of the reason. */
const caseSchema = z.strictObject({
  name: z.string(),
  principal: z.looseObject({ type: z.string(), name: z.string() }),
  role: z.strictObject({ name: z.string(), path: z.string(), arn: z.string() }).partial().optional(),
  caller: z.strictObject({ arn: z.string(), userId: z.string() }).optional(),
  expected: z.string(),
  alternative: z.string().optional(),
})
const file = new URL('../../cases/containment/protection.json', import.meta.url)
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')))

const scope = {
  partition: 'aws',
  accountId: '111122223333',
  caller: {
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/operator',
    userId: 'AIDAEXAMPLEOPERATOR01',
  },
  protectedArns: [
    'arn:aws:iam::*:role/break-glass-*',
    'arn:aws:iam::111122223333:role/platform/*',
    'arn:aws:iam::111122223333:role/node-?',
  ],
} as const

describe('who may be blocked', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, given) => {
    const principal = principalSchema.parse({ partition: 'aws', accountId: '111122223333', ...given.principal })
    const caller = { ...scope.caller, ...given.caller }
    const role = given.role === undefined ? null : { ...aRole(), ...definedOnly(given.role) }
    const answer = checkProtection({ principal, role }, { ...scope, caller })
    if (given.expected === 'allowed') {
      expect(answer).toEqual({ allowed: true })
    } else {
      expect(answer).toMatchObject({ allowed: false, reason: expect.stringContaining(given.expected) })
      expect(answer).toMatchObject({ alternative: expect.stringContaining(given.alternative ?? '') })
    }
  })

  it('a refusal by the finding alone needs no answer of IAM', () => {
    const principal = principalSchema.parse({ type: 'role', partition: 'aws', accountId: '444455556666', name: 'x' })
    expect(refusePrincipal(principal, scope).allowed).toBe(false)
  })

  it('IAM is asked again at the write: a role that became protected since is refused', () => {
    expect(refuseEntity(aRole(), scope).allowed).toBe(true)
    expect(refuseEntity(aRole(), { ...scope, protectedArns: ['*'] }).allowed).toBe(false)
  })

  it('a session of a caller in another account has no namesake here', () => {
    const caller = {
      accountId: '444455556666',
      arn: 'arn:aws:sts::444455556666:assumed-role/ci-deploy/x',
      userId: 'AROAOTHER:x',
    }
    expect(refuseEntity(aRole(), { ...scope, caller }).allowed).toBe(true)
  })

  it('every refusal says what to do instead', () => {
    const refused = cases.filter(({ expected }) => expected !== 'allowed')
    expect(refused.length).toBeGreaterThan(20)
    for (const given of refused) {
      const principal = principalSchema.parse({ partition: 'aws', accountId: '111122223333', ...given.principal })
      const caller = { ...scope.caller, ...given.caller }
      const role = { ...aRole(), ...definedOnly(given.role ?? {}) }
      const answer = checkProtection({ principal, role }, { ...scope, caller })
      expect(answer.allowed ? '' : answer.alternative).toMatch(/\w.*\.$/)
    }
  })
})

function definedOnly(changes: { name?: string | undefined; path?: string | undefined; arn?: string | undefined }) {
  const { name = 'ci-deploy', path = '/', arn = 'arn:aws:iam::111122223333:role/ci-deploy' } = changes
  return { name, path, arn }
}
