import fc from 'fast-check'
import { newestPlaybooks } from '../../../app/playbooks.js'
import { findingSourceSchema } from '../../../src/domain/finding.js'
import { principalTypeSchema } from '../../../src/domain/principal.js'
import { builtInRoutes, playbookFor, type Route, type Routed } from '../../../src/routing/route.js'

const aFinding = (changes: Partial<Routed> = {}): Routed => ({
  source: 'guardduty',
  type: 'UnauthorizedAccess:IAMUser/TorIPCaller',
  title: 'Tor',
  severity: 5,
  principal: { type: 'role' },
  ...changes,
})
const aRoute = (changes: Partial<Route> = {}): Route => ({
  types: [],
  sources: [],
  rules: [],
  minSeverity: null,
  playbook: 'mine',
  ...changes,
})

const subject = { kind: 'rolesAnywhereProfile' as const, name: 'build', id: null, arn: null, roleArns: [] }

describe('what is built in', () => {
  it.each<[string, Partial<Routed>]>([
    ['compromised-principal', {}],
    ['compromised-principal', { source: 'security-hub', type: 'TTPs/Initial Access' }],
    ['compromised-principal', { source: 'elastic', type: '8f0c1f0e-1111-4222-8333-444455556666' }],
    ['roles-anywhere-profile', { source: 'elastic', type: '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce', subject }],
    ['roles-anywhere-profile', { source: 'splunk', type: 'AWS IAM Roles Anywhere Profile Creation', subject }],
    ['roles-anywhere-profile', { source: 'person', principal: { type: 'rolesAnywhereProfile' } }],
    ['cross-account-activity', { source: 'splunk', type: 'AWS Cross Account Activity From Previously Unseen Account' }],
    ['cross-account-activity', { source: 'splunk', type: 'ESCU - AWS Detect Role Creation - Rule' }],
    ['cross-account-activity', { source: 'splunk', type: 'aws detect attach to role policy' }],
    ['cross-account-activity', { source: 'splunk', type: 'AWS Detect Permanent Key Creation' }],
    ['cross-account-activity', { source: 'splunk', type: 'aws detect sts assume role abuse' }],
    ['cross-account-activity', { source: 'splunk', type: 'AWS Detect STS Get Session Token Abuse' }],
    ['compromised-principal', { source: 'elastic', type: 'x', title: 'AWS Detect Role Creation' }],
    ['compromised-principal', { source: 'splunk', type: 'Somebody else entirely' }],
  ])('starts %s for %j', (playbook, changes) => {
    expect(playbookFor([], aFinding(changes))).toBe(playbook)
  })

  it.each<[string, Partial<Routed>]>([
    ['GuardDuty names a role of that name', { title: 'The user AssumedRole : RolesAnywhereProfileRole is anomalous.' }],
    ['somebody called a finding so', { source: 'generic', type: 'Roles Anywhere Profile' }],
  ])('never starts the playbook of profiles where no profile is told of: %s', (_, changes) => {
    expect(playbookFor([aRoute({ playbook: 'roles-anywhere-profile' })], aFinding(changes))).toBe(
      'compromised-principal',
    )
  })

  it('believes the rule of Elastic that there is a profile, also where its document names none: a person names it then', () => {
    const { subject: _, ...finding } = aFinding({ source: 'elastic', type: '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce' })
    expect(playbookFor([], finding)).toBe('roles-anywhere-profile')
  })

  it('leads to playbooks that are registered', () => {
    const names = newestPlaybooks.map(({ name }) => name)
    for (const { playbook } of builtInRoutes) expect(names).toContain(playbook)
  })
})

describe("a configuration's routes", () => {
  it.each<[string, Partial<Route>, boolean]>([
    ['a pattern of the type', { types: ['*:iamuser/*'] }, true],
    ['a pattern of the title', { types: ['t?r'] }, true],
    ['one of several patterns', { types: ['no', 'Tor'] }, true],
    ['a pattern of neither', { types: ['*:EC2/*'] }, false],
    ['the source', { sources: ['elastic', 'guardduty'] }, true],
    ['another source', { sources: ['elastic'] }, false],
    ['a rule by its whole name', { rules: ['unauthorizedaccess:iamuser/toripcaller'] }, true],
    ['a part of a rule', { rules: ['Tor'] }, false],
    ['enough severity', { minSeverity: 5 }, true],
    ['too little severity', { minSeverity: 5.1 }, false],
    ['all but one', { types: ['*'], sources: ['guardduty'], minSeverity: 9 }, false],
  ])('take by %s', (_, route, takes) => {
    expect(playbookFor([aRoute(route)], aFinding())).toBe(takes ? 'mine' : 'compromised-principal')
  })

  it('are asked in their order, and before what is built in', () => {
    const first = aRoute({ sources: ['splunk'], playbook: 'first' })
    const second = aRoute({ sources: ['splunk'], playbook: 'second' })
    expect(playbookFor([first, second], aFinding({ source: 'splunk', type: 'AWS Detect Role Creation' }))).toBe('first')
  })

  it('have no say in what a person asked for', () => {
    expect(playbookFor([aRoute({ types: ['*'] })], aFinding({ source: 'person' }))).toBe('compromised-principal')
  })
})

describe('any finding, by any routes', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('*', '?*', 'a*b', ''))
  const routes = fc.array(
    fc.record({
      types: fc.array(texts, { maxLength: 3 }),
      sources: fc.subarray([...findingSourceSchema.options]),
      rules: fc.array(texts, { maxLength: 2 }),
      minSeverity: fc.option(fc.double()),
      playbook: fc.constantFrom('one', 'two'),
    }),
    { maxLength: 5 },
  )
  const findings = fc.record({
    source: fc.constantFrom(...findingSourceSchema.options),
    type: texts,
    title: texts,
    severity: fc.double({ min: 0, max: 10, noNaN: true }),
    principal: fc.record({ type: fc.constantFrom(...principalTypeSchema.options) }),
  })
  const known = ['one', 'two', ...newestPlaybooks.map(({ name }) => name)]

  it('starts one known playbook, and the same one every time', () => {
    fc.assert(
      fc.property(routes, findings, (some, finding) => {
        const playbook = playbookFor(some, finding)
        expect(known).toContain(playbook)
        expect(playbookFor(structuredClone(some), structuredClone(finding))).toBe(playbook)
      }),
      { seed: 7 },
    )
  })
})
