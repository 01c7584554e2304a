import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { incidentSnapshotSchema, topState } from '../../../src/domain/incident.js'
import { advance, type TimerEvent } from '../../../src/engine/advance.js'
import { happens } from '../../support/fixtures/incident-events.js'
import { byName } from '../playbooks-under-test.js'

const goldenSchema = incidentSnapshotSchema.extend({ timers: z.array(z.string().startsWith('xstate.after.')) })

function goldensOf(name: string, version: string) {
  const folder = fileURLToPath(new URL(`${name}@${version}/`, import.meta.url))
  return readdirSync(folder).map((file) => {
    const { timers, ...snapshot } = goldenSchema.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')))
    return { name: file.replace(/\.json$/, ''), timers, snapshot }
  })
}

describe.each(byName)(
  'incidents that the current version of %s has stored',
  (playbook, { version, machine, moves }) => {
    const goldens = goldensOf(playbook, version)

    it('are kept for every state of the machine', () => {
      const states = new Set(goldens.map(({ snapshot }) => topState(snapshot.value)))

      expect([...states].sort()).toEqual(Object.keys(machine.states).sort())
    })

    it.each(goldens)('$name is restored as it was: what means little to it moves nothing', ({ snapshot }) => {
      const step = advance(machine, snapshot, { ...happens.findingJoined, trusted: false })

      const joinedFindings = snapshot.context.joinedFindings + (snapshot.status === 'done' ? 0 : 1)
      expect(step.snapshot).toEqual({ ...snapshot, context: { ...snapshot.context, joinedFindings } })
      expect(step.effects).toEqual([])
    })

    it.each(goldens.filter(({ snapshot }) => snapshot.status === 'active'))(
      '$name goes where it always went',
      ({ name, snapshot }) => {
        const [event, state] = moves[name] ?? []
        if (event === undefined) throw new Error(`No move is written down for ${name}.`)

        expect(advance(machine, snapshot, event).state).toBe(state)
      },
    )

    it.each(goldens.flatMap(({ snapshot, timers }) => timers.map((timer) => [timer, snapshot] as const)))(
      'the stored wait %s still leads on: a renamed state would orphan it',
      (timer, snapshot) => {
        const event: TimerEvent = { type: `xstate.after.${timer.replace('xstate.after.', '')}` }

        expect(advance(machine, snapshot, event).changed).toBe(true)
      },
    )
  },
)
