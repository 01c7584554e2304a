import fc from 'fast-check'
import { AwsError, type AwsFailureKind } from '../../src/domain/aws-error.js'
import { judgeFailure, MAX_FAILURES } from '../../workers/retry-policy.js'

const anAwsError = (kind: AwsFailureKind) =>
  new AwsError({ kind, code: `Code-${kind}`, operation: 'PutRolePolicy', message: 'refused' })

const passing: readonly AwsFailureKind[] = ['throttled', 'conflict', 'ambiguous', 'unknown', 'notFound']
const lasting: readonly AwsFailureKind[] = ['quota', 'unmodifiable', 'malformed', 'accessDenied', 'credentials']

class NamedError extends Error {
  constructor(override readonly name: string) {
    super('no')
  }
}

describe('judgeFailure', () => {
  it.each(passing)('tries again after %s', (kind) => {
    expect(judgeFailure(anAwsError(kind), 'eff_1', 0)).toMatchObject({ action: 'retry', code: `Code-${kind}` })
  })

  it.each(lasting)('gives up at once after %s: it will not get better', (kind) => {
    expect(judgeFailure(anAwsError(kind), 'eff_1', 0)).toEqual({ action: 'giveUp', code: `Code-${kind}` })
  })

  it.each(['StoreUnavailableError', 'TimeoutError', 'Error'])('tries again after %s, which is not of AWS', (name) => {
    expect(judgeFailure(new NamedError(name), 'eff_1', 0)).toMatchObject({ action: 'retry', code: name })
  })

  it.each(['DocumentError', 'ZodError', 'TypeError', 'RangeError'])('gives up at once after %s, a bug', (name) => {
    expect(judgeFailure(new NamedError(name), 'eff_1', 0)).toEqual({ action: 'giveUp', code: name })
  })

  it('tries again after something that is no error', () => {
    expect(judgeFailure('no', 'eff_1', 0)).toMatchObject({ action: 'retry', code: 'unknown' })
  })

  it('gives up after as many failures as are allowed, and not before', () => {
    const verdicts = Array.from({ length: MAX_FAILURES }, (_, n) => judgeFailure(anAwsError('throttled'), 'eff_1', n))

    expect(verdicts.map(({ action }) => action)).toEqual([...Array(MAX_FAILURES - 1).fill('retry'), 'giveUp'])
  })

  it('waits twice as long each time, give or take a quarter, and never longer than 20 s and that', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: MAX_FAILURES - 2 }), (effectId, failures) => {
        const verdict = judgeFailure(anAwsError('throttled'), effectId, failures)
        const pauseMs = Math.min(20_000, 250 * 2 ** failures)
        expect(verdict).toMatchObject({ action: 'retry' })
        if (verdict.action !== 'retry') return
        expect(verdict.afterMs).toBeGreaterThanOrEqual(Math.floor(pauseMs * 0.75))
        expect(verdict.afterMs).toBeLessThanOrEqual(Math.ceil(pauseMs * 1.25))
      }),
      { seed: 5, numRuns: 500 },
    )
  })

  it('gives the same answer for the same failure, and spreads those of different effects', () => {
    const pauses = Array.from({ length: 100 }, (_, n) => judgeFailure(anAwsError('throttled'), `eff_${n}`, 4))

    expect(judgeFailure(anAwsError('throttled'), 'eff_7', 4)).toEqual(pauses[7])
    expect(new Set(pauses.map((verdict) => verdict.action === 'retry' && verdict.afterMs)).size).toBeGreaterThan(50)
  })
})
