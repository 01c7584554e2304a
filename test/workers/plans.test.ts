import { preImageSchema } from '../../src/containment/pre-image.js'
import { callsOf, ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { allow, ciDeploy } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)

describe('the plan of a block', () => {
  it('names what it touches and what it leaves: machines, trust, sessions, calls that nothing denies', async () => {
    const trustPolicy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: 'sts:AssumeRole' },
      ],
    }
    const lastUsed = { date: '2026-02-27T08:00:00Z', region: 'eu-central-1' }
    const seed = {
      roles: [ciDeploy({ trustPolicy, lastUsed })],
      instanceProfiles: [{ name: 'build-machines', roleName: 'ci-deploy' }],
    }
    const stage = await createStage({ seed })
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    const { impact, notCovered } = await stage.containPlan()
    expect(impact).toMatchObject({
      lastUsedAt: expect.stringContaining('2026-02-27T08:00:00'),
      lastUsedRegion: 'eu-central-1',
      trustedServices: ['ec2.amazonaws.com'],
      trustedPrincipals: ['arn:aws:iam::999988887777:root'],
      instanceProfiles: [expect.stringContaining('build-machines')],
      unread: [],
    })
    expect(notCovered.join()).toMatch(/can still be assumed.*GetCallerIdentity/s)
  })

  it('is made without what cannot be read, and says what that is', async () => {
    const stage = await createStage()
    const error = { code: 'AccessDenied', status: 403 }
    stage.account.injectFault({ operation: 'iam:ListInstanceProfilesForRole', error, times: 9 })
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    expect((await stage.containPlan()).impact).toMatchObject({
      instanceProfiles: [],
      unread: [expect.stringMatching(/^Instance profiles could not be read: .*AccessDenied/)],
    })
  })

  it('whose write was given up and happened all the same is taken up as it stands, with the pre-image from before it', async () => {
    const stage = await createStage()
    stage.report(role)
    await stage.reach(['awaitingApproval'])
    const planned = await stage.containPlan()
    // Applied, but nobody learns of it until the order is given up.
    const error = { code: 'AccessDenied', status: 403 }
    stage.account.injectFault({ operation: 'iam:PutRolePolicy', when: 'after', error })
    await stage.approve()
    await stage.reach(['needsHuman'])
    await stage.ask({ ask: 'retry' })
    await stage.world.run(10_000)
    expect(stage.incident()).toMatchObject({
      state: 'needsHuman',
      snapshot: { context: { appliedAt: expect.any(String), reason: expect.stringMatching(/written after all/) } },
    })
    await stage.ask({ ask: 'retry' })
    await stage.reach(['contained'])
    expect(await stage.containPlan()).toEqual(planned)
    const [filed, ...others] = stage.filed('preImage').map(({ body }) => preImageSchema.parse(body))
    expect([filed?.inlinePolicies.map(({ name }) => name), others]).toEqual([['deploy'], []])
    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(1)
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toEqual(['deploy'])
  })

  it('of a restore that drifted is asked about anew, with the drift, and undoes no more than the block', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyDocument = JSON.stringify(allow('s3:GetObject'))
    stage.admin('PutRolePolicy', { RoleName: 'ci-deploy', PolicyName: 'operators-own', PolicyDocument })
    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' })
    await stage.world.run(10_000)
    const card = stage.people.asked.at(-1)?.plan
    expect(card?.kind === 'restore' ? card.drift : []).toEqual([
      expect.objectContaining({ what: expect.stringContaining('operators-own'), before: null }),
    ])
    await stage.approveRestore()
    await stage.reach(['closed'])
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(ourWrites(stage.account)).toEqual([`PutRolePolicy ${block}`, `DeleteRolePolicy ${block}`])
    expect(stage.account.describeRole('ci-deploy')?.inlinePolicies).toHaveProperty('operators-own')
  })

  it('names the sessions that a false alarm would revive', async () => {
    const stage = await createStage()
    const build = stage.account.issueCredentials('ci-deploy', 'build-4711', 3_600)
    stage.callAs(build.accessKeyId, 's3', 'ListBuckets')
    await stage.world.run(2_000)
    await stage.block({ ...role, accessKeyId: build.accessKeyId })
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    expect((await stage.restorePlan()).revivingSessions).toEqual([
      expect.stringContaining(`build-4711 (${build.accessKeyId}`),
    ])
    await stage.reach(['closed'])
    expect(stage.account.isKeyAllowed(build.accessKeyId, 's3:ListAllMyBuckets')).toBe(true)
  })
})
