import { z } from 'zod'

type FileOfSuite = (name: string, load: () => Promise<unknown>) => Promise<void>

// By its address: it is JavaScript, as all that Jest itself is set up with.
const address = '../../../scripts/jest/file-of-suite.mjs'
const exported = z.object({ fileOfSuite: z.custom<FileOfSuite>((value) => typeof value === 'function') })
const { fileOfSuite } = exported.parse(await import(address))

type Body = () => void

/** In place of Jest's functions while a file is taken: what it registers, in order, and the bodies by their titles. */
async function registered(load: () => Promise<unknown>) {
  const told: string[] = []
  const bodies = new Map<string, Body>()
  const keep = (what: string) => (title: string, body: Body) => {
    told.push(`${what} ${title}`)
    bodies.set(title, body)
  }
  const within = (title: string, body: Body) => {
    told.push(`describe ${title}`)
    body()
    told.push(`end of ${title}`)
  }
  const each = (what: string) => (table: readonly number[]) => keep(`${what} of ${table.length}`)
  const jests = { describe, it, beforeAll }
  const fakes = {
    describe: Object.assign(within, { each: each('describe') }),
    it: Object.assign(keep('it'), { each: each('it'), todo: (title: string) => told.push(`todo ${title}`) }),
    beforeAll: () => told.push('beforeAll'),
  }
  Object.assign(globalThis, fakes)
  try {
    await fileOfSuite('a.test.ts', load)
    expect(globalThis.it).toBe(fakes.it)
  } finally {
    Object.assign(globalThis, jests)
  }
  return { told, bodies }
}

const nothing = () => {}

describe('a file that shares a suite with others', () => {
  it('has all that it registers in a describe of its own, each once and in order, also after an await', async () => {
    const { told } = await registered(async () => {
      beforeAll(nothing)
      describe.each([1, 2])('pairs', nothing)
      await null
      const either = it.each([1])
      either('one', nothing)
      either('other', nothing)
      it.todo('later')
      describe('inside', () => it('deep', nothing))
    })
    expect(told).toEqual([
      'describe a.test.ts',
      'beforeAll',
      'describe of 2 pairs',
      'it of 1 one',
      'it of 1 other',
      'todo later',
      'describe inside',
      'it deep',
      'end of inside',
      'end of a.test.ts',
    ])
  })

  it('fails alone where it cannot be imported, by its own error', async () => {
    const { told, bodies } = await registered(async () => {
      it('before', nothing)
      throw new Error('no such module')
    })
    expect(told).toEqual(['describe a.test.ts', 'it before', 'it can be imported', 'end of a.test.ts'])
    expect(bodies.get('can be imported')).toThrow('no such module')
  })
})
