import { writesCheck } from '../../../app/server/health/writes-check.js'

describe('what holds every write, in /readyz', () => {
  it.each([
    ['nothing', [], []],
    ['a freeze, which a person wanted', ['freeze'], [true]],
    ['a database that may not be the one that wrote last', ['standing'], [false]],
    ['both: the freeze does not hide the other', ['freeze', 'standing'], [false]],
  ] as const)('%s', (_, kinds, ok) => {
    const checks = writesCheck(kinds.map((kind) => ({ kind })))
    expect(checks.map((check) => [check.name, check.ok])).toEqual(ok.map((each) => ['writes', each]))
  })
})
