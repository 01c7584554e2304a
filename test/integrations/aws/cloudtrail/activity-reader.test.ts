import { ActivityReader } from '../../../../integrations/aws/cloudtrail/activity-reader.js'
import { accountWith, closeAll, query, readActivity, readerOf } from './reading-world.js'
import { callWith, changeOf, issueOf, record } from './records.js'

afterEach(closeAll)

const issue = issueOf('ASIAEXAMPLE0000000001', '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM')

describe('the activity of a role', () => {
  it('calls are found by the keys that were issued, oldest first, with the call that issued them', async () => {
    const first = callWith('ASIAEXAMPLE0000000001', { eventTime: '2026-03-01T09:10:00Z' })
    const second = callWith('ASIAEXAMPLE0000000001', { eventTime: '2026-03-01T09:20:00Z' })
    const { events, source } = await readActivity(await accountWith(second, issue, first))
    expect(events.map(({ eventId }) => eventId)).toEqual([issue.eventID, first.eventID, second.eventID])
    expect(source).toMatchObject({ name: 'CloudTrail LookupEvents (us-east-1)', status: 'ok', events: 3, requests: 3 })
  })

  it('a key that the finding names is asked for, although nobody saw it issued', async () => {
    const call = callWith('ASIAEXAMPLE0000000009')
    const account = await accountWith(call)
    expect((await readActivity(account)).source).toMatchObject({ status: 'empty', events: 0 })
    expect((await readActivity(account, { accessKeyIds: ['ASIAEXAMPLE0000000009'] })).events).toHaveLength(1)
  })

  it('a session that was issued before the window and lives in it is followed, one that ended is not', async () => {
    const early = issueOf('ASIAEXAMPLE0000000002', '2026-02-28T21:00:00Z', 'Mar 1, 2026, 9:00:00 AM')
    const ended = issueOf('ASIAEXAMPLE0000000003', '2026-03-01T06:00:00Z', 'Mar 1, 2026, 7:00:00 AM')
    const calls = [
      callWith('ASIAEXAMPLE0000000002', { eventTime: '2026-03-01T08:30:00Z' }),
      callWith('ASIAEXAMPLE0000000003'),
    ]
    const { events } = await readActivity(await accountWith(early, ended, ...calls))
    expect(events.map(({ eventId }) => eventId)).toEqual([early.eventID, ended.eventID, calls[0]?.eventID])
  })

  it('what was done to the role is part of it', async () => {
    const change = changeOf('AttachRolePolicy', '2026-03-01T10:00:00Z', { roleName: 'ci-deploy', policyArn: 'arn:x' })
    expect((await readActivity(await accountWith(change))).events).toMatchObject([{ eventName: 'AttachRolePolicy' }])
  })

  it('another role under the same key, and a re-created namesake, are left out', async () => {
    const namesake = callWith('ASIAEXAMPLE0000000001', {}, 'AROAEXAMPLEANOTHER001')
    const stranger = record({
      userIdentity: { type: 'IAMUser', accessKeyId: 'ASIAEXAMPLE0000000001', arn: 'arn:aws:iam::111122223333:user/x' },
    })
    const { events } = await readActivity(await accountWith(issue, namesake, stranger))
    expect(events.map(({ eventId }) => eventId)).toEqual([issue.eventID])
  })

  it('a record that cannot be read is counted, and hides nothing', async () => {
    const broken = { ...issue, eventID: 'broken', eventSource: '' }
    const { events, source } = await readActivity(await accountWith(broken, issue))
    expect(events).toHaveLength(1)
    expect(source).toMatchObject({ status: 'ok', detail: expect.stringMatching(/^\d+ records could not be read$/) })
  })

  it('all pages are read, and events of one second stay in one order', async () => {
    const calls = Array.from({ length: 120 }, () => callWith('ASIAEXAMPLE0000000001'))
    const account = await accountWith(issue, ...calls)
    const { events, source } = await readActivity(account)
    expect(events).toHaveLength(121)
    expect(source.requests).toBe(5)
    expect((await readActivity(account)).events).toEqual(events)
  })

  it('the budget ends the reading, which then says that it is not whole', async () => {
    const calls = Array.from({ length: 120 }, () => callWith('ASIAEXAMPLE0000000001'))
    const { events, source } = await readActivity(await accountWith(issue, ...calls), { maxRequests: 4 })
    expect(events).toHaveLength(101)
    expect(source).toMatchObject({
      status: 'truncated',
      requests: 4,
      detail: expect.stringContaining('stopped after 4 requests'),
    })
  })

  it('a role that is assumed all the time does not use up the budget for its calls', async () => {
    const issues = Array.from({ length: 400 }, (_, index) =>
      issueOf(`ASIAEXAMPLEBUSY${String(index).padStart(6, '0')}`, '2026-03-01T09:00:00Z', 'Mar 1, 2026, 10:00:00 AM'),
    )
    const call = callWith('ASIAEXAMPLE0000000009')
    const account = await accountWith(...issues, call)
    const { events, source } = await readActivity(account, { maxRequests: 6, accessKeyIds: ['ASIAEXAMPLE0000000009'] })
    expect(source.status).toBe('truncated')
    expect(events.map(({ eventId }) => eventId)).toContain(call.eventID)
  })

  it('one busy key does not use up the budget of the others', async () => {
    const busy = Array.from({ length: 500 }, () => callWith('ASIAEXAMPLE0000000001'))
    const quiet = callWith('ASIAEXAMPLE0000000009')
    const accessKeyIds = ['ASIAEXAMPLE0000000001', 'ASIAEXAMPLE0000000009']
    const { events } = await readActivity(await accountWith(...busy, quiet), { accessKeyIds, maxRequests: 6 })
    expect(events.map(({ eventId }) => eventId)).toContain(quiet.eventID)
  })

  it('progress is told after each page', async () => {
    const account = await accountWith(issue, callWith('ASIAEXAMPLE0000000001'))
    const progress: number[][] = []
    await new ActivityReader([readerOf(account)]).activityOf(query, (...step) => progress.push(step))
    expect(progress).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ])
  })
})

