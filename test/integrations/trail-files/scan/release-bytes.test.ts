import { setImmediate as turn } from 'node:timers/promises'
import { releaseBytes } from '../../../../integrations/trail-files/scan/release-bytes.js'

/** Some turns after the module was loaded: see `releaseBytes`. */
beforeAll(async () => {
  for (let turns = 0; turns < 20; turns += 1) await turn()
})

describe('bytes that nobody reads any more', () => {
  it('are given back at once: ever more of them take no more memory', () => {
    const before = process.memoryUsage().rss
    for (let time = 0; time < 100; time += 1) {
      const memory = Buffer.alloc(8 * 1024 * 1024, 1)
      releaseBytes(memory)
      expect(memory).toHaveLength(0)
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })

  it('are left alone where they may lie in memory that others use', () => {
    const small = Buffer.from('small')
    releaseBytes(small)
    expect(String(small)).toBe('small')
  })
})
