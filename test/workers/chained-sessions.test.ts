import { anAnswer, aSource } from '../support/fixtures/trail-sources.js'
import { intruderIn } from '../support/world/intruder.js'
import { allow, ciDeploy, dana, danaKeys } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const createStage = useStages()
const arnOf = (role: string) => `arn:aws:iam::111122223333:role/${role}`

describe('a block of a user', () => {
  it('names the sessions that were obtained onward where the event history alone is asked', async () => {
    const names = ['ci-deploy', 'ops-batch', 'ops-more']
    const [, ...made] = names.map((name) => ({
      name,
      inlinePolicies: [{ name: 'work', document: allow('s3:*', 'sts:*') }],
    }))
    const stage = await createStage({ seed: { roles: [ciDeploy(), ...made], users: [dana()] } })
    const obtained: string[] = []
    for (const arn of ['service/ci-deploy', 'ops-batch', 'ops-more'].map(arnOf)) {
      const caller = intruderIn(stage.account, { key: obtained.at(-1) ?? danaKeys.active })
      obtained.push(caller.obtain('AssumeRole', { RoleArn: arn, RoleSessionName: 'onward' }))
    }
    await stage.world.run(2_000)
    stage.report({ type: 'user', name: 'dana', accessKeyId: danaKeys.active })
    await stage.reach(['awaitingApproval'])
    const { impact } = await stage.containPlan()
    const { sources, investigation } = await stage.evidence()

    expect(impact.sessionsElsewhere.map(({ accessKeyId }) => accessKeyId).sort()).toEqual(obtained.sort())
    expect(investigation?.chains[0]?.path).toHaveLength(4)
    expect(sources[1]).toMatchObject({ name: expect.stringContaining('chain of sessions'), status: 'ok', requests: 3 })
  })

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
