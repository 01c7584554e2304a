import { createMachine, emit, fromPromise, log, raise, spawnChild } from 'xstate'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { advance, begin, UndecodableIncidentError } from '../../../src/engine/advance.js'
import { after, evidenceDigest, happens } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anUnresolvedPrincipal } from '../../support/fixtures/principals.js'
import { aHoldDown } from '../../support/fixtures/timings.js'
import { anInput, playToEnd, stored } from '../../support/play.js'

const machine = compromisedPrincipal
const at = (events: readonly journeys.Happening[]) => stored(playToEnd(events).step.snapshot)
const context = begin(machine, anInput).snapshot.context

describe('begin', () => {
  it('orders the first work and arms its deadline', () => {
    const step = begin(machine, anInput)

    expect(step).toMatchObject({
      state: 'investigating',
      changed: true,
      effects: [{ kind: 'collectEvidence', principal: anInput.principal }],
      armed: [
        {
          name: 'xstate.after.evidenceBudget.incident.investigating.collecting',
          event: 'xstate.after.evidenceBudget.incident.investigating.collecting',
          delayMs: 11_000,
        },
      ],
      cancelled: [],
    })
  })

  it('orders nothing for what is over as it begins', () => {
    const step = begin(machine, { ...anInput, holdDown: aHoldDown })

    expect(step).toMatchObject({ state: 'heldDown', armed: [], snapshot: { status: 'done' } })
    expect(step.effects.map(({ kind }) => kind)).toEqual(['notify', 'writeReport'])
  })

  it('does not arm the wait of a state that was only passed through', () => {
    const { state, armed } = begin(machine, { ...anInput, principal: anUnresolvedPrincipal() })

    expect(state).toBe('unresolved')
    expect(armed.map(({ name }) => name)).toEqual(['xstate.after.humanReminder.incident.unresolved'])
  })
})

