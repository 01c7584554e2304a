import { withQueueTimeout } from '../../../integrations/queue/with-queue-timeout.js'

const never = new Promise<never>(() => undefined)

describe('work on the queue', () => {
  it('that ends in time gives its result', async () => {
    await expect(withQueueTimeout(Promise.resolve(7), 1_000, 'Asking')).resolves.toBe(7)
  })

  it('that does not end fails when its time is over, and says what and why', async () => {
    const startedAt = performance.now()
    await expect(withQueueTimeout(never, 50, 'Adding a job')).rejects.toMatchObject({
      name: 'QueueUnavailableError',
      message: expect.stringMatching(/^Adding a job failed, because .* \(no answer within 50 ms\): .* tried again/),
      cause: { message: 'no answer within 50 ms' },
    })
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  it('that fails for an outage keeps the cause', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    await expect(withQueueTimeout(Promise.reject(cause), 1_000, 'Asking')).rejects.toMatchObject({
      name: 'QueueUnavailableError',
      cause,
    })
  })

  it('that fails for a mistake fails as it is', async () => {
    const mistake = new TypeError('not a function')
    await expect(withQueueTimeout(Promise.reject(mistake), 1_000, 'Asking')).rejects.toBe(mistake)
  })

  it('that fails after its time is over is not left unhandled', async () => {
    const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error('late')), 400))
    await expect(withQueueTimeout(late, 20, 'Asking')).rejects.toThrow('20 ms')
    await new Promise((resolve) => setTimeout(resolve, 450))
  })
})
