import { changesSince } from '../../../src/containment/entity-changes.js'
import type { EntityReadings, PreImage } from '../../../src/containment/pre-image.js'
import type { ContainPlan } from '../../../src/domain/plan.js'
import type { EntityDescription } from '../../../src/ports.js'
import { aGroup, aMember, aRole, aUser, imageOf, managedDenyAll, planFor } from './samples.js'

const created = '2026-01-01T00:00:00Z'
const keys = (statuses: Record<string, 'Active' | 'Inactive'>) =>
  Object.entries(statuses).map(([accessKeyId, status]) => ({ accessKeyId, status, createdAt: created }))

function changes(
  entity: EntityDescription,
  changed: Partial<EntityDescription>,
  readings: Partial<EntityReadings> = {},
  plan: ContainPlan = planFor(entity),
  before: PreImage = imageOf(entity),
): string[] {
  return changesSince(before, imageOf({ ...entity, ...changed }, readings), plan).map(({ what }) => what)
}

describe("what IAM's own answers show of acts against a block", () => {
  it('nothing changed: none', () => {
    for (const entity of [aRole(), aUser(), aGroup()]) expect(changes(entity, {})).toEqual([])
  })

  it('names nobody and no time, so that the same change is the same act at every look', () => {
    const acts = changesSince(imageOf(aRole()), imageOf(aRole({ trustPolicy: '{"Statement":[]}' })), planFor(aRole()))
    expect(acts).toEqual([{ what: 'trust policy changed', by: null, at: null }])
  })

  it.each<[string, EntityDescription, Partial<EntityDescription>, Partial<EntityReadings>, string[]]>([
    ['another trust', aRole(), { trustPolicy: '{"Statement":[]}' }, {}, ['trust policy changed']],
    ['a boundary', aRole(), { permissionsBoundaryArn: 'arn:b' }, {}, ['permissions boundary set to arn:b']],
    ['a policy attached', aUser(), {}, { attachedPolicies: ['arn:p'] }, ['policy arn:p attached']],
    ['a group joined and one left', aUser(), {}, { groups: ['ops'] }, ['group ops joined', 'group builders left']],
    ['a console password', aUser(), {}, { consoleAccess: true }, ['console password created']],
    [
      'a key made, and one activated',
      aUser(),
      {},
      { accessKeys: keys({ AKIAEXAMPLE0000000001: 'Active', AKIAEXAMPLE0000000002: 'Active', AKIANEW: 'Inactive' }) },
      ['access key AKIAEXAMPLE0000000002 activated', 'access key AKIANEW created'],
    ],
    [
      'a member who left, and one who joined',
      aGroup(),
      { members: [aMember('bob'), aMember('zoe')] },
      {},
      [
        `member zoe (${aMember('zoe').uniqueId}) joined the group`,
        `member eve (${aMember('eve').uniqueId}) left the group`,
      ],
    ],
  ])('%s', (_, entity, changed, readings, expected) => {
    expect(changes(entity, changed, readings)).toEqual(expected)
  })

  it('a boundary and a policy that were taken off', () => {
    const before = imageOf(aRole({ permissionsBoundaryArn: 'arn:b' }), { attachedPolicies: ['arn:p'] })
    expect(changes(aRole(), {}, {}, planFor(aRole()), before)).toEqual([
      'permissions boundary arn:b removed',
      'policy arn:p detached',
    ])
  })

  it('the entity gone or replaced', () => {
    const plan = planFor(aRole())
    expect(changesSince(imageOf(aRole()), null, plan)).toEqual([{ what: 'role ci-deploy is gone', by: null, at: null }])
    expect(changes(aRole(), { uniqueId: 'AROAEXAMPLEANOTHER001' })).toEqual([
      'role ci-deploy was replaced: AROAEXAMPLEANOTHER001 is there now',
    ])
  })

  it('a trust policy in another spelling is the same', () => {
    const respelled = encodeURIComponent(JSON.stringify(JSON.parse(aRole().trustPolicy ?? ''), null, 2))
    expect(changes(aRole(), { trustPolicy: respelled })).toEqual([])
  })

  it('our own writes are none, there or gone: another look asks for them', () => {
    const before = imageOf(aUser(), { inlinePolicies: [{ name: 'big', document: 'x'.repeat(2_000) }] })
    const modes = { user: ['deny-all', 'disable-keys'] } as const
    const plan = planFor(aUser(), modes, { preImage: before })
    const off = keys({ AKIAEXAMPLE0000000001: 'Inactive', AKIAEXAMPLE0000000002: 'Inactive' })
    const now = { attachedPolicies: [managedDenyAll], accessKeys: off }
    expect(changes(aUser(), {}, now, plan, before)).toEqual([])
    expect(changes(aUser(), {}, { attachedPolicies: [] }, plan, before)).toEqual([])
  })

  it('other inline policies and tags are drift, not acts', () => {
    const readings = { inlinePolicies: [{ name: 'more', document: '{}' }] }
    expect(changes(aRole(), { tags: [{ key: 'k', value: 'v' }] }, readings)).toEqual([])
  })

  it('the quarantine that AWS attaches is none, and taking it off is one', () => {
    const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3'
    expect(changes(aUser(), {}, { attachedPolicies: [quarantine] })).toEqual([])
    const before = imageOf(aUser(), { attachedPolicies: [quarantine] })
    expect(changes(aUser(), {}, {}, planFor(aUser()), before)).toEqual([`policy ${quarantine} detached`])
  })

  it('what could not be read is no change', () => {
    const unread = { accessKeys: null, groups: null, consoleAccess: null }
    expect(changes(aUser(), {}, unread)).toEqual([])
    expect(changes(aUser(), {}, { consoleAccess: true }, planFor(aUser()), imageOf(aUser(), unread))).toEqual([])
  })
})
