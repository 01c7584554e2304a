import type { Finding } from '../../src/domain/finding.js'
import type { Principal } from '../../src/domain/principal.js'
import type { AnywhereProfile } from '../../src/domain/roles-anywhere.js'
import { findProfile } from '../../workers/find-profile.js'
import { aFinding } from '../support/fixtures/findings.js'

const ids = ['ac4e09d1-a150-4924-bb76-23b00fa7c34a', 'bc4e09d1-a150-4924-bb76-23b00fa7c34a'] as const
const arnOf = (id: string) => `arn:aws:rolesanywhere:eu-west-1:111122223333:profile/${id}`

function aProfile(id: string, name: string): AnywhereProfile {
  const at = '2026-03-01T12:00:00.000Z'
  return {
    profileId: id,
    arn: arnOf(id),
    name,
    enabled: true,
    roleArns: [],
    sessionPolicy: null,
    managedPolicyArns: [],
    durationSeconds: 3600,
    requireInstanceProperties: false,
    createdBy: '',
    createdAt: at,
    updatedAt: at,
  }
}

const accused = (changes: Partial<Principal> = {}): Principal => ({
  type: 'rolesAnywhereProfile',
  partition: 'aws',
  accountId: '111122223333',
  name: 'build agents',
  ...changes,
})

function find(principal: Principal, findings: Finding[], profiles: AnywhereProfile[] = []) {
  const asked: string[] = []
  const rolesAnywhere = (region: string) => {
    asked.push(region)
    return { profiles: async () => (region === 'eu-west-1' ? profiles : []) }
  }
  return findProfile({ aws: { rolesAnywhere } }, principal, findings).then((found) => ({ found, asked }))
}

describe('which profile an incident is about', () => {
  it('is said by its ARN, and nobody is asked', async () => {
    expect(await find(accused({ arn: arnOf(ids[0]) }), [])).toEqual({
      found: { ok: true, profile: { type: 'rolesAnywhereProfile', name: 'build agents', arn: arnOf(ids[0]) } },
      asked: [],
    })
  })

  it('is looked for by its id or its name in the Regions of the findings', async () => {
    const profiles = [aProfile(ids[0], 'build agents'), aProfile(ids[1], 'others')]
    const findings = [aFinding({ region: 'eu-west-1' })]
    for (const principal of [accused(), accused({ uniqueId: ids[0].toUpperCase(), name: 'wrong' })]) {
      const { found, asked } = await find(principal, findings, profiles)
      expect(found).toMatchObject({ ok: true, profile: { arn: arnOf(ids[0]) } })
      expect(asked).toEqual(['eu-west-1'])
    }
  })

  it('is nobody where several have the name, none has it, or no Region is told', async () => {
    const two = [aProfile(ids[0], 'build agents'), aProfile(ids[1], 'build agents')]
    const findings = [aFinding({ region: 'eu-west-1' })]
    expect((await find(accused(), findings, two)).found).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/There are 2/),
    })
    expect((await find(accused(), findings)).found).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/There is no/),
    })
    expect((await find(accused(), [aFinding({ region: '' })])).found).toMatchObject({ ok: false })
  })

  it('is not the one that another finding names', async () => {
    const subject = { kind: 'rolesAnywhereProfile', name: null, id: null, arn: arnOf(ids[1]), roleArns: [] } as const
    const findings = [aFinding({ region: 'eu-west-1', subject: { ...subject, roleArns: [] } })]
    const { found } = await find(accused({ uniqueId: ids[0] }), findings, [aProfile(ids[0], 'build agents')])
    expect(found).toMatchObject({ ok: true, profile: { arn: arnOf(ids[0]) } })
  })
})
