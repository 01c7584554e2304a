import { awsFindingReaders } from '../../../app/aws-finding-readers.js'
import { FindingLookups } from '../../../integrations/aws/finding-lookups.js'
import { parseGuardDutyPayload } from '../../../integrations/findings/guardduty/parse-guardduty-payload.js'
import { parseSecurityHub } from '../../../integrations/findings/security-hub/parse-security-hub.js'
import type { JsonObject } from '../../../simulated-aws/json.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { Finding } from '../../../src/domain/finding.js'

const accountId = '111122223333'
const detector = '12abc34d567e8fa901bc2d34e56789f0'
const findingId = '16b9c9f7d8e4a2'
const arn = `arn:aws:guardduty:eu-central-1:${accountId}:detector/${detector}/finding/${findingId}`

/** As GuardDuty has it on the wire. */
function aGuardDutyFinding(changes: JsonObject = {}, service: JsonObject = {}): JsonObject {
  return {
    schemaVersion: '2.0',
    accountId,
    region: 'eu-central-1',
    partition: 'aws',
    id: findingId,
    arn,
    type: 'UnauthorizedAccess:IAMUser/TorIPCaller',
    title: 'Tor.',
    severity: 5,
    createdAt: '2026-03-01T09:00:00.000Z',
    updatedAt: '2026-03-01T09:31:00.000Z',
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: {
        accessKeyId: 'ASIAEXAMPLE0000000001',
        principalId: 'AROAEXAMPLECIDEPLOY01:build-17',
        userType: 'AssumedRole',
        userName: 'ci-deploy',
      },
    },
    service: { serviceName: 'guardduty', archived: false, count: 1, ...service },
    ...changes,
  }
}

function anAsffFinding(changes: JsonObject = {}): JsonObject {
  return {
    SchemaVersion: '2018-10-08',
    Id: arn,
    ProductArn: 'arn:aws:securityhub:eu-central-1::product/aws/guardduty',
    GeneratorId: 'guardduty',
    AwsAccountId: accountId,
    Region: 'eu-central-1',
    Types: ['TTPs/Command and Control/UnauthorizedAccess:IAMUser-TorIPCaller'],
    CreatedAt: '2026-03-01T09:00:00.000Z',
    UpdatedAt: '2026-03-01T09:31:00.000Z',
    Severity: { Label: 'MEDIUM' },
    Title: 'Tor.',
    Description: 'Tor.',
    RecordState: 'ACTIVE',
    Resources: [
      {
        Type: 'AwsIamAccessKey',
        Id: 'AWS::IAM::AccessKey:ASIAEXAMPLE0000000001',
        Details: {
          AwsIamAccessKey: {
            PrincipalId: 'AROAEXAMPLECIDEPLOY01:build-17',
            PrincipalName: 'ci-deploy',
            PrincipalType: 'AssumedRole',
          },
        },
      },
    ],
    ...changes,
  }
}

function parsed(parse: typeof parseSecurityHub, payload: JsonObject): Finding {
  const read = parse(payload)
  if (!read.accepted) throw new Error(read.reason)
  return read.findings[0]
}
const sentByGuardDuty = (changes: JsonObject = {}) => parsed(parseGuardDutyPayload, aGuardDutyFinding(changes))
const sentBySecurityHub = (changes: JsonObject = {}) => parsed(parseSecurityHub, anAsffFinding(changes))

