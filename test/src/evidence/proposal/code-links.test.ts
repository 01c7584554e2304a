import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { investigate } from '../../../../src/evidence/investigate.js'
import { account, anAssumption, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { blinding, change, investigated, names, proposedAs, reads } from './proposal-case.js'

const intern = aUser('intern')
const roleArn = `arn:aws:iam::${account}:role/ops`
const cloud = '3.70.12.12'

function functionMade(actor: CloudTrailEvent['actor'] = intern, more: Partial<CloudTrailEvent> = {}) {
  return change('lambda CreateFunction20150331', { functionName: 'job', role: roleArn }, { actor, ...more })
}

/** The function's role, at work an hour and a half after nine unless said otherwise. */
function runs(hour = 9.1, session = 'job'): CloudTrailEvent[] {
  const key = `ASIA${hour}`
  const actor = aSessionOf({ role: 'ops', session, accessKeyId: key, issuedAt: at(hour) })
  const by = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }
  return [
    anAssumption({ by, role: 'ops', session, key, eventTime: at(hour) }),
    blinding(actor, { eventTime: at(hour), sourceIp: cloud }),
  ]
}

describe('code under a role that stands out', () => {
  const pass = functionMade()
  const found = investigated([pass, ...runs()])

  it('has whoever gave it the role proposed, too, with low confidence and the doubt', () => {
    expect(names(found)).toEqual(['ops', 'intern'])
    expect(proposedAs(found, 'intern')).toMatchObject({ confidence: 'low' })
    const because = proposedAs(found, 'intern')?.because.find(({ text }) => text.startsWith('It handed'))
    expect(because).toMatchObject({
      text: expect.stringContaining(
        'handed role ops to code or a machine (CreateFunction, session job) 6 minutes before',
      ),
      eventIds: expect.arrayContaining([pass.eventId]),
    })
    expect(found.verdict.doubts.join(' ')).toMatch(/user intern is behind what role ops did is told by the role/)
  })

  it('has its chain traced to that one, and says which step is a guess', () => {
    expect(proposedAs(found, 'ops')?.roots).toMatchObject([
      {
        principal: `arn:aws:iam::${account}:user/intern`,
        inferred: true,
        path: [intern.arn, 'lambda.amazonaws.com', roleArn],
      },
    ])
    expect(proposedAs(found, 'ops')?.reasons.join(' ')).toContain('One step is a guess')
  })

  it('has one chain from that one down, with the guess marked in it', () => {
    const [chain] = found.chains
    expect(chain).toMatchObject({ root: intern.arn, depth: 2 })
    expect(chain?.links).toMatchObject([
      { from: intern.arn, to: 'lambda.amazonaws.com', inferred: true, uses: 0, eventId: pass.eventId },
      { from: 'lambda.amazonaws.com', to: roleArn, inferred: false, uses: 1 },
    ])
  })

  it('is in the answer about whoever gave it the role', () => {
    const asked = investigated([pass, ...runs()], { focusKey: `user:${account}:intern` })
    expect(names(asked)).toContain('ops')
  })

  it('is traced further, through the session that gave it', () => {
    const dev = aSessionOf({ role: 'dev', session: 's', accessKeyId: 'ASIADEV' })
    const first = anAssumption({ by: intern, role: 'dev', session: 's', key: 'ASIADEV', eventTime: at(8.9) })
    const traced = investigated([first, functionMade(dev), ...runs()])
    expect(proposedAs(traced, 'ops')?.roots[0]?.path).toHaveLength(4)
    expect(proposedAs(traced, 'ops')?.roots[0]?.principal).toBe(intern.arn)
  })

  it('counts for a container’s role, by the service that runs it', () => {
    const task = change('ecs RegisterTaskDefinition', { family: 'f', taskRoleArn: roleArn }, { actor: intern })
    const by = { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' }
    const actor = aSessionOf({ role: 'ops', session: '0123', accessKeyId: 'ASIATASK', issuedAt: at(9.1) })
    const acts = [
      anAssumption({ by, role: 'ops', session: '0123', key: 'ASIATASK', eventTime: at(9.1) }),
      blinding(actor, { eventTime: at(9.2), sourceIp: cloud }),
    ]
    expect(names(investigated([task, ...acts]))).toEqual(['ops', 'intern'])
  })
})

describe('nobody is behind code', () => {
  const service =
    '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
  const roleMade = change(
    'iam CreateRole',
    { roleName: 'ops', assumeRolePolicyDocument: service },
    { actor: intern, created: { kind: 'role', name: 'ops' }, eventTime: at(8.9) },
  )

  it.each([
    ['who gave it its role hours ago', [functionMade(intern, { eventTime: at(7) }), ...runs()]],
    ['who made another function', [functionMade(), ...runs(9.1, 'other')]],
    ['who tried in vain', [functionMade(intern, { errorCode: 'AccessDenied' }), ...runs()]],
    ['who gave it the role after it acted', [functionMade(intern, { eventTime: at(10) }), ...runs()]],
    ['who made the role for it, as every rollout does', [roleMade, functionMade(), ...runs()]],
  ])('%s', (_title, events) => {
    expect(names(investigated(events))).toEqual(['ops'])
  })

  it('who does so as a habit', () => {
    const habit = Array.from({ length: 4 }, (_, n) => functionMade(intern, { eventTime: at(-24 * (15 + n)) }))
    expect(names(investigated([...habit, functionMade(), ...runs()]))).toEqual(['ops'])
  })

  it('who rolls the same code out day after day, with the same tool', () => {
    const scope = { fromMs: Date.parse(at(-72)), toMs: Date.parse(at(24)) }
    const rolled = (hour: number, more: Partial<CloudTrailEvent> = {}) =>
      functionMade(intern, { eventTime: at(hour), ...more })
    const asked = (events: readonly CloudTrailEvent[]) => {
      const gatherer = new FactsGatherer({ scope, baselineFromMs: scope.fromMs })
      for (const event of events) gatherer.add(event)
      return investigate(gatherer.facts(), { sources: [], read: 0, unique: 0 }).proposed.map(({ name }) => name)
    }
    expect(asked([rolled(-39), rolled(-15), rolled(9), ...runs()])).toEqual(['ops'])
    expect(asked([rolled(-15), rolled(9), ...runs()])).toEqual(['ops', 'intern'])
    expect(asked([rolled(-39), rolled(-15), rolled(9, { userAgent: 'curl/8' }), ...runs()])).toEqual(['ops', 'intern'])
  })

  it('whose role does so in session after session, with the same tool', () => {
    const deployed = (n: number, more: Partial<CloudTrailEvent> = {}) =>
      functionMade(aSessionOf({ role: 'deploy', session: `run-${n}`, accessKeyId: `ASIADEP${n}` }), {
        eventTime: at(8 + n / 2),
        ...more,
      })
    expect(names(investigated([deployed(0), deployed(1), deployed(2), ...runs()]))).toEqual(['ops'])
    expect(names(investigated([deployed(1), deployed(2), ...runs()]))).toEqual(['ops', 'deploy'])
    const other = deployed(2, { userAgent: 'curl/8' })
    expect(names(investigated([deployed(0), deployed(1), other, ...runs()]))).toEqual(['ops', 'deploy'])
  })

  it('of nothing that stands out', () => {
    const quiet = aSessionOf({ role: 'ops', session: 'job', accessKeyId: 'ASIA9.1', issuedAt: at(9.1) })
    const [assumed] = runs()
    const all = [
      functionMade(),
      ...(assumed === undefined ? [] : [assumed]),
      ...reads(quiet, 3, { eventTime: at(9.2) }),
    ]
    expect(names(investigated(all))).toEqual([])
  })
})

describe('a machine', () => {
  const profile = { iamInstanceProfile: { name: 'worker' }, instanceType: 't3.micro' }
  const launch = change('ec2 RunInstances', profile, {
    actor: intern,
    responseElements: { instancesSet: { items: [{ instanceId: 'i-0abc12345678def01' }] } },
  })
  const acts = (sourceIp: string) =>
    blinding(
      aSessionOf({ role: 'worker', session: 'i-0abc12345678def01', accessKeyId: 'ASIAEC2', issuedAt: at(9.1) }),
      { eventTime: at(9.5), sourceIp },
    )

  it('whose credentials are used from where it was launched from is in its launcher’s hands', () => {
    expect(names(investigated([launch, acts('198.51.100.7')]))).toContain('intern')
  })

  it('whose credentials are used from elsewhere may be in anybody’s', () => {
    expect(names(investigated([launch, acts('203.0.113.50')]))).toEqual(['worker'])
  })
})
