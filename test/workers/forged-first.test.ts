import { aFinding } from '../support/fixtures/findings.js'
import { fewLooks } from '../support/world/few-looks.js'
import { ciDeploy } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const createStage = useStages(fewLooks)
const role = { type: 'role', name: 'ci-deploy' } as const
const forged = {
  source: 'security-hub',
  sourceId: 'forged',
  trusted: false,
  distrust: 'Anybody can import it.',
} as const
const lies = { ...aFinding().principal, ...role, uniqueId: 'AROAFORGEDFORGED0001', sessionName: 'somebody-else' }

describe('a forged finding that comes first', () => {
  it('cannot have the true one refused by what it says of the principal', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({})] } })
    stage.report(lies, forged)
    await stage.reach(['unconfirmed'])
    stage.report(role, { sourceId: 'true', trusted: true })
    const { snapshot } = await stage.reach(['awaitingApproval', 'refused'])
    expect(stage.incident().state).toBe('awaitingApproval')
    expect(snapshot.context.principal).not.toMatchObject({ sessionName: 'somebody-else' })
  })
})

it('a wish of a person is about whom the person named, and not about the session that a forged finding told', async () => {
  const stage = await createStage({ seed: { roles: [ciDeploy({})] } })
  stage.report(lies, forged)
  await stage.reach(['unconfirmed'])
  stage.report(role, { source: 'person', sourceId: 'ana/1', trusted: true })
  const { snapshot } = await stage.reach(['awaitingApproval', 'refused'])
  expect(snapshot.context.principal).not.toHaveProperty('uniqueId')
})
