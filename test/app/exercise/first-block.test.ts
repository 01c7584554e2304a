import { FirstBlock } from '../../../app/exercise/attack/first-block.js'
import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'

const DELAY_MS = 4_000

function call(operation: string, changes: Partial<LoggedCall> = {}): LoggedCall {
  return {
    at: '2026-03-01T10:00:00.000Z',
    requestId: 'r',
    operation,
    caller: null,
    accessKeyId: null,
    via: 'http',
    parameters: { RoleName: 'web', PolicyName: 'DenyAll' },
    error: null,
    fault: null,
    ...changes,
  }
}

describe('the first block of an exercise', () => {
  it('is in force when IAM enforces it, not when it was answered', () => {
    const block = new FirstBlock(DELAY_MS)
    block.hear(call('iam:PutRolePolicy'), 10_000)
    expect(block.inForceAtMs(13_999)).toBeNull()
    expect(block.inForceAtMs(14_000)).toBe(14_000)
  })

  it('never was where somebody took it away before', () => {
    const block = new FirstBlock(DELAY_MS)
    block.hear(call('iam:PutRolePolicy'), 10_000)
    block.hear(call('iam:DeleteRolePolicy', { via: 'actor' }), 12_000)
    expect(block.inForceAtMs(60_000)).toBeNull()
    block.hear(call('iam:PutRolePolicy'), 70_000)
    expect(block.inForceAtMs(80_000)).toBe(74_000)
  })

  it('is none that a fault kept from having an effect, and is one whose answer alone was lost', () => {
    const block = new FirstBlock(DELAY_MS)
    block.hear(call('iam:PutRolePolicy', { fault: 'Throttling', prevented: true }), 10_000)
    expect(block.inForceAtMs(20_000)).toBeNull()
    block.hear(call('iam:PutRolePolicy', { fault: 'reset' }), 30_000)
    expect(block.inForceAtMs(40_000)).toBe(34_000)
  })

  it('stays the first where it is taken away later', () => {
    const block = new FirstBlock(DELAY_MS)
    block.hear(call('iam:PutRolePolicy'), 10_000)
    block.hear(call('iam:DeleteRolePolicy', { via: 'actor' }), 15_000)
    expect(block.inForceAtMs(60_000)).toBe(14_000)
  })

  it('is a key that is turned off, and no write that was refused, of somebody else, or that turns a key on', () => {
    const block = new FirstBlock(DELAY_MS)
    const key = (Status: string) => ({ parameters: { UserName: 'kim', AccessKeyId: 'AKIA', Status } })
    block.hear(call('iam:PutRolePolicy', { error: 'AccessDenied' }), 1_000)
    block.hear(call('iam:PutRolePolicy', { via: 'actor' }), 2_000)
    block.hear(call('iam:UpdateAccessKey', key('Active')), 3_000)
    expect(block.inForceAtMs(50_000)).toBeNull()
    block.hear(call('iam:UpdateAccessKey', key('Inactive')), 60_000)
    expect(block.inForceAtMs(64_000)).toBe(64_000)
  })

  it('is over with the restore that takes it off, and one that is put again begins anew', () => {
    const block = new FirstBlock(DELAY_MS)
    block.hear(call('iam:PutRolePolicy'), 10_000)
    block.hear(call('iam:DeleteRolePolicy'), 60_000)
    block.hear(call('iam:PutRolePolicy'), 90_000)
    expect(block.spans(200_000)).toEqual([
      { fromMs: 14_000, untilMs: 60_000 },
      { fromMs: 94_000, untilMs: null },
    ])
  })

  it('goes on where the attacker takes it off, and until the last of several is taken off', () => {
    const block = new FirstBlock(DELAY_MS)
    const ofKim = { parameters: { UserName: 'kim', PolicyName: 'DenyAll' } }
    block.hear(call('iam:PutRolePolicy'), 10_000)
    block.hear(call('iam:DeleteRolePolicy', { via: 'actor' }), 20_000)
    block.hear(call('iam:PutUserPolicy', ofKim), 30_000)
    block.hear(call('iam:DeleteRolePolicy'), 40_000)
    expect(block.spans(50_000)).toEqual([{ fromMs: 14_000, untilMs: null }])
    block.hear(call('iam:DeleteUserPolicy', ofKim), 60_000)
    expect(block.spans(70_000)).toEqual([{ fromMs: 14_000, untilMs: 60_000 }])
  })

  it('is over with the denial, whatever a restore after a compromise leaves: older sessions revoked, keys off', () => {
    const block = new FirstBlock(DELAY_MS)
    const named = (PolicyName: string) => ({ parameters: { UserName: 'kim', PolicyName } })
    const off = { parameters: { UserName: 'kim', AccessKeyId: 'AKIA', Status: 'Inactive' } }
    block.hear(call('iam:PutUserPolicy', named('DenyAll-cnt_1')), 10_000)
    block.hear(call('iam:UpdateAccessKey', off), 11_000)
    block.hear(call('iam:PutUserPolicy', named('RevokeOlderSessions-cnt_1')), 50_000)
    block.hear(call('iam:DeleteUserPolicy', named('DenyAll-cnt_1')), 60_000)
    expect(block.spans(90_000)).toEqual([{ fromMs: 14_000, untilMs: 60_000 }])
  })
})
