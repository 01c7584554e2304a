import { anAnswer, aSource } from '../support/fixtures/trail-sources.js'
import { intruderIn } from '../support/world/intruder.js'
import { allow, ciDeploy, dana, danaKeys } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const createStage = useStages()
const arnOf = (role: string) => `arn:aws:iam::111122223333:role/${role}`

describe('a block of a user', () => {
  it('names every session that lives on, those that were obtained through another one as well', async () => {
    const roles = [ciDeploy(), { name: 'ops-batch', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
    // The event history is asked about the principal and its own keys; a bucket has everybody's calls.
    const everything = () => stage.account.account.trail.all()
    const bucket = aSource('a bucket', async (_query, take) => {
      take(everything())
      return anAnswer('a bucket', { events: everything().length })
    })
    const stage: Stage = await createStage({
      seed: { roles, users: [dana()] },
      trails: (own) => [...own, bucket],
    })
    const user = intruderIn(stage.account, { key: danaKeys.active })
    const first = user.obtain('AssumeRole', { RoleArn: arnOf('service/ci-deploy'), RoleSessionName: 'one' })
    const second = intruderIn(stage.account, { key: first }).obtain('AssumeRole', {
      RoleArn: arnOf('ops-batch'),
      RoleSessionName: 'two',
    })
    await stage.world.run(2_000)
    stage.report({ type: 'user', name: 'dana', accessKeyId: danaKeys.active })
    await stage.reach(['awaitingApproval'])
    const { impact, notCovered } = await stage.containPlan()

    expect(impact.sessionsElsewhere.map(({ accessKeyId, sessionName }) => [accessKeyId, sessionName]).sort()).toEqual(
      [
        [first, 'one'],
        [second, 'two'],
      ].sort(),
    )
    expect(notCovered.join()).toMatch(/2 may be alive: .*ops-batch/)
  })
})
