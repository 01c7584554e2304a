import { setup } from 'xstate'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { liveTiming } from '../../../playbooks/stages/timing.js'
import { incidentEventSchema } from '../../../src/domain/incident-event.js'
import { ANYWHERE, describeMachine } from '../../../src/engine/describe-machine.js'
import { inWords } from '../../../src/engine/in-words.js'

const top = describeMachine('compromised-principal', compromisedPrincipal)
const all = describeMachine('compromised-principal', compromisedPrincipal, { subStates: true })
const state = (id: string) => top.states.find((one) => one.id === id)
const ways = (from: string, to: string | null) => top.transitions.filter((way) => way.from === from && way.to === to)

describe('the states of a description', () => {
  it('are those of the machine, in the order in which they are written', () => {
    expect(top.states.map(({ id }) => id)).toEqual(Object.keys(compromisedPrincipal.states))
    expect([top.name, top.version]).toEqual(['compromised-principal', '1'])
  })

  it('say where it starts and where it ends', () => {
    const kinds = (kind: string) => top.states.filter((one) => one.kind === kind).map(({ id }) => id)
    expect(kinds('initial')).toEqual(['investigating'])
    expect(kinds('final')).toEqual(['refused', 'denied', 'heldDown', 'closed'])
  })

  it('list what is ordered on entering, of the sub-states too, with what it is about', () => {
    expect(state('tampered')?.orders).toEqual([
      { kind: 'notify', about: 'tampered' },
      { kind: 'reputBlock', about: null },
    ])
    expect(state('verifying')?.orders).toEqual([
      { kind: 'reputBlock', about: null },
      { kind: 'checkBlock', about: 'soak' },
    ])
    expect(state('awaitingRestoreApproval')?.orders).toContainEqual({ kind: 'askApproval', about: 'restore' })
  })

  it('tell of a state with sub-states what all of them order and wait for', () => {
    expect(state('needsHuman')).toMatchObject({
      timeouts: ['humanReminder', 'watchInterval'],
      orders: [
        { kind: 'notify', about: 'needsHuman' },
        { kind: 'checkBlock', about: 'watch' },
      ],
    })
    expect(all.states.filter(({ parent }) => parent === 'needsHuman').map(({ id, kind }) => [id, kind])).toEqual([
      ['needsHuman.waiting', 'initial'],
      ['needsHuman.checking', 'normal'],
    ])
  })

  it('list the waits by name, and what goes on at the same time', () => {
    expect(state('awaitingApproval')?.timeouts).toEqual(['approvalReminder', 'approvalExpiry', 'evidenceRefresh'])
    expect(state('awaitingRestoreApproval')?.regions).toEqual(['question', 'watch'])
    expect(state('blocking')?.regions).toEqual([])
  })
})

describe('the transitions of a description', () => {
  it('name the event, the guard and what is remembered; orders stand apart', () => {
    expect(ways('verifying', 'contained')).toEqual([
      {
        from: 'verifying',
        to: 'contained',
        on: 'BLOCK_OBSERVED',
        guard: 'soakIsOver',
        actions: ['addSoakObservation'],
        orders: [
          { kind: 'notify', about: 'contained' },
          { kind: 'writeReport', about: null },
        ],
        says: null,
      },
    ])
  })

  it('name a wait by its name, and say the sentence that the incident then gives', () => {
    expect(ways('awaitingApproval', 'needsHuman')).toEqual([
      expect.objectContaining({ on: 'after approvalExpiry', says: expect.stringContaining('Nobody decided') }),
    ])
  })

  it('have no target where the incident stays, and their own where it enters the state again', () => {
    expect(ways('awaitingApproval', null).map(({ on }) => on)).toEqual(['APPROVED', 'after approvalReminder'])
    expect(ways('needsHuman', 'needsHuman').map(({ on }) => on)).toEqual(['after humanReminder'])
  })

  it('of the whole machine come from anywhere', () => {
    expect(ways(ANYWHERE, 'needsHuman')).toContainEqual(
      expect.objectContaining({ on: 'EFFECT_FAILED', guard: 'stageFailed' }),
    )
  })

  it('between sub-states are folded away, and out of one are drawn from its top state', () => {
    const inside = all.transitions.filter(({ from }) => from === 'verifying.waiting')
    expect(inside.map(({ to, on }) => [to, on])).toEqual([
      ['awaitingRestoreApproval', 'RESTORE_REQUESTED'],
      ['verifying.checking', 'after nextSoakCheck'],
    ])
    expect(ways('verifying', 'verifying')).toEqual([])
    expect(all.states.find(({ id }) => id === 'verifying.checking')).toMatchObject({ parent: 'verifying' })
    expect(ways('needsHuman', 'tampered').map(({ on, guard }) => [on, guard])).toEqual([
      ['BLOCK_OBSERVED', 'policyIsOff'],
    ])
    expect(ways('investigating', 'heldDown').map(({ on, guard }) => [on, guard])).toEqual([['always', 'isHeldDown']])
  })

  it('are on events that exist, on waits that the timing knows, or on none', () => {
    const events = incidentEventSchema.options.map((option) => option.shape.type.value).map(String)
    const named = Object.keys(liveTiming).map((name) => `after ${name.replace(/s?Ms$/, '')}`)
    const ofQuestions = ['approval', 'restore'].flatMap((name) => [`after ${name}Reminder`, `after ${name}Expiry`])
    const waits = [...named, ...ofQuestions]
    for (const { on } of all.transitions) {
      expect([...events, ...waits, 'after nextSoakCheck', 'after confirmationBudget', 'always']).toContain(on)
    }
  })

  it('lead to states that are described', () => {
    for (const description of [top, all]) {
      const known = description.states.map(({ id }) => id)
      for (const { from, to } of description.transitions) {
        expect([...known, ANYWHERE]).toContain(from)
        if (to !== null) expect(known).toContain(to)
      }
    }
  })
})

describe('a description', () => {
  it('changes with the machine: it is read from what runs', () => {
    const machine = setup({}).createMachine({
      id: 'small',
      initial: 'here',
      states: { here: { on: { GO: 'there' } }, there: { type: 'final' } },
    })
    expect(describeMachine('a-playbook', machine)).toMatchObject({
      name: 'a-playbook',
      version: '',
      states: [
        { id: 'here', kind: 'initial', orders: [], timeouts: [] },
        { id: 'there', kind: 'final' },
      ],
      transitions: [{ from: 'here', to: 'there', on: 'GO', guard: null }],
    })
  })

  it('refuses an order that is no effect, rather than drawing what could not run', () => {
    const machine = setup({ actions: { request: (_, _order: { kind: string }) => {} } }).createMachine({
      id: 'wrong',
      initial: 'here',
      states: { here: { entry: { type: 'request', params: { kind: 'deleteEverything' } } } },
    })
    expect(() => describeMachine('a-playbook', machine)).toThrow()
  })
})

describe('names in words', () => {
  it.each([
    ['awaitingRestoreApproval', 'awaiting restore approval'],
    ['EVIDENCE_COLLECTED', 'evidence collected'],
    ['verifying.checking', 'verifying checking'],
    ['after approvalExpiry', 'after approval expiry'],
  ])('%s is %s', (name, words) => {
    expect(inWords(name)).toBe(words)
  })
})
