import { InTurn } from '../../../app/server/in-turn.js'

function started() {
  const log: string[] = []
  const ends: (() => void)[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise((resolve) => void ends.push(() => resolve(undefined)))
    log.push(`${name} ends`)
    return name
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { log, ends, work, settle }
}

describe('work in turn', () => {
  it('of one key begins when what came before has ended, and of another key at once', async () => {
    const { log, ends, work, settle } = started()
    const inTurn = new InTurn()
    const all = [inTurn.run('a', work('a1')), inTurn.run('a', work('a2')), inTurn.run('b', work('b1'))]
    await settle()
    expect(log).toEqual(['a1 begins', 'b1 begins'])
    for (let round = 0; round < 3; round += 1) {
      ends.shift()?.()
      await settle()
    }
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1'])
    expect(log.indexOf('a2 begins')).toBe(log.indexOf('a1 ends') + 1)
  })

  it('goes on after one that failed, and tells its own asker alone', async () => {
    const inTurn = new InTurn()
    const failing = inTurn.run('a', async () => Promise.reject(new Error('no')))
    const next = inTurn.run('a', async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    await expect(next).resolves.toBe('yes')
  })
})
