import type { Circumstances, Command } from './commands.js'
import { playHistory } from './play-history.js'

/** Rare among random histories, and each of them once was or nearly was a mistake. */
const circumstances: Circumstances = {
  seed: 1,
  policyName: null,
  roleModes: ['deny-all'],
  userModes: ['deny-all', 'disable-keys'],
  isCrowded: false,
}
const bringOn: Command = {
  type: 'bringOn',
  incident: 0,
  restoreAs: 'false-alarm',
  isHasty: false,
  thinkMs: 6_000,
  thenMs: 0,
}
const approveAndRestore = [bringOn, bringOn, bringOn, bringOn]

function finding(on: number): Command {
  return { type: 'finding', on, session: false, isStale: false, thenMs: 0 }
}

/** While people think about the plan, the owner does the write of this number itself. */
function preempt(write: number): Command {
  return { type: 'customer', action: { does: 'preempt', on: 0, pick: write }, inMs: 6_000, thenMs: 0 }
}

describe('what the owner of an account does itself while people think about a plan is not undone by the restore', () => {
  it.each([
    ['the managed denial that it attached', 1, { isCrowded: true, userModes: ['deny-all'] }, 0],
    ['the key that it turned off', 1, {}, 1],
    ['the policy of the literal name that it wrote', 0, { policyName: 'DenyAll' }, 0],
    ['the policy that it wrote under our own name', 0, {}, 0],
  ] as const)('%s', async (_, on, changes, write) => {
    const history = {
      circumstances: { ...circumstances, ...changes },
      commands: [finding(on), preempt(write), ...approveAndRestore],
    }
    expect(await playHistory(history)).toEqual([])
  })

  it('the key that it turned off, where the first try of the block fails before it comes to the key', async () => {
    const fails: Command = { type: 'loseAnswer', operation: 'iam:PutUserPolicy', when: 'before', thenMs: 0 }
    const history = { circumstances, commands: [finding(1), preempt(1), fails, ...approveAndRestore] }
    expect(await playHistory(history)).toEqual([])
  })
})
