import { AsyncLocalStorage, executionAsyncId } from 'node:async_hooks'

describe('what Jest remembers of the test that runs', () => {
  it('costs no call for each promise: Node numbers those only where somebody listens', async () => {
    await null

    expect(executionAsyncId()).toBe(0)
  })

  it('leaves AsyncLocalStorage as it is for everybody else', async () => {
    const storage = new AsyncLocalStorage<string>()
    const readLater = (name: string) =>
      storage.run(name, async () => {
        await new Promise((resolve) => setImmediate(resolve))
        return storage.getStore()
      })

    expect(await Promise.all([readLater('one'), readLater('two')])).toEqual(['one', 'two'])
    expect(storage).toBeInstanceOf(AsyncLocalStorage)
    storage.disable()
  })
})
