const asyncHooks = require('node:async_hooks')

/**
 * jest-circus gives each suite an AsyncLocalStorage, to know of which test it is that an error nobody caught came from.
 * Before Node 24 every one that was ever used calls JavaScript for each promise made, and none of an earlier suite is ever
 * disabled: late in a run, suites that await much took three times as long. The tests of a suite run one after the other
 * (none is `concurrent`), so whoever runs now is the test.
 */
class RunningTest {
  #current

  getStore() {
    return this.#current
  }

  /** `work` is asynchronous, as all of jest-circus's are. */
  async run(store, work) {
    const outer = this.#current
    this.#current = store
    try {
      return await work()
    } finally {
      this.#current = outer
    }
  }
}

/** Whoever else makes one gets the true one. */
asyncHooks.AsyncLocalStorage = new Proxy(asyncHooks.AsyncLocalStorage, {
  construct: (True, args, Made) =>
    new Error().stack.split('\n')[2]?.includes('jest-circus') ? new RunningTest() : Reflect.construct(True, args, Made),
})
