import { gainsOf } from '../../../app/exercise/attack/gains.js'
import type { AttackerCall } from '../../../app/exercise/attack/ledger.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'

let simulated: SimulatedAccount

beforeAll(async () => {
  simulated = await startSimulatedAccount({ seed: { accountId: '111122223333', roles: [{ name: 'web' }] } })
})

afterAll(() => simulated.close())

function callAt(atMs: number, changes: Partial<AttackerCall> = {}): AttackerCall {
  const operation = 's3:ListBuckets'
  const by = 'arn:aws:sts::111122223333:assumed-role/web/s'
  const logged = {
    at: new Date(atMs).toISOString(),
    requestId: `r-${atMs}`,
    operation,
    caller: by,
    accessKeyId: null,
    via: 'actor' as const,
    parameters: {},
    error: null,
    fault: null,
  }
  return { atMs, operation, by, accessKeyId: null, outcome: 'carriedOut', step: 'loot', logged, ...changes }
}

function after(calls: readonly AttackerCall[], blocked: Parameters<typeof gainsOf>[0]['blocked']) {
  const { blockedAtMs, callsAfterBlock } = gainsOf({ account: simulated.account, calls, keys: [], doors: [], blocked })
  return { blockedAtMs, at: callsAfterBlock.map(({ atMs }) => atMs) }
}

describe('calls after the block', () => {
  const calls = [5_000, 15_000, 60_000, 70_000, 95_000].map((atMs) => callAt(atMs))

  it('count while a block is in force: not before, not after the restore, and again after the next block', () => {
    const blocked = [
      { fromMs: 14_000, untilMs: 60_000 },
      { fromMs: 94_000, untilMs: null },
    ]
    expect(after(calls, blocked)).toEqual({ blockedAtMs: 14_000, at: [15_000, 95_000] })
  })

  it('are none where there never was a block', () => {
    expect(after(calls, [])).toEqual({ blockedAtMs: null, at: [] })
  })

  it('are those that AWS carried out and could have denied, of the exercise itself', () => {
    const others = [
      callAt(20_000, { outcome: 'denied' }),
      callAt(21_000, { operation: 'sts:GetCallerIdentity' }),
      callAt(22_000, { step: null }),
    ]
    expect(after([...calls, ...others], [{ fromMs: 14_000, untilMs: 60_000 }]).at).toEqual([15_000])
  })
})
