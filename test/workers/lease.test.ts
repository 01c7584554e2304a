import { jest } from '@jest/globals'
import { memoryIncidentStore } from '../../integrations/memory/memory-incident-store.js'
import type { ClaimedEffect } from '../../src/engine/incident-store.js'
import { holdLease, LeaseLostError } from '../../workers/lease.js'
import { planDigest } from '../support/fixtures/incident-events.js'

const claimed: ClaimedEffect = {
  id: 'eff_1',
  incidentId: 'inc_1',
  attempt: 1,
  failures: 0,
  effect: { kind: 'putBlock', planDigest },
  leaseMs: 30_000,
  remainingMs: null,
}

/** A process whose clock the test moves; its renewals are answered by `renewLease`. */
function holding(changes: Partial<ClaimedEffect> = {}, renewLease = async () => true, givingUp?: AbortSignal) {
  const process = { nowMs: 1_000, renewals: [] as unknown[] }
  const clock = { now: () => new Date(0), monotonicMs: () => process.nowMs, pause: async () => {} }
  const store = {
    ...memoryIncidentStore(),
    renewLease: async (...asked: unknown[]) => {
      process.renewals.push(asked)
      return renewLease()
    },
  }
  const lease = holdLease(clock, store, { ...claimed, ...changes }, 1_000, givingUp)
  /** Timers run as time passes, as in a process that is awake. */
  const awake = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      process.nowMs += 500
      await jest.advanceTimersByTimeAsync(500)
    }
  }
  /** Time passes and nothing runs: SIGSTOP, or a laptop's lid. */
  const stopped = (ms: number) => {
    process.nowMs += ms
  }
  return { lease, process, awake, stopped }
}

describe('holdLease', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('lets writes leave at first', () => {
    const { lease } = holding()

    expect(lease.guard).not.toThrow()
    lease.stop()
  })

  it('stops writes a fifth of the lease before its end: one could arrive after it', () => {
    const { lease, stopped } = holding()

    stopped(23_999)
    expect(lease.guard).not.toThrow()
    stopped(1)
    expect(lease.guard).toThrow(LeaseLostError)
    expect(lease.guard).toThrow('The lease on eff_1 is over.')
    lease.stop()
  })

  it('counts from before the claim was asked for, not from its answer', () => {
    const nowMs = 20_000
    const clock = { now: () => new Date(0), monotonicMs: () => nowMs, pause: async () => {} }
    const lease = holdLease(clock, memoryIncidentStore(), claimed, -4_000)

    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })

  it('is renewed three times a lease while the work goes on', async () => {
    const { lease, process, awake } = holding()

    await awake(90_000)

    expect(lease.guard).not.toThrow()
    expect(process.renewals).toEqual(Array.from({ length: 9 }, () => ['eff_1', 1, 30_000]))
    lease.stop()
  })

  it('a process that was stopped and continued writes nothing before it has the lease again', async () => {
    const { lease, stopped, awake } = holding()
    await awake(20_000)

    stopped(60_000)

    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })

  it('is over at once where the store says that somebody else holds it, whatever comes later', async () => {
    const answers = [false, true, true]
    const { lease, awake } = holding({}, async () => answers.shift() ?? true)

    await awake(10_500)
    expect(lease.guard).toThrow(LeaseLostError)
    await awake(20_000)
    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })

  it('a renewal that cannot be asked for changes nothing until the lease ends by itself', async () => {
    const { lease, awake } = holding({}, async () => {
      throw new Error('connect ECONNREFUSED')
    })

    await awake(23_500)
    expect(lease.guard).not.toThrow()
    await awake(500)
    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })

  it('a renewal counts from when it was asked for, however late its answer', async () => {
    const gate = { open: () => {} }
    const answer = new Promise<boolean>((resolve) => {
      gate.open = () => resolve(true)
    })
    const { lease, awake } = holding({}, () => answer)
    await awake(23_500)

    gate.open()
    await awake(500)
    // Asked for at 10 s and at 20 s: the later one holds until 44 s.
    expect(lease.guard).not.toThrow()
    lease.stop()
  })

  it('renewals do not move the deadline of the order itself', async () => {
    const { lease, awake } = holding({ remainingMs: 40_000 })

    await awake(39_500)
    expect(lease.guard).not.toThrow()
    await awake(500)
    expect(lease.guard).toThrow('The order eff_1 is past its deadline.')
    lease.stop()
  })

  it('an order that was past its deadline when it was claimed sends nothing', () => {
    const { lease } = holding({ remainingMs: -1 })

    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })

  it('is not renewed any more once it is stopped', async () => {
    const { lease, process, awake } = holding()

    lease.stop()
    await awake(60_000)

    expect(process.renewals).toEqual([])
    expect(jest.getTimerCount()).toBe(0)
  })

  it('sends nothing more and renews nothing once its process gives up what it has in hand', async () => {
    const givingUp = new AbortController()
    const { lease, process, awake } = holding({}, async () => true, givingUp.signal)
    givingUp.abort()

    expect(lease.guard).toThrow(LeaseLostError)
    await awake(25_000)
    expect(process.renewals).toEqual([])
    lease.stop()
  })

  it('is lost from the start in a process that has given up already', () => {
    const { lease } = holding({}, async () => true, AbortSignal.abort())

    expect(lease.guard).toThrow(LeaseLostError)
    lease.stop()
  })
})
