import { type ScopeInput, scopeOf } from '../../../src/containment/block-scope.js'
import { defaultModes } from '../../../src/containment/contain-modes.js'
import type { RoleAsker, RoleUse } from '../../../src/domain/role-use.js'

const anAsker = (changes: Partial<RoleAsker> = {}): RoleAsker => ({
  who: 'arn:aws:iam::111122223333:role/scheduler',
  accountId: '111122223333',
  isExternal: false,
  given: 9,
  refused: 0,
  firstAt: '2026-02-10T01:00:00Z',
  lastAt: '2026-02-28T01:00:00Z',
  daysBefore: 9,
  externalId: 'never',
  sessionNames: ['nightly'],
  sourceIps: [],
  alive: 0,
  isNew: false,
  isRoutine: true,
  isAccused: false,
  ...changes,
})
const stranger = anAsker({
  who: 'AIDAEXAMPLESTRANGER01 of 444455556666',
  accountId: '444455556666',
  isExternal: true,
  given: 1,
  daysBefore: 0,
  isNew: true,
  isRoutine: false,
  isAccused: true,
})
const useBy = (...askers: RoleAsker[]): RoleUse => ({
  roleArn: 'arn:aws:iam::111122223333:role/audit',
  askedFrom: '2026-01-15T00:00:00Z',
  incidentFrom: '2026-03-01T00:00:00Z',
  askers,
  askerCount: askers.length,
  gaps: [],
})
const of = (changes: Partial<ScopeInput> = {}) =>
  scopeOf({
    wish: { wish: 'byUse', chosenBy: null },
    type: 'role',
    sessionName: 'x-1',
    roleUse: useBy(stranger, anAsker()),
    instanceProfiles: [],
    modes: defaultModes,
    ...changes,
  })

describe('what of a role is denied', () => {
  it('is the one session also where its caller has another one, which is said with the reason', () => {
    const siblings =
      'Whoever has the accused session ("x") has another session of the role alive: "y" (ASIAY, end unknown).'
    expect(of({ siblings }).scope?.because).toMatch(/another session of the role alive.* does not stop them\.$/)
    expect(of({ siblings, wish: { wish: 'role', chosenBy: 'ana' } }).scope?.because).not.toContain('another session')
  })

  it('is the one session where others use the role routinely, and they are named', () => {
    expect(of()).toMatchObject({
      modes: { role: ['deny-session'], user: defaultModes.user },
      scope: {
        is: 'session',
        other: 'role',
        chosenBy: null,
        because: expect.stringContaining('role/scheduler" on 9 days'),
      },
    })
  })

  it('is the one session where instances have the role, though no record shows them', () => {
    expect(of({ roleUse: useBy(stranger), instanceProfiles: ['web'] }).scope).toMatchObject({ is: 'session' })
  })

  it.each<[string, Partial<ScopeInput>, RegExp]>([
    [
      'nobody else uses it routinely',
      { roleUse: useBy(stranger, anAsker({ isRoutine: false })) },
      /Nobody else is seen/,
    ],
    [
      'only the accused does',
      { roleUse: useBy({ ...stranger, isRoutine: true, isNew: false }) },
      /Nobody else is seen/,
    ],
    ['it is not known who does', { roleUse: null }, /could not be read/],
    ['the session is not known', { sessionName: null }, /No session of the role is known.*Others use the role/],
    ['the session has a name that STS does not give', { sessionName: '*' }, /No session of the role is known/],
  ])('is the role where %s', (_, input, because) => {
    expect(of(input)).toMatchObject({
      modes: { role: ['deny-all'] },
      scope: { is: 'role', because: expect.stringMatching(because) },
    })
  })

  it.each<[string, Partial<ScopeInput>, string, string | null]>([
    ['the role, though others use it', { wish: { wish: 'role', chosenBy: 'ana' } }, 'role', 'session'],
    [
      'the session, though nobody else is seen',
      { wish: { wish: 'session', chosenBy: 'ana' }, roleUse: null },
      'session',
      'role',
    ],
    [
      'a session that nobody knows: then it is the role all the same',
      { wish: { wish: 'session', chosenBy: 'ana' }, sessionName: null },
      'role',
      null,
    ],
  ])('is what a person chose: %s', (_, input, is, other) => {
    expect(of(input).scope).toMatchObject({ is, other, chosenBy: 'ana' })
  })

  it('keeps what the configuration does to a whole role, a denial of everything else', () => {
    const role = (modes: (typeof defaultModes)['role']) =>
      of({ wish: { wish: 'role', chosenBy: 'ana' }, modes: { ...defaultModes, role: modes } }).modes.role
    expect(role(['revoke-sessions'])).toEqual(['revoke-sessions'])
    expect(role(['deny-session', 'revoke-sessions'])).toEqual(['revoke-sessions'])
    expect(role(['deny-session'])).toEqual(['deny-all'])
  })

  it.each<[string, Partial<ScopeInput>]>([
    ['the playbook leaves it to the configuration', { wish: undefined }],
    ['it is a user', { type: 'user' }],
  ])('is no choice where %s', (_, input) => {
    expect(of(input)).toEqual({ modes: defaultModes, scope: null })
  })
})

describe('the proposal for the trust policy', () => {
  const proposed = (roleUse: RoleUse) => JSON.parse(of({ roleUse }).scope?.trustProposal ?? 'null')

  it('keeps out the whole account that nobody came from before', () => {
    expect(proposed(useBy(stranger, anAsker()))).toEqual({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } },
    })
  })

  it('keeps out one principal of an account that others come from routinely', () => {
    const who = 'arn:aws:iam::444455556666:role/eve'
    const partner = anAsker({
      who: 'arn:aws:iam::444455556666:role/partner',
      accountId: '444455556666',
      isExternal: true,
    })
    expect(proposed(useBy({ ...stranger, who }, partner)).Condition).toEqual({ ArnEquals: { 'aws:PrincipalArn': who } })
  })

  it('is for whoever alone is new and from outside, where the finding names no session', () => {
    expect(proposed(useBy({ ...stranger, isAccused: false }, anAsker())).Condition).toMatchObject({ StringEquals: {} })
  })

  it.each<[string, RoleUse]>([
    ['nobody is new', useBy(anAsker())],
    [
      'several strangers came',
      useBy({ ...stranger, isAccused: false }, { ...stranger, isAccused: false, who: 'other' }),
    ],
  ])('is none where %s', (_, roleUse) => {
    expect(proposed(roleUse)).toBeNull()
  })
})
