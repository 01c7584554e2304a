/**
 * Runs inside of a group of test files (see group-suites.mjs): what a file registers while it is imported goes into a
 * describe of its own, so that its hooks are about its own tests. Jest has no such thing: an import may wait, and the
 * function of a describe must not.
 */
const GLOBALS = ['describe', 'it', 'test', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach']

/** A file that cannot be imported fails alone. */
export async function fileOfSuite(name, load) {
  const statements = []
  const own = Object.fromEntries(GLOBALS.map((each) => [each, globalThis[each]]))
  for (const each of GLOBALS) globalThis[each] = recorder(statements, own[each])
  const failure = await failureOf(load)
  Object.assign(globalThis, own)
  describe(name, () => {
    for (const { isWhole, replay } of statements) if (isWhole) replay()
    if (failure !== null) {
      it('can be imported', () => {
        throw failure.error
      })
    }
  })
}

async function failureOf(load) {
  try {
    await load()
    return null
  } catch (error) {
    return { error }
  }
}

/** Stands for `describe`: `describe.each(table)('rule', test)` is one statement, and what it is made of on the way none. */
function recorder(statements, real) {
  const at = (value, before) =>
    new Proxy(() => {}, {
      get: (_target, key) => (typeof key === 'symbol' ? undefined : at(() => value()[key], before)),
      apply: (_target, _this, args) => {
        if (before !== null) before.isWhole = false
        const replay = () => value()(...args)
        const statement = { isWhole: true, replay }
        statements.push(statement)
        return at(replay, statement)
      },
    })
  return at(() => real, null)
}
