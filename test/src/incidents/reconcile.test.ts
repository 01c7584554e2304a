import { genesisHash, linkRecord } from '../../../src/audit/chain.js'
import { planDigest } from '../../../src/domain/plan.js'
import {
  identityOfCaller,
  plansNamedIn,
  recordedWrites,
  unaccounted,
  writesIn,
} from '../../../src/incidents/own-writes.js'
import { type RecordedContainment, reconcile, type ShownTrace } from '../../../src/incidents/reconcile.js'
import { aContainPlan } from '../../support/fixtures/plans.js'

const aBody = {
  incidentId: 'inc_1',
  seq: 1,
  at: '2026-03-01T10:00:00Z',
  actor: { kind: 'engine', name: 'test' },
  what: 'PLAN_PREPARED',
  from: 'planning',
  to: 'awaitingApproval',
  ignored: false,
} as const
const containmentId = 'cnt_00000000000000000001'
const entity = { type: 'role', name: 'ci', arn: 'arn:aws:iam::111122223333:role/ci' } as const
const denyAllArn = 'arn:aws:iam::aws:policy/AWSDenyAll'

const stands = (changes: Partial<RecordedContainment> = {}): RecordedContainment => ({
  incidentId: 'inc_1',
  state: 'contained',
  containmentId,
  appliedAt: '2026-03-01T10:00:00Z',
  entityArn: entity.arn,
  attached: [],
  policy: 'held',
  missing: [],
  ...changes,
})
const shown = (changes: Partial<ShownTrace> = {}): ShownTrace => ({
  entity,
  policy: `DenyAll-${containmentId}`,
  containmentId,
  write: { kind: 'putPolicy', purpose: 'denyAll', policyName: `DenyAll-${containmentId}`, document: '{}' },
  commands: ['aws iam delete-role-policy'],
  ...changes,
})
const nothing = { standing: [], ended: [], traces: [], unaccounted: [] }
const findings = (inputs: Partial<Parameters<typeof reconcile>[0]>) =>
  reconcile({ ...nothing, ...inputs }).map(({ finding, agrees }) => `${finding}${agrees ? '' : '!'}`)

describe('reconcile', () => {
  it('has one row for a block that stands as recorded, though IAM shows it too', () => {
    expect(findings({ standing: [stands()], traces: [shown()] })).toEqual(['inPlace'])
  })

  it.each([
    ['missing', 'absent!'],
    ['altered', 'altered!'],
    [null, 'absent!'],
  ] as const)('a block that is recorded and %s differs', (policy, expected) => {
    expect(findings({ standing: [stands({ policy, missing: ['PutRolePolicy x: missing'] })] })).toEqual([expected])
  })

  it('a block that no incident has differs, with the commands that take it off', () => {
    const [row] = reconcile({ ...nothing, traces: [shown()] })
    expect(row).toMatchObject({
      finding: 'unknown',
      agrees: false,
      cure: [expect.any(String), 'aws iam delete-role-policy'],
    })
  })

  it.each([
    ['false-alarm', 'denyAll', 'leftOver!'],
    ['compromise', 'denyAll', 'leftOver!'],
    ['compromise', 'revokeOlderSessions', 'kept'],
    ['false-alarm', 'revokeOlderSessions', 'leftOver!'],
    [null, 'denyAll', 'leftOver!'],
  ] as const)('of an incident that was restored as %s, its %s in IAM is %s', (restoreAs, purpose, expected) => {
    const write = { kind: 'putPolicy', purpose, policyName: 'x', document: '{}' } as const
    const ended = [{ containmentId, incidentId: 'inc_1', state: 'closed', restoreAs }]
    expect(findings({ ended, traces: [shown({ write })] })).toEqual([expected])
  })

  it('AWSDenyAll is ours where a standing block attached it, and else left to the customer', () => {
    const trace = shown({ containmentId: null, policy: denyAllArn })
    expect(findings({ standing: [stands({ attached: [denyAllArn] })], traces: [trace] })).toEqual(['inPlace'])
    expect(findings({ standing: [stands()], traces: [trace] })).toEqual(['inPlace', 'unmarked'])
  })

  it('what differs comes first, and every row that differs says what to do', () => {
    const write = {
      operation: 'PutRolePolicy',
      entityName: 'ci',
      object: 'p',
      at: '2026-03-01T10:00:00Z',
      eventId: 'e',
    }
    const rows = reconcile({ standing: [stands()], ended: [], traces: [], unaccounted: [write] })
    expect(rows.map(({ finding }) => finding)).toEqual(['unrecordedWrite', 'inPlace'])
    expect(rows[0]?.cure.length).toBeGreaterThan(0)
  })
})

