import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clientOptions, requestTimeouts } from '../../../integrations/aws/client-options.js'
import { AwsError, type AwsFailureKind } from '../../../src/domain/aws-error.js'
import { judgeFailure, MAX_FAILURES } from '../../../workers/retry-policy.js'

const page = readFileSync(new URL('../../../docs/aws-errors.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| failure'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, failure = '', kind = '', sdk = '', ours = '', seen = '', test = '']) => ({
    failure,
    kind,
    sdk,
    ours,
    seen,
    test,
  }))

const kinds: Readonly<Record<AwsFailureKind, true>> = {
  throttled: true,
  conflict: true,
  ambiguous: true,
  notFound: true,
  quota: true,
  unmodifiable: true,
  malformed: true,
  accessDenied: true,
  credentials: true,
  unsupported: true,
  unknown: true,
}

function isKind(word: string): word is AwsFailureKind {
  return word in kinds
}

function kindOf(cell: string): AwsFailureKind | null {
  const word = /^`(\w+)`/.exec(cell)?.[1] ?? ''
  return isKind(word) ? word : null
}

const tests = new URL('../../', import.meta.url)
const testTexts = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(fileURLToPath(new URL(path, tests)), 'utf8'))

describe('the table of AWS failures', () => {
  it('has every kind of failure', () => {
    const told = new Set(rows.map(({ kind }) => kindOf(kind)))
    expect(Object.keys(kinds).filter((kind) => isKind(kind) && !told.has(kind))).toEqual([])
  })

  it('every row names a test that exists, and fills every column', () => {
    expect(rows.length).toBeGreaterThan(20)
    const missing = rows.filter(
      ({ test }) => !testTexts.some((text) => [`it('${test}'`, `it("${test}"`].some((title) => text.includes(title))),
    )
    expect(missing.map(({ test }) => test)).toEqual([])
    expect(rows.filter((row) => Object.values(row).includes(''))).toEqual([])
  })

  it('says of each kind whether we try again, as the retry policy decides it', () => {
    for (const row of rows) {
      const kind = kindOf(row.kind)
      if (kind === null) continue
      const error = new AwsError({ kind, code: 'X', operation: 'iam:GetRole', message: 'no' })
      const decided = judgeFailure(error, 'eff_1', 0).action === 'retry' ? 'yes' : 'no'
      expect([row.failure, row.ours]).toEqual([row.failure, decided])
    }
  })

  it('has the numbers that the program has', () => {
    const { maxAttempts } = clientOptions({ partition: 'aws' }, 'read')
    expect(page).toContain(`a read is sent up to ${maxAttempts} times`)
    expect(page).toContain(`is tried up to ${MAX_FAILURES} times`)
    const { connectionTimeout, requestTimeout } = requestTimeouts
    expect(page).toContain(
      `no connection within ${connectionTimeout / 1000} s, no answer within ${requestTimeout / 1000} s`,
    )
  })
})
