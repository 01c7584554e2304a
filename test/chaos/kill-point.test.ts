import { tripwire } from './kill-point.js'

describe('a tripwire', () => {
  it('pulls once, at its point, and counts nothing else', () => {
    let pulled = 0
    const wire = tripwire({ kind: 'commit', position: 'after', n: 2 }, () => {
      pulled += 1
    })
    expect(wire.pass('commit', 'after')).toBe(false)
    expect(wire.pass('commit', 'before')).toBe(false)
    expect(wire.pass('http', 'after')).toBe(false)
    expect(wire.pass('commit', 'after')).toBe(true)
    expect(wire.pass('commit', 'after')).toBe(false)
    expect(pulled).toBe(1)
  })

  it('never pulls without a point', () => {
    const wire = tripwire(null, () => expect('pulled').toBe('never'))
    expect(wire.pass('commit', 'before')).toBe(false)
  })
})