describe('our own writes in CloudTrail', () => {
  const event = (eventName: string, requestParameters: Record<string, string>, errorCode?: string) => ({
    eventId: eventName,
    eventTime: '2026-03-01T10:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName,
    actor: {},
    requestParameters,
    ...(errorCode === undefined ? {} : { errorCode }),
  })

  it('are the changes that were let through; looks and refused calls are none', () => {
    const events = [
      event('PutRolePolicy', { roleName: 'ci', policyName: 'p' }),
      event('UpdateAccessKey', { userName: 'dana', accessKeyId: 'AKIA1', status: 'Inactive' }),
      event('DetachGroupPolicy', { groupName: 'devs', policyArn: denyAllArn }),
      event('GetRole', { roleName: 'ci' }),
      event('DeleteRolePolicy', { roleName: 'ci', policyName: 'p' }, 'AccessDenied'),
    ]
    expect(writesIn(events).map(({ operation, entityName, object }) => `${operation} ${entityName} ${object}`)).toEqual(
      ['PutRolePolicy ci p', 'UpdateAccessKey dana AKIA1', `DetachGroupPolicy devs ${denyAllArn}`],
    )
  })

  it('of a plan that was only asked about are accounted for by nobody; of one that was ordered they are', () => {
    const plan = aContainPlan()
    const records = (kind: string) => {
      const body = { ...aBody, detail: { planDigest: planDigest(plan) }, orders: [{ id: 'eff_1', kind }] }
      return [linkRecord(genesisHash('inc_1'), body)]
    }
    expect(plansNamedIn(records('askApproval'))).toEqual([planDigest(plan)])
    expect(recordedWrites(records('askApproval'), [plan])).toEqual([])
    const [write] = recordedWrites(records('putBlock'), [plan])
    expect(write).toMatchObject({ operation: 'PutRolePolicy', entityName: plan.entity.name })
  })

  it('are accounted for by operation, entity and object together, names without regard to case', () => {
    const put = { operation: 'PutRolePolicy', entityName: 'CI', object: 'p' }
    const known = [{ ...put, entityName: 'ci' }]
    expect(unaccounted([put], known)).toEqual([])
    for (const other of [{ operation: 'DeleteRolePolicy' }, { entityName: 'cd' }, { object: 'q' }]) {
      expect(unaccounted([{ ...put, ...other }], known)).toHaveLength(1)
    }
  })

  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/Contain/inc_1',
      'AROAX:inc_1',
      { type: 'role', name: 'Contain', uniqueId: 'AROAX' },
    ],
    ['arn:aws:iam::111122223333:role/sec/Contain', '', { type: 'role', name: 'Contain', uniqueId: null }],
    ['arn:aws-cn:iam::111122223333:user/ops/bot', 'AIDAX', { type: 'user', name: 'bot', uniqueId: 'AIDAX' }],
    ['arn:aws:iam::111122223333:root', '111122223333', null],
  ])('are looked for under %s', (arn, userId, expected) => {
    const caller = { arn, userId, accountId: '111122223333', at: '' }
    const found = identityOfCaller(caller)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
})
