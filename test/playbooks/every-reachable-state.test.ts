import { compromisedPrincipal } from '../../playbooks/compromised-principal.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { advance } from '../../src/engine/advance.js'
import { explore, leadingTo, stateOf } from '../support/explore-playbook.js'
import { anUnresolvedPrincipal } from '../support/fixtures/principals.js'
import { aHoldDown, aTiming, escalating } from '../support/fixtures/timings.js'
import { anInput, pathOf } from '../support/play.js'
import { beginWorld } from '../support/playbook-world.js'

/** Over for good. */
const ENDS = ['refused', 'denied', 'heldDown', 'closed']
/** Where an incident may stay: over, with the block standing, or with a person asked. */
const RESTS = [...ENDS, 'contained', 'needsHuman', 'unresolved']

const said: readonly IncidentEvent[] = [
  {
    ...{ type: 'NOTE_ADDED', by: 'ana', text: 'Let it be.', author: '', writtenAt: '2026-03-01T10:00:00Z' },
    ...{ permalink: null, source: 'api' },
  },
  { type: 'OWNER_ASKED', by: 'ana', owner: 'dana' },
  { type: 'OWNER_ANSWERED', by: 'dana', owner: 'dana', wasMe: true },
]

describe('every world that an incident can come to, with a soak of two looks', () => {
  const graph = explore([
    beginWorld({ ...anInput, timing: aTiming({ questions: escalating }) }),
    beginWorld({ ...anInput, principal: anUnresolvedPrincipal() }),
    beginWorld({ ...anInput, holdDown: aHoldDown }),
  ])
  const lost = (reached: ReadonlySet<string>) =>
    [...graph.worlds].filter(([key]) => !reached.has(key)).map(([, { snapshot }]) => pathOf(snapshot))

  it('is reached through every state of the machine', () => {
    const states = new Set([...graph.worlds.values()].map(stateOf))

    expect([...states].sort()).toEqual(Object.keys(compromisedPrincipal.states).sort())
    expect(graph.worlds.size).toBeGreaterThan(1_000)
  })

  it('keeps every rule of the playbook', () => {
    expect(graph.broken).toEqual([])
  })

  it('is moved by nothing that people say beside the questions: "yes, it was me" decides nothing anywhere', () => {
    const moved = [...graph.worlds.values()].flatMap((world) =>
      said.filter((event) => {
        const { changed, effects, armed, cancelled, snapshot } = advance(compromisedPrincipal, world.snapshot, event)
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
})
