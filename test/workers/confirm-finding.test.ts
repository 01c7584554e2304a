import { AwsError } from '../../src/domain/aws-error.js'
import type { Finding } from '../../src/domain/finding.js'
import type { FindingAnswer } from '../../src/domain/finding-lookup.js'
import { aFinding } from '../support/fixtures/findings.js'
import { fewLooks } from '../support/world/few-looks.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)

/** AWS, with a copy that differs from what was sent in this. */
function awsWith(differing: Partial<Finding> = {}) {
  const asked: Finding[] = []
  const lookUp = async (finding: Finding): Promise<FindingAnswer> => {
    asked.push(finding)
    return { has: true, finding: { ...finding, ...differing } }
  }
  return { asked, findings: { lookUp } }
}

const other = (changes: object) => ({ ...aFinding().principal, ...changes })

describe('a finding that AWS is asked about', () => {
  it('is confirmed by a copy of the same principal, type and account, and goes on', async () => {
    const { findings, asked } = awsWith()
    const stage = await createStage({ findings })
    stage.report(role)
    const { snapshot } = await stage.reach(['awaitingApproval'])
    expect(snapshot.context).toMatchObject({ trusted: true, callBack: false, containRequestedBy: [] })
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['accuses another role', { principal: other({ name: 'web' }) }, /accuses role\/web in/],
    ['accuses a user of that name', { principal: other({ type: 'user' }) }, /accuses user\/ci-deploy/],
    ['is of a role that was re-created', { principal: other({ uniqueId: 'AROAOTHEROTHEROTHER1' }) }, /accuses role/],
    ['is of another type', { type: 'Discovery:IAMUser/AnomalousBehavior' }, /not a UnauthorizedAccess/],
    [
      'is of the same name under another purpose',
      { type: 'Recon:IAMUser/InstanceCredentialExfiltration.OutsideAWS' },
      /not a Unauth/,
    ],
    ['is less severe', { severity: 1 }, /severity 1, not/],
    ['is about another session', { principal: other({ sessionName: 'mallory' }) }, /another session/],
    ['is of another account', { accountId: '999988887777' }, /account 999988887777/],
  ])('is not believed where the copy %s', async (_, differing, reason) => {
    const stage = await createStage(awsWith(differing))
    stage.report({ ...aFinding().principal, ...role })
    const { snapshot } = await stage.reach(['unconfirmed'])
    expect(snapshot.context).toMatchObject({ trusted: false, distrust: expect.stringMatching(reason) })
    expect(stage.people.asked).toEqual([])
  })

  it('is not believed where AWS has none, and the reason is told', async () => {
    const reason = 'GuardDuty has no such finding.'
    const stage = await createStage({ findings: { lookUp: async () => ({ has: false, reason }) } })
    stage.report(role)
    await stage.reach(['unconfirmed'])
    await stage.world.run(5_000)
    expect(stage.people.told.at(-1)).toMatchObject({ topic: 'unconfirmed', reason: expect.stringContaining(reason) })
  })

  it('is not believed where AWS may not be asked', async () => {
    const denied = () =>
      new AwsError({
        kind: 'accessDenied',
        code: 'AccessDenied',
        operation: 'guardduty:GetFindings',
        message: 'no',
        requestId: null,
      })
    const stage = await createStage({
      findings: {
        lookUp: async () => {
          throw denied()
        },
      },
    })
    stage.report(role)
    const { snapshot } = await stage.reach(['unconfirmed'])
    expect(snapshot.context.distrust).toMatch(/could not be asked.*no/)
  })

  it('is not believed where AWS does not answer within the budget, and a late yes changes nothing', async () => {
    const slow = { tries: 0 }
    const busy = () =>
      new AwsError({
        kind: 'throttled',
        code: 'Throttling',
        operation: 'guardduty:GetFindings',
        message: 'busy',
        requestId: null,
      })
    const stage = await createStage({
      findings: {
        lookUp: async () => {
          slow.tries += 1
          throw busy()
        },
      },
    })
    stage.report(role)
    const { snapshot } = await stage.reach(['unconfirmed'])
    expect(snapshot.context.distrust).toMatch(/did not answer in time|could not be asked/)
    expect(slow.tries).toBeGreaterThan(1)
    expect(stage.people.asked).toEqual([])
  })

  it('goes on once somebody stands for it, and whoever did cannot approve', async () => {
    const stage = await createStage({ findings: { lookUp: async () => ({ has: false, reason: 'Gone.' }) } })
    stage.report(role)
    await stage.reach(['unconfirmed'])
    expect(await stage.ask({ ask: 'vouch' }, 'ana')).toMatchObject({ status: 'accepted' })
    await stage.reach(['awaitingApproval'])
    expect(await stage.approve('ana')).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(await stage.approve('bo')).toMatchObject({ status: 'decided' })
    await stage.reach(['contained'])
  })

  it.each([
    ['newer', 0],
    ['newer and older', 1],
  ])(
    'is not pushed out of sight by any number of %s forgeries, nor is AWS asked about all of them',
    async (_, before) => {
      const asked: string[] = []
      const lookUp = async (finding: Finding): Promise<FindingAnswer> => {
        asked.push(finding.sourceId)
        return finding.sourceId === 'true'
          ? { has: true, finding }
          : { has: false, reason: 'GuardDuty has no such finding.' }
      }
      const stage = await createStage({ findings: { lookUp } })
      const forgeries = Array.from({ length: 9 }, (__, index) => `forged-${index}`)
      for (const sourceId of [...forgeries.slice(0, before), 'true', ...forgeries.slice(before)]) {
        stage.report(role, { sourceId })
        await stage.world.run(10)
      }
      await stage.reach(['awaitingApproval'])
      expect(asked).toEqual(['forged-8', 'forged-7', 'forged-6', ...(before === 0 ? [] : ['forged-0']), 'true'])
    },
  )

  it('of a source that is not of AWS is not asked about', async () => {
    const { findings, asked } = awsWith()
    const stage = await createStage({ findings })
    stage.report(role, { source: 'splunk' })
    await stage.reach(['awaitingApproval'])
    expect(asked).toEqual([])
  })
})