describe('advance', () => {
  it('starts where the incident is: the beginning is not played again, which has no input by then', () => {
    let beginnings = 0
    const counting = createMachine({
      context: () => {
        beginnings += 1
        return context
      },
      initial: 'investigating',
      states: { investigating: { on: { EVIDENCE_COLLECTED: 'planning' } }, planning: {} },
    })
    const { snapshot } = begin(counting, anInput)
    beginnings = 0
    const { state } = advance(counting, snapshot, { type: 'EVIDENCE_COLLECTED', evidenceDigest })

    expect({ state, beginnings }).toEqual({ state: 'planning', beginnings: 0 })
  })

  it('ignores an event that means nothing where the incident is', () => {
    const before = at(journeys.planning)

    const step = advance(machine, before, happens.retryRequested)

    expect(step).toEqual({ snapshot: before, state: 'planning', changed: false, effects: [], armed: [], cancelled: [] })
  })

  it('counts a reminder as something that happened, although nothing is remembered of it', () => {
    const before = at(journeys.awaitingApproval)

    const step = advance(machine, before, after('approvalReminder', 'awaitingApproval'))

    expect(step.changed).toBe(true)
    expect(step.snapshot).toEqual(before)
    expect(step.effects).toEqual([{ kind: 'notify', topic: 'reminder', reason: '' }])
  })

  it('does nothing with an incident that is over, whatever the machine answers everywhere else', () => {
    const before = at([...journeys.lastLook, happens.restoreConfirmed])

    for (const event of [happens.failed('removeBlock'), happens.findingJoined, happens.blockApplied]) {
      expect(advance(machine, before, event)).toMatchObject({ snapshot: before, changed: false, effects: [] })
    }
  })

  it('turns waits into timers by name, and cancels them when their state is left', () => {
    const asked = advance(machine, at(journeys.planning), happens.planPrepared())
    const approved = advance(machine, asked.snapshot, happens.approved())

    expect(asked.cancelled).toEqual(['xstate.after.planningBudget.incident.planning'])
    expect(asked.armed.map(({ name, delayMs }) => [name, delayMs])).toEqual([
      ['xstate.after.approvalReminder.incident.awaitingApproval', 7_000],
      ['xstate.after.approvalExpiry.incident.awaitingApproval', 14_000],
      ['xstate.after.evidenceRefresh.incident.awaitingApproval.waiting', 11_500],
    ])
    expect(approved.cancelled.toSorted()).toEqual(asked.armed.map(({ name }) => name).toSorted())
  })

  it('arms a wait again when its state is entered again', () => {
    const names = [
      'xstate.after.humanReminder.incident.needsHuman',
      'xstate.after.watchInterval.incident.needsHuman.waiting',
    ]

    const step = advance(machine, at(journeys.gotThrough), after('humanReminder', 'needsHuman'))

    expect(step.cancelled.toSorted()).toEqual(names)
    expect(step.armed.map(({ name, delayMs }) => [name, delayMs])).toEqual([
      [names[0], 19_000],
      [names[1], 16_000],
    ])
  })

  it('counts the looks of a soak from its start', () => {
    const first = advance(machine, at(journeys.blocking), happens.blockApplied)
    const second = at([...journeys.firstSoakCheck])
    const step = advance(machine, second, journeys.lastSoakCheck.at(-2) ?? happens.noticeSent)

    expect([first, step].map(({ armed }) => armed.map(({ delayMs }) => delayMs))).toEqual([[5_000], [4_500]])
  })

  it('gives the same step for the same snapshot and event, and leaves both as they were', () => {
    const before = at(journeys.awaitingApproval)
    const event = happens.approved()
    const copies = structuredClone({ before, event })

    const steps = [advance(machine, before, event), advance(machine, before, event)]

    expect(steps[0]).toEqual(steps[1])
    expect({ before, event }).toEqual(copies)
  })

  it('remembers in JSON only: what is stored comes back the same', () => {
    const { snapshot } = advance(machine, at([]), happens.evidenceCollected)

    expect(stored(snapshot)).toEqual(snapshot)
    expect(snapshot.context.evidenceDigest).toBe(evidenceDigest)
  })

  it.each([
    ['a state that the machine does not have', 'quarantined'],
    ['a sub-state that the machine does not have', { verifying: 'resting' }],
    ['no state at all', null],
    ['something that is no state', 7],
  ])('cannot decode %s, and says which state', (_, value) => {
    const undecodable = () => advance(machine, { value, status: 'active', context }, happens.evidenceCollected)

    expect(undecodable).toThrow(UndecodableIncidentError)
    expect(undecodable).toThrow(`The playbook has no state ${JSON.stringify(value)}.`)
  })
})

describe('a machine that does more than order and wait', () => {
  const base = { context, initial: 'one', states: { one: {} } } as const

  it.each([
    ['xstate.log', createMachine({ ...base, entry: log('hello') })],
    ['xstate.emit', createMachine({ ...base, entry: emit({ type: 'hello' }) })],
    ['xstate.spawnChild', createMachine({ ...base, entry: spawnChild(fromPromise(async () => 'done')) })],
    ['xstate.spawnChild', createMachine({ ...base, invoke: { src: fromPromise(async () => 'done') } })],
    ['pageSomebody', createMachine({ ...base, entry: 'pageSomebody' })],
    ['callSomebody', createMachine({ ...base, entry: function callSomebody() {} })],
  ])('is refused by the name of the action: %s', (name, foreign) => {
    expect(() => begin(foreign, anInput)).toThrow(`it asked for the action "${name}".`)
  })

  it('is refused where it delays an event of its own, which would outlive its state', () => {
    const foreign = createMachine({ ...base, entry: raise({ type: 'LATER' }, { delay: 5, id: 'later' }) })

    expect(() => begin(foreign, anInput)).toThrow('xstate.after.')
  })

  it('is refused where it orders what no worker knows', () => {
    const order = { type: 'request', params: { kind: 'deleteRole', roleName: 'ci-deploy' } }
    const foreign = createMachine({ ...base, entry: order })

    expect(() => begin(foreign, anInput)).toThrow('kind')
  })
})
