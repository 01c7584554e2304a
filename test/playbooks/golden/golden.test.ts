import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { incidentSnapshotSchema, topState } from '../../../src/domain/incident.js'
import { advance, type TimerEvent } from '../../../src/engine/advance.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { goldenMoves } from './golden-journeys.js'

const goldenSchema = incidentSnapshotSchema.extend({ timers: z.array(z.string().startsWith('xstate.after.')) })
const folder = fileURLToPath(new URL('compromised-principal@1/', import.meta.url))
const goldens = readdirSync(folder).map((file) => {
  const { timers, ...snapshot } = goldenSchema.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')))
  return { name: file.replace(/\.json$/, ''), timers, snapshot }
})

describe('incidents that version 1 of compromised-principal has stored', () => {
  it('are kept for every state of the machine', () => {
    const states = new Set(goldens.map(({ snapshot }) => topState(snapshot.value)))

    expect([...states].sort()).toEqual(Object.keys(compromisedPrincipal.states).sort())
  })

  it.each(goldens)('$name is restored as it was: what means little to it moves nothing', ({ snapshot }) => {
    const step = advance(compromisedPrincipal, snapshot, happens.findingJoined)

    const joinedFindings = snapshot.status === 'done' ? 0 : 1
    expect(step.snapshot).toEqual({ ...snapshot, context: { ...snapshot.context, joinedFindings } })
    expect(step.effects).toEqual([])
  })

  it.each(goldens.filter(({ snapshot }) => snapshot.status === 'active'))(
    '$name goes where it always went',
    ({ name, snapshot }) => {
      const [event, state] = goldenMoves[name] ?? []
      if (event === undefined) throw new Error(`No move is written down for ${name}.`)

      expect(advance(compromisedPrincipal, snapshot, event).state).toBe(state)
    },
  )

  it.each(goldens.flatMap(({ snapshot, timers }) => timers.map((timer) => [timer, snapshot] as const)))(
    'the stored wait %s still leads on: a renamed state would orphan it',
    (timer, snapshot) => {
      const event: TimerEvent = { type: `xstate.after.${timer.replace('xstate.after.', '')}` }

      expect(advance(compromisedPrincipal, snapshot, event).changed).toBe(true)
    },
  )
})
