import { GetFindingsCommand as GetGuardDuty, GuardDutyClient } from '@aws-sdk/client-guardduty'
import { GetFindingsCommand as GetSecurityHub, SecurityHubClient } from '@aws-sdk/client-securityhub'
import { accountId, errorOf, rootKey, seed, setUp, tearDown } from './fixture.js'

const detectorId = '12abc34d567e8fa901bc2d34e56789f0'
const finding = (id: string) => ({ id, accountId, type: 'Recon:IAMUser/TorIPCaller', service: { archived: false } })
const asff = (Id: string, changes: object = {}) => ({ Id, AwsAccountId: accountId, ProductArn: 'arn:p', ...changes })

afterEach(tearDown)

async function clients() {
  const guardDuty = { [detectorId]: [finding('one'), finding('two')] }
  const securityHub = [asff('a'), asff('b'), asff('b', { AwsAccountId: '999988887777' })]
  const { account } = await setUp({ seed: { ...seed, guardDuty, securityHub } })
  const options = { endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 }
  return { guardDuty: new GuardDutyClient(options), securityHub: new SecurityHubClient(options) }
}

describe("GuardDuty's GetFindings", () => {
  it('answers with those that the detector has, and leaves the others out', async () => {
    const { guardDuty } = await clients()
    const { Findings } = await guardDuty.send(
      new GetGuardDuty({ DetectorId: detectorId, FindingIds: ['two', 'three'] }),
    )
    expect(Findings).toMatchObject([{ Id: 'two', AccountId: accountId, Service: { Archived: false } }])
  })

  it('refuses a detector that the account has not', async () => {
    const { guardDuty } = await clients()
    const asked = guardDuty.send(new GetGuardDuty({ DetectorId: 'other', FindingIds: ['one'] }))
    expect(await errorOf(asked)).toMatchObject({ name: 'BadRequestException' })
  })
})

describe("Security Hub's GetFindings", () => {
  const by = (Value: string, Comparison: 'EQUALS' | 'PREFIX' | 'NOT_EQUALS' = 'EQUALS') => [{ Value, Comparison }]

  it('answers with those that all filters let through', async () => {
    const { securityHub } = await clients()
    const ask = async (Filters: object) => (await securityHub.send(new GetSecurityHub({ Filters }))).Findings?.length
    expect(await ask({ Id: by('b') })).toBe(2)
    expect(await ask({ Id: by('b'), AwsAccountId: by(accountId) })).toBe(1)
    expect(await ask({ Id: by('a', 'NOT_EQUALS') })).toBe(2)
    expect(await ask({ AwsAccountId: by('9999', 'PREFIX') })).toBe(1)
  })

  it('answers page by page', async () => {
    const { securityHub } = await clients()
    const first = await securityHub.send(new GetSecurityHub({ MaxResults: 2 }))
    const NextToken = first.NextToken ?? ''
    const second = await securityHub.send(new GetSecurityHub({ MaxResults: 2, NextToken }))
    expect([first.Findings?.length, second.Findings?.length, second.NextToken]).toEqual([2, 1, undefined])
  })

  it('knows the filters that it has, and no others', async () => {
    const { securityHub } = await clients()
    const asked = securityHub.send(new GetSecurityHub({ Filters: { Title: by('x') } }))
    expect(await errorOf(asked)).toMatchObject({ name: expect.stringContaining('Validation') })
  })
})
