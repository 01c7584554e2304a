import type { Principal } from '../../src/domain/principal.js'
import { fewLooks } from '../support/world/few-looks.js'
import { ciDeploy, dana, danaKeys } from '../support/world/seed.js'
import { type Accused, useStages } from '../support/world/staged.js'

const createStage = useStages(fewLooks)
const sessionKey = 'ASIAEXAMPLE0000000001'
const roleId = 'AROAEXAMPLECIDEPLOY01'
const lost = (changes: Partial<Principal>): Accused => ({
  type: 'unresolved',
  name: '',
  reason: 'Only a key is known.',
  needsLookUp: true,
  ...changes,
})
const callBy = (roleName: string, changes: object = {}) => ({
  eventVersion: '1.08',
  eventID: `call-${roleName}`,
  eventTime: '2026-03-01T10:00:30Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'AssumedRole',
    principalId: `${roleId}:build-17`,
    arn: `arn:aws:sts::111122223333:assumed-role/${roleName}/build-17`,
    accountId: '111122223333',
    accessKeyId: sessionKey,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::111122223333:role/service/${roleName}`,
        accountId: '111122223333',
        userName: roleName,
      },
    },
  },
  ...changes,
})

describe('a finding that names a key or an id, and nobody', () => {
  it('is about the user whose key it is, by IAM', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    stage.report(lost({ accessKeyId: danaKeys.active }))
    const { snapshot } = await stage.reach(['awaitingApproval'])
    expect(snapshot.context.principal).toMatchObject({ type: 'user', name: 'dana', accessKeyId: danaKeys.active })
    expect((await stage.containPlan()).entity).toMatchObject({ type: 'user', name: 'dana' })
  })

  it('is about the role whose session it is, by the calls that CloudTrail has of the key', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ roleId })], events: [callBy('ci-deploy')] } })
    stage.report(lost({ accessKeyId: sessionKey }))
    const { snapshot } = await stage.reach(['awaitingApproval'])
    expect(snapshot.context.principal).toMatchObject({ type: 'role', name: 'ci-deploy', sessionName: 'build-17' })
    expect((await stage.audit()).find(({ what }) => what === 'PRINCIPAL_FOUND')?.detail).toMatchObject({
      reason: expect.stringContaining(sessionKey),
    })
  })

  it('is about whom the unique id belongs to, whatever the name is now', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ roleId })] } })
    stage.report(lost({ uniqueId: roleId }))
    const { snapshot } = await stage.reach(['awaitingApproval'])
    expect(snapshot.context.principal).toMatchObject({ type: 'role', name: 'ci-deploy', uniqueId: roleId })
  })

  it('asks a person where the key and the id belong to different people, and names both', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ roleId })], users: [dana()] } })
    stage.report(lost({ uniqueId: roleId, accessKeyId: danaKeys.active }))
    const { snapshot } = await stage.reach(['unresolved'])
    expect(snapshot.context.reason).toMatch(/role\/ci-deploy.*but.*user\/dana/)
  })

  it('asks a person where the calls of one key name two roles', async () => {
    const events = [callBy('ci-deploy'), callBy('web', { eventID: 'call-2' })]
    const stage = await createStage({ seed: { roles: [ciDeploy({ roleId })], events } })
    stage.report(lost({ accessKeyId: sessionKey }))
    const { snapshot } = await stage.reach(['unresolved'])
    expect(snapshot.context.reason).toMatch(/they name role\/(ci-deploy|web) in \d+ and role\/(ci-deploy|web)/)
  })

  it.each([
    ['no user has the key', { accessKeyId: 'AKIANOBODYNOBODYNO12' }, /owner of the access key/],
    ['CloudTrail has no call of the key', { accessKeyId: sessionKey }, /no call of it was found/],
    ['nobody has the id', { uniqueId: 'AROANOBODYNOBODYNO12' }, /nobody of this id/],
  ])('asks a person where %s, and says so', async (_, known, reason) => {
    const stage = await createStage()
    stage.report(lost(known))
    const { snapshot } = await stage.reach(['unresolved'])
    expect(snapshot.context.reason).toMatch(reason)
    await stage.world.run(5_000)
    expect(stage.people.told.at(-1)).toMatchObject({ topic: 'unresolved' })
  })

  it('asks a person where the key is of another account', async () => {
    const { userIdentity } = callBy('ci-deploy')
    const foreign = JSON.parse(JSON.stringify(userIdentity).replaceAll('111122223333', '999988887777'))
    const stage = await createStage({ seed: { roles: [ciDeploy()], events: [callBy('x', { userIdentity: foreign })] } })
    stage.report(lost({ accessKeyId: sessionKey }))
    expect((await stage.reach(['unresolved'])).snapshot.context.reason).toMatch(/account 999988887777/)
  })

  it('goes on in the incident that is open on that principal already, and is over itself', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    stage.report({ type: 'user', name: 'dana' })
    await stage.reach(['awaitingApproval'])
    const first = stage.incident().id
    stage.report(lost({ accessKeyId: danaKeys.active }), { sourceId: 'finding-2' })
    const { snapshot, open } = await stage.reach(['closed'])
    expect([open, snapshot.context.reason.includes('access key')]).toEqual([false, true])
    const findings = await stage.world.parts.store.readFindings(first)
    expect(findings.map(({ sourceId }) => sourceId)).toEqual(['finding-1', 'finding-2'])
  })
})

describe('the id of a finding is held against what IAM has before any plan', () => {
  it('a role that was re-created under the name is not planned against', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ roleId: 'AROANEWNEWNEWNEWNEW1' })] } })
    stage.report({ type: 'role', name: 'ci-deploy', uniqueId: roleId })
    const { snapshot } = await stage.reach(['refused'])
    expect(snapshot.context.reason).toMatch(/AROANEWNEWNEWNEWNEW1/)
    expect(stage.people.asked).toEqual([])
  })

  it('a user who was renamed is asked for, with the name of now', async () => {
    const userId = 'AIDADANADANADANADAN1'
    const stage = await createStage({ seed: { users: [dana({ userId, name: 'dana-renamed' })] } })
    stage.report({ type: 'user', name: 'dana', uniqueId: userId })
    const { snapshot } = await stage.reach(['unresolved'])
    expect(snapshot.context.reason).toMatch(/dana-renamed/)
  })
})
