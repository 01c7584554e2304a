import fc from 'fast-check'
import { principalSchema } from '../../../src/domain/principal.js'
import { resolvePrincipal } from '../../../src/domain/resolve-principal.js'

const ACCOUNT = '111122223333'
const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/).filter((text) => !/^\.+$/.test(text))

/** Texts that a hostile source would try: good forms, broken forms and noise. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  name,
  fc.constantFrom(
    '*',
    '..',
    '../admin',
    'a/b',
    'eve\n',
    '\u0000',
    '__proto__',
    'null',
    ACCOUNT,
    'Root',
    'AROA',
    'AIDA:x',
  ),
  name.map((text) => `AROAIOSFODNN7EXAMPLE:${text}`),
)
const arn = fc.oneof(
  hostile,
  fc
    .tuple(fc.constantFrom('aws', 'aws-cn', 'aws-iso'), fc.constantFrom(ACCOUNT, '444455556666', '', '1'), hostile)
    .chain(([partition, account, text]) =>
      fc.constantFrom(
        `arn:${partition}:iam::${account}:role/${text}`,
        `arn:${partition}:iam::${account}:user/p/${text}`,
        `arn:${partition}:iam::${account}:root`,
        `arn:${partition}:sts::${account}:assumed-role/${text}/${text}`,
        `arn:${partition}:sts::${account}:federated-user/${text}`,
      ),
    ),
)
const userType = fc.oneof(
  hostile,
  fc.constantFrom('AssumedRole', 'IAMUser', 'Root', 'FederatedUser', 'AWSService', 'AWSAccount'),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const clues = fc.record({
  partition: maybe(fc.constantFrom('aws' as const, 'aws-cn' as const, 'aws-us-gov' as const)),
  accountId: maybe(fc.oneof(fc.constant(ACCOUNT), hostile)),
  arns: fc.array(arn, { maxLength: 3 }),
  userType: maybe(userType),
  userName: maybe(hostile),
  principalId: maybe(hostile),
  accessKeyId: maybe(hostile),
  invokedBy: maybe(hostile),
})

describe('resolving a principal, whatever the source says', () => {
  it('always answers with a well-formed principal', () => {
    fc.assert(
      fc.property(clues, (given) => {
        expect(principalSchema.safeParse(resolvePrincipal(given)).success).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('passes on no line break, wildcard, slash in a name, or character beyond ASCII', () => {
    fc.assert(
      fc.property(clues, (given) => {
        const principal = resolvePrincipal(given)
        const { name: found, sessionName = '', uniqueId = '', accessKeyId = '' } = principal
        const { issuer, needsLookUp: _, ...own } = principal
        for (const text of [...Object.values(own), ...Object.values(issuer ?? {})])
          expect(text).toMatch(/^[\x20-\x7e]*$/)
        if (principal.type !== 'service') expect(found).toMatch(/^[\w+=,.@-]*$/)
        expect(found).not.toMatch(/^\.+$/)
        expect(`${sessionName}${uniqueId}${accessKeyId}`).toMatch(/^[\w+=,.@-]*$/)
        expect(principal.arn ?? '').not.toMatch(/[*?\s]/)
      }),
      { numRuns: 2000 },
    )
  })

  it('is unresolved exactly where it has no name, and then says why', () => {
    fc.assert(
      fc.property(clues, (given) => {
        const principal = resolvePrincipal(given)
        expect(principal.type === 'unresolved').toBe(principal.name === '')
        if (principal.type === 'unresolved') expect(principal.reason).toMatch(/\.$/)
      }),
      { numRuns: 2000 },
    )
  })

  it('never makes a user of an assumed role', () => {
    fc.assert(
      fc.property(clues, (given) => {
        expect(resolvePrincipal({ ...given, userType: 'AssumedRole' }).type).not.toBe('user')
        expect(resolvePrincipal({ ...given, principalId: 'AROAIOSFODNN7EXAMPLE:s1' }).type).not.toBe('user')
      }),
      { numRuns: 2000 },
    )
  })

  it('finds the role of an assumed role by any good name, with any good session', () => {
    fc.assert(
      fc.property(name, name, (roleName, sessionName) => {
        const principalId = `AROAIOSFODNN7EXAMPLE:${sessionName}`
        const given = { accountId: ACCOUNT, arns: [], userType: 'AssumedRole', userName: roleName, principalId }
        expect(resolvePrincipal(given)).toMatchObject({ type: 'role', name: roleName, sessionName })
      }),
    )
  })

  it('does not depend on the order of the ARNs', () => {
    fc.assert(
      fc.property(
        clues,
        fc.array(arn, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (given, arns, order) => {
          const shuffled = arns
            .map((text) => ({ text, key: order.next().value ?? 0 }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ text }) => text)
          expect(resolvePrincipal({ ...given, arns: shuffled })).toEqual(resolvePrincipal({ ...given, arns }))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('an issuer is a user or root of the same account, and only a federated user has one', () => {
    fc.assert(
      fc.property(clues, (given) => {
        const { issuer, type, accountId } = resolvePrincipal({ ...given, userType: 'FederatedUser' })
        if (issuer === undefined) return
        expect(type).toBe('federatedUser')
        expect(issuer.arn).toContain(`:${accountId}:`)
        expect(issuer.name).toMatch(/^[\w+=,.@-]+$/)
      }),
      { numRuns: 500 },
    )
  })
})
