import { z } from 'zod'

/** A path in a variable: JavaScript has no types to look for. */
const address = '../../../scripts/jest/own-globals.cjs'
const { NAMES, ownGlobalsFor } = z
  .looseObject({
    NAMES: z.array(z.string()),
    ownGlobalsFor: z.function({ input: [z.string()], output: z.string() }),
  })
  .parse(await import(address))

describe('the globals that a module takes once', () => {
  it('are those that it names, before its code and in the line of it', () => {
    expect(ownGlobalsFor('export const all = (them) => Object.keys(new Map(them))')).toBe(
      'const { Object, Map } = globalThis; ',
    )
    expect(ownGlobalsFor('const ArrayOfMaps = 1')).toBe('')
  })

  it('are there in every suite, as what they are elsewhere in it', () => {
    const here = new Map(Object.entries(Object.getOwnPropertyDescriptors(globalThis)))
    expect(NAMES.filter((name) => here.get(name)?.value === undefined)).toEqual([])
    expect(here.get('Map')?.value).toBe(Map)
  })

  it('are none that a test may put something else in the place of', () => {
    const replaced = ['Date', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'fetch']
    expect(NAMES.filter((name) => [...replaced, 'console', 'process'].includes(name))).toEqual([])
  })
})
