import { limitsSchema } from '../../app/limits-config.js'

describe('the limits of a configuration', () => {
  it('are five blocks an account and hour, and an hour of hold-down, where nothing is said', () => {
    expect(limitsSchema.parse(undefined)).toEqual({ holdDownMinutes: 60, blocksPerAccountPerHour: 5 })
  })

  it.each([0, -1, 1.5, 1_001, '5', null])('a cap of %p is refused: none can be turned off by a slip', (given) => {
    expect(limitsSchema.safeParse({ blocksPerAccountPerHour: given }).success).toBe(false)
  })

  it('a limit that is misspelt is refused, not ignored', () => {
    expect(limitsSchema.safeParse({ blocksPerAcountPerHour: 1 }).success).toBe(false)
  })
})
