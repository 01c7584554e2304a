import type { AnyStateMachine } from 'xstate'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { advance } from '../../src/engine/advance.js'
import { explore, type Graph, leadingTo, sharedStates, stateOf } from '../support/explore-playbook.js'
import { aLookedUpPrincipal, anUnresolvedPrincipal } from '../support/fixtures/principals.js'
import { aHoldDown, aTiming, escalating } from '../support/fixtures/timings.js'
import { anInput, pathOf } from '../support/play.js'
import { beginWorld } from '../support/playbook-world.js'
import { firstAndOthers, type PlaybookUnderTest } from './playbooks-under-test.js'

/** Over for good. */
const ENDS = ['refused', 'denied', 'heldDown', 'closed']
/** Where an incident may stay: over, with the block standing, or with a person asked. */
const RESTS = [...ENDS, 'contained', 'needsHuman', 'unresolved', 'unconfirmed']

const said: readonly IncidentEvent[] = [
  {
    ...{ type: 'NOTE_ADDED', by: 'ana', text: 'Let it be.', author: '', writtenAt: '2026-03-01T10:00:00Z' },
    ...{ permalink: null, source: 'api' },
  },
  { type: 'OWNER_ASKED', by: 'ana', owner: 'dana' },
  { type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: true },
]

const inputs = [
  { ...anInput, timing: aTiming({ questions: escalating }) },
  { ...anInput, principal: anUnresolvedPrincipal() },
  { ...anInput, holdDown: aHoldDown },
  { ...anInput, trusted: false, distrust: 'Its product is none of AWS.' },
  { ...anInput, principal: aLookedUpPrincipal(), trusted: false, callBack: true },
]
const beginningsOf = (machine: AnyStateMachine) => inputs.map((input) => beginWorld(input, machine))

const [first, others] = firstAndOthers()
// Half a minute of work: the others find out only what they do otherwise.
const whole = explore(first.machine, beginningsOf(first.machine))

/** Finding everything out takes a machine all the way; a machine that shares stages starts where they end. */
function graphOf({ machine, waived = [] }: PlaybookUnderTest): Graph {
  if (machine === first.machine) return whole
  const shared = sharedStates(first.machine, machine)
  return explore(machine, beginningsOf(machine), { known: { graph: whole, shared }, waived })
}

describe.each([first, ...others].map((playbook) => [playbook.name, playbook] as const))(
  '%s: every world that an incident can come to, with a soak of two looks',
  (_, playbook) => {
    const { machine } = playbook
    const graph = graphOf(playbook)
    const lost = (reached: ReadonlySet<string>) =>
      [...graph.worlds].filter(([key]) => !reached.has(key)).map(([, { snapshot }]) => pathOf(snapshot))

    it('is reached through every state of the machine', () => {
      const states = new Set([...graph.worlds.values()].map(stateOf))

      expect([...states].sort()).toEqual(Object.keys(machine.states).sort())
      expect(graph.worlds.size).toBeGreaterThan(1_000)
    })

    it('keeps every rule of the playbook', () => {
      expect(graph.broken).toEqual([])
    })

    it('is moved by nothing that people say beside the questions: "yes, it was me" decides nothing anywhere', () => {
      // What the first playbook moves in a state that it shares, this one does.
      const own = [...graph.worlds.values()].filter((world) => machine === first.machine || !isShared(machine, world))
      const moved = own.flatMap((world) =>
        said.filter((event) => {
          const { changed, effects, armed, cancelled, snapshot } = advance(machine, world.snapshot, event)
          return (
            changed || effects.length + armed.length + cancelled.length > 0 || snapshot.status !== world.snapshot.status
          )
        }),
      )
      expect(moved).toEqual([])
    })

    it('is over, or has something that leads on from it', () => {
      const stuck = [...graph.worlds].filter(([key, world]) => {
        const elsewhere = [...(graph.next.get(key) ?? [])].filter((next) => next !== key)
        return world.snapshot.status !== 'done' && elsewhere.length === 0
      })

      expect(stuck.map(([, { snapshot }]) => pathOf(snapshot))).toEqual([])
    })

    it('can come to rest: blocked, over, or with a person asked', () => {
      expect(lost(leadingTo(graph, RESTS))).toEqual([])
    })

    it('can be ended for good', () => {
      expect(lost(leadingTo(graph, ENDS))).toEqual([])
    })

    it.each(ENDS)('is final in %s, and nowhere else', (end) => {
      const worlds = [...graph.worlds.values()]

      expect(worlds.filter((world) => stateOf(world) === end && world.snapshot.status !== 'done')).toEqual([])
      expect(worlds.filter((world) => !ENDS.includes(stateOf(world)) && world.snapshot.status === 'done')).toEqual([])
    })
  },
)

function isShared(machine: AnyStateMachine, world: Parameters<typeof stateOf>[0]): boolean {
  return sharedStates(first.machine, machine).has(stateOf(world))
}

describe('what is taken over from another playbook', () => {
  it('is what the machine would have found out by itself: all of it for a namesake, none of it where nothing is shared', () => {
    const shared = sharedStates(first.machine, first.machine)
    const again = explore(first.machine, beginningsOf(first.machine), { known: { graph: whole, shared } })

    expect([...again.worlds.keys()].sort()).toEqual([...whole.worlds.keys()].sort())
    expect([...again.next.keys()].filter((key) => again.next.get(key)?.size !== whole.next.get(key)?.size)).toEqual([])
  })
})
