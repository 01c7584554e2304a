import {
  DetectiveClient,
  GetInvestigationCommand,
  type IndicatorType,
  ListGraphsCommand,
  ListIndicatorsCommand,
  StartInvestigationCommand,
} from '@aws-sdk/client-detective'
import type { SimulatedAccountOptions } from '../../simulated-aws/simulated-account.js'
import { accountId, errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'

const entityArn = `arn:aws:iam::${accountId}:role/Payments`
const scope = { ScopeStartTime: new Date('2026-03-01T00:00:00Z'), ScopeEndTime: new Date('2026-03-02T00:00:00Z') }
const call = (eventTime: string, eventName: string, changes: object = {}) => ({
  ...{ eventTime, eventName, eventID: `${eventTime} ${eventName}`, sourceIPAddress: '192.0.2.1', userAgent: 'app/1' },
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: entityArn } } },
  ...changes,
})
const past = [call('2026-01-25T00:00:00Z', 'GetObject'), call('2026-02-20T00:00:00Z', 'GetObject')]
const attack = [
  call('2026-03-01T10:00:00Z', 'CreateAccessKey', { userAgent: 'evil/1' }),
  call('2026-03-01T10:00:01Z', 'CreateAccessKey', { errorCode: 'AccessDenied' }),
  call('2026-03-01T10:00:02Z', 'ListUsers'),
  call('2026-03-01T10:00:03Z', 'StopLogging', { userIdentity: { arn: `arn:aws:iam::${accountId}:user/other` } }),
]

afterEach(tearDown)

async function world(events: object[], options: Partial<SimulatedAccountOptions> = {}, isOn = true) {
  const clock = manualClock('2026-03-03T00:00:00Z')
  const records = JSON.parse(JSON.stringify(events))
  const { account } = await setUp({ now: clock.now, seed: { ...seed, detective: isOn, events: records }, ...options })
  const client = new DetectiveClient({
    ...{ endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 },
  })
  const { GraphList } = await client.send(new ListGraphsCommand({}))
  const GraphArn = GraphList?.[0]?.Arn ?? ''
  const start = (changes: object = {}) =>
    client.send(new StartInvestigationCommand({ GraphArn, EntityArn: entityArn, ...scope, ...changes }))
  const indicators = async (input: { MaxResults?: number; NextToken?: string; IndicatorType?: IndicatorType } = {}) => {
    const { InvestigationId } = await start()
    return client.send(new ListIndicatorsCommand({ GraphArn, InvestigationId, ...input }))
  }
  return { client, clock, GraphArn, start, indicators }
}

describe('an investigation', () => {
  it('counts calls of the entity in the scope, by name and address, and of nobody else', async () => {
    const { indicators } = await world([...past, ...attack])
    const { Indicators } = await indicators({ IndicatorType: 'TTP_OBSERVED' })
    const found = Indicators?.map(({ IndicatorDetail }) => IndicatorDetail?.TTPsObservedDetail)
    expect(found?.map((one) => [one?.APIName, one?.APISuccessCount, one?.APIFailureCount])).toEqual([
      ['CreateAccessKey', 1, 1],
      ['ListUsers', 1, 0],
    ])
  })

  it('calls a user agent new where there are two weeks to compare with, and else says nothing', async () => {
    const withPast = await world([...past, ...attack])
    const { Indicators } = await withPast.indicators({ IndicatorType: 'NEW_USER_AGENT' })
    expect(Indicators?.map(({ IndicatorDetail }) => IndicatorDetail?.NewUserAgentDetail)).toEqual([
      { UserAgent: 'evil/1', IsNewForEntireAccount: true },
    ])
    const without = await world(attack)
    expect((await without.indicators({ IndicatorType: 'NEW_USER_AGENT' })).Indicators).toEqual([])
  })

  it('runs for a while, and is then done with a severity', async () => {
    const { client, clock, GraphArn, start } = await world([...past, ...attack], { investigationMs: 5_000 })
    const { InvestigationId } = await start()
    const state = () => client.send(new GetInvestigationCommand({ GraphArn, InvestigationId }))
    expect(await state()).toMatchObject({ Status: 'RUNNING', EntityType: 'IAM_ROLE' })
    clock.advance(5_000)
    expect(await state()).toMatchObject({ Status: 'SUCCESSFUL', Severity: 'MEDIUM', EntityArn: entityArn })
  })

  it('is listed page by page', async () => {
    const { client, GraphArn, start } = await world([...past, ...attack])
    const { InvestigationId } = await start()
    const page = (NextToken?: string) =>
      client.send(new ListIndicatorsCommand({ GraphArn, InvestigationId, MaxResults: 2, NextToken }))
    const first = await page()
    const second = await page(first.NextToken)
    expect([first.Indicators?.length, second.Indicators?.length, second.NextToken]).toEqual([2, 1, undefined])
  })

  it('of an account without Detective has no graph', async () => {
    const { GraphArn, start } = await world(attack, {}, false)
    expect(GraphArn).toBe('')
    const GraphArnOfOthers = `arn:aws:detective:us-east-1:${accountId}:graph:${'0'.repeat(32)}`
    expect((await errorOf(start({ GraphArn: GraphArnOfOthers }))).name).toBe('ResourceNotFoundException')
  })

  it('of what is no user or role, or of no time, is refused', async () => {
    const { start } = await world(attack)
    expect((await errorOf(start({ EntityArn: 'arn:aws:s3:::x' }))).status).toBe(400)
    expect((await errorOf(start({ ScopeEndTime: scope.ScopeStartTime }))).name).toBe('ValidationException')
  })
})
