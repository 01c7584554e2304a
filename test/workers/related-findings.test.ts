import { ciDeploy, dana } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const createStage = useStages()

/** Whatever indicators of that type the newest investigation has. */
function relatedIn(
  stage: Stage,
): readonly { readonly type: string; readonly status: string; readonly reason: string }[] {
  const body: { indicators?: { type: string; status: string; reason: string }[] } = JSON.parse(
    JSON.stringify(stage.filed('investigation').at(-1)?.body ?? {}),
  )
  return (body.indicators ?? []).filter(({ type }) => type === 'RELATED_FINDING')
}

describe('the evidence of an incident', () => {
  it('names the findings of our other incidents that share a key with it, and not its own', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy()], users: [dana()] } })
    const { accessKeyId } = stage.account.issueCredentials('ci-deploy', 'build-17')
    stage.callAs(accessKeyId, 's3', 'ListBuckets')
    await stage.world.run(5_000)
    // Another source accuses the user, and names the key that the role's session called with.
    stage.report({ type: 'user', name: 'dana', accessKeyId })
    await stage.reach(['awaitingApproval'])
    expect(relatedIn(stage).filter(({ status }) => status === 'observed')).toEqual([])

    stage.report({ type: 'role', name: 'ci-deploy', accessKeyId })
    await stage.world.run(60_000)
    expect(relatedIn(stage)).toEqual([
      expect.objectContaining({ status: 'observed', reason: expect.stringContaining(`the access key ${accessKeyId}`) }),
    ])
  })
})