describe('a CloudTrail that answers badly', () => {
  it('throttling slows everybody down and is got over', async () => {
    const account = await accountWith(issue)
    account.injectFault({
      operation: 'cloudtrail:LookupEvents',
      error: { code: 'ThrottlingException', status: 400 },
      times: 2,
    })
    const waits: number[] = []
    const { events, source } = await new ActivityReader([readerOf(account, waits)]).activityOf(query)
    expect(events).toHaveLength(1)
    expect(source).toMatchObject({ status: 'ok', requests: 5 })
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(1_000)
  })

  it('a refusal is said in the source and never thrown', async () => {
    const account = await accountWith(issue)
    account.injectFault({
      operation: 'cloudtrail:LookupEvents',
      error: { code: 'AccessDeniedException', status: 400 },
      times: 9,
    })
    const { events, source } = await readActivity(account)
    expect(events).toEqual([])
    expect(source).toMatchObject({ status: 'failed', detail: expect.stringContaining('AccessDenied') })
  })

  it('throttling that does not end is a failed source', async () => {
    const account = await accountWith(issue)
    account.injectFault({ operation: '*', error: { code: 'ThrottlingException', status: 400 }, times: 99 })
    expect((await readActivity(account)).source).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('Throttling'),
    })
  })

  it('one Region that fails does not hide what another saw', async () => {
    const well = await accountWith(issue)
    const ill = await accountWith()
    ill.injectFault({ operation: '*', error: { code: 'AccessDeniedException', status: 400 }, times: 99 })
    const regions = [readerOf(well), readerOf(ill, [], 'eu-west-1')]
    const { events, source } = await new ActivityReader(regions).activityOf(query)
    expect(events).toHaveLength(1)
    expect(source).toMatchObject({
      name: 'CloudTrail LookupEvents (us-east-1, eu-west-1)',
      status: 'failed',
      detail: expect.stringContaining('eu-west-1: '),
    })
  })

  it('a key that one Region saw issued is looked up in the others', async () => {
    const call = callWith('ASIAEXAMPLE0000000001', { awsRegion: 'eu-west-1' })
    const regions = [readerOf(await accountWith(issue)), readerOf(await accountWith(call), [], 'eu-west-1')]
    const { events } = await new ActivityReader(regions).activityOf(query)
    expect(events.map(({ eventId }) => eventId)).toEqual([issue.eventID, call.eventID])
  })
})
