import { planCard } from '../../app/plan-card.js'
import type { SimulatedAccount } from '../../simulated-aws/simulated-account.js'
import { anAnswer, aSource } from '../support/fixtures/trail-sources.js'
import { intruderIn } from '../support/world/intruder.js'
import { ciDeploy, dana, danaKeys } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const createStage = useStages()
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }],
}
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** A stage with a source that has everybody's calls, as a trail's bucket does. */
async function withTrail(): Promise<Stage> {
  const world: { account: SimulatedAccount | null } = { account: null }
  const bucket = aSource('a bucket', async (_query, take) => {
    const records = world.account?.records() ?? []
    take(records)
    return anAnswer('a bucket', { events: records.length })
  })
  const stage = await createStage({
    seed: { roles: [ciDeploy({ trustPolicy: trust })], users: [dana()] },
    trails: (own) => [...own, bucket],
  })
  world.account = stage.account
  return stage
}

async function cardOf(stage: Stage): Promise<string> {
  const evidence = await stage.evidence()
  const containPlan = await stage.containPlan()
  return planCard({ containPlan, restorePlan: null, evidence, context: { openPlanDigest: null } })
}

describe('evidence that does not point at whom the finding accuses', () => {
  it('says so first on the card, and does not change whom the question is about', async () => {
    const stage = await withTrail()
    const role = intruderIn(stage.account, { key: danaKeys.active }).obtain('AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/service/ci-deploy',
      RoleSessionName: 'build-17',
    })
    const { call } = intruderIn(stage.account, { key: role })
    expect([
      call('iam', 'CreateUser', { UserName: 'backdoor' }),
      call('iam', 'AttachUserPolicy', { UserName: 'backdoor', PolicyArn: administrator }),
      call('iam', 'CreateAccessKey', { UserName: 'backdoor' }),
    ]).toEqual(['ok', 'ok', 'ok'])
    await stage.world.run(5_000)
    stage.report({ type: 'user', name: 'dana', accessKeyId: danaKeys.active })
    await stage.reach(['awaitingApproval'])
    const { investigation } = await stage.evidence()

    expect(investigation?.proposed.map(({ name }) => name)).toContain('ci-deploy')
    expect(investigation?.detections.length).toBeGreaterThan(0)
    expect(investigation?.chains.map(({ path }) => path.join(' > '))).toContainEqual(
      expect.stringMatching(/user\/dana > .*ci-deploy/),
    )
    expect((await stage.containPlan()).entity.name).toBe('dana')
    expect(investigation?.contradiction).toContain('point at role ci-deploy')
    expect((await cardOf(stage)).split('\n')[0]).toMatch(/DOUBT.*point at role ci-deploy/)
  })

  it('says so where the accused did nothing out of the ordinary', async () => {
    const stage = await withTrail()
    for (let calls = 0; calls < 5; calls++) stage.callAs(danaKeys.active, 's3', 'ListBuckets')
    await stage.world.run(5_000)
    stage.report({ type: 'user', name: 'dana', accessKeyId: danaKeys.active })
    await stage.reach(['awaitingApproval'])
    const { investigation } = await stage.evidence()

    expect(investigation?.contradiction).toContain('dana')
    expect((await cardOf(stage)).split('\n')[0]).toContain('DOUBT')
  })
})