describe('asking AWS whether it has a finding', () => {
  const open: SimulatedAccount[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((account) => account.close()))
  })

  async function aws(seed: Omit<SeedInput, 'accountId'>) {
    const account = await startSimulatedAccount({ seed: { accountId, ...seed } })
    open.push(account)
    const connection = { partition: 'aws', endpoint: account.url, credentials: account.adminCredentials } as const
    const lookups = new FindingLookups({ connection, accountId, readers: awsFindingReaders })
    return { account, lookUp: (finding: Finding) => lookups.lookUp(finding), calls: () => account.calls() }
  }

  it('finds what GuardDuty keeps, read as the delivery was', async () => {
    const { lookUp, calls } = await aws({ guardDuty: { [detector]: [aGuardDutyFinding()] } })
    expect(await lookUp(sentByGuardDuty())).toEqual({ has: true, finding: sentByGuardDuty() })
    expect(calls().map(({ operation }) => operation)).toEqual(['guardduty:GetFindings'])
  })

  it('asks GuardDuty itself about its finding that Security Hub brought, whatever was imported into Security Hub', async () => {
    const forged = anAsffFinding()
    const { lookUp, calls } = await aws({ guardDuty: { [detector]: [] }, securityHub: [forged] })
    expect(await lookUp(sentBySecurityHub())).toEqual({ has: false, reason: 'GuardDuty has no such finding.' })
    expect(calls().map(({ operation }) => operation)).toEqual(['guardduty:GetFindings'])
  })

  it('confirms a finding of Security Hub by what GuardDuty has', async () => {
    const { lookUp } = await aws({ guardDuty: { [detector]: [aGuardDutyFinding()] } })
    expect(await lookUp(sentBySecurityHub())).toMatchObject({ has: true, finding: { source: 'guardduty' } })
  })

  it('finds what another product of AWS wrote into Security Hub', async () => {
    const macie = { Id: 'detective/1', ProductArn: 'arn:aws:securityhub:eu-central-1::product/aws/detective' }
    const { lookUp } = await aws({ securityHub: [anAsffFinding(macie)] })
    expect(await lookUp(sentBySecurityHub(macie))).toMatchObject({ has: true, finding: { sourceId: 'detective/1' } })
  })

  it('does not believe what anybody may have imported into Security Hub', async () => {
    const own = {
      Id: 'mine/1',
      ProductArn: `arn:aws:securityhub:eu-central-1:${accountId}:product/${accountId}/default`,
    }
    const { lookUp } = await aws({ securityHub: [anAsffFinding(own)] })
    expect(await lookUp(sentBySecurityHub(own))).toMatchObject({
      has: false,
      reason: expect.stringContaining('import'),
    })
  })

  it.each([
    [
      'GuardDuty has put it aside',
      { guardDuty: { [detector]: [aGuardDutyFinding({}, { archived: true })] } },
      /archived/,
    ],
    ['GuardDuty has another', { guardDuty: { [detector]: [aGuardDutyFinding({ id: 'ffff' })] } }, /no such finding/],
    ['there is no such detector', { guardDuty: {} }, /no such finding/],
  ])('says no where %s', async (_, seed, reason) => {
    const { lookUp } = await aws(seed)
    expect(await lookUp(sentByGuardDuty())).toEqual({ has: false, reason: expect.stringMatching(reason) })
  })

  it.each([
    ['another account', arn.replace(accountId, '999988887777')],
    ['another partition', arn.replace('arn:aws:', 'arn:aws-cn:').replace('eu-central-1', 'cn-north-1')],
    ['another finding', arn.replace(findingId, 'ffff')],
    ['no Region that AWS has', arn.replace('eu-central-1', '169.254.169.254')],
    ['nothing of GuardDuty', `arn:aws:iam::${accountId}:role/x`],
  ])('asks nobody about an ARN of %s', async (_, other) => {
    const { lookUp, calls } = await aws({ guardDuty: { [detector]: [aGuardDutyFinding()] } })
    expect(await lookUp({ ...sentByGuardDuty(), arn: other })).toMatchObject({ has: false })
    expect(calls()).toEqual([])
  })

  it.each(['AccessDeniedException', 'InternalServerErrorException'])(
    'throws what AWS answers instead: %s confirms nothing',
    async (code) => {
      const { account, lookUp } = await aws({ guardDuty: { [detector]: [aGuardDutyFinding()] } })
      const status = code === 'AccessDeniedException' ? 403 : 500
      account.injectFault({ operation: 'guardduty:GetFindings', error: { code, status }, times: 20 })
      await expect(lookUp(sentByGuardDuty())).rejects.toMatchObject({ name: 'AwsError' })
    },
  )
})
