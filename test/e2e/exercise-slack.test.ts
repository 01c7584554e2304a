import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { controls } from '../../integrations/slack/controls.js'
import { patientStarter } from '../support/exercises/patient-starter.js'
import { cliFolder, removeCliFolders, runCli } from '../support/run-cli.js'
import { ExerciseLab } from '../support/slack/exercise-lab.js'

const { actions, fields } = controls

async function patientFile(): Promise<string> {
  const file = join(await cliFolder(), 'starter.yaml')
  writeFileSync(file, patientStarter())
  return file
}

const resultSchema = z.object({
  players: z.string(),
  end: z.object({ kind: z.string() }),
  objectives: z.array(z.object({ id: z.string(), met: z.boolean() })),
  injects: z.array(z.object({ id: z.string(), met: z.boolean() })),
  path: z.object({ actual: z.array(z.string()), asExpected: z.boolean() }),
  metrics: z.object({ unauthorisedAttempts: z.number() }),
  liveAwsCalls: z.number(),
  record: z.string(),
  report: z.object({ markdown: z.string() }),
})
const decisionSchema = z.object({
  kind: z.literal('DECISION'),
  by: z.string(),
  decision: z.string(),
  question: z.string(),
  result: z.string(),
})
const recordSchema = z.object({ events: z.array(z.looseObject({ kind: z.string() })) })

function resultOf(printed: string) {
  const result = resultSchema.parse(JSON.parse(printed))
  const { events } = recordSchema.parse(JSON.parse(readFileSync(result.record, 'utf8')))
  return { result, decisions: events.flatMap((event) => decisionSchema.safeParse(event).data ?? []) }
}

/** What must be the same however it is played; times are not. */
function outcome(printed: string) {
  const { result, decisions } = resultOf(printed)
  const { injects, path, liveAwsCalls, end } = result
  return { injects: injects.map(({ id, met }) => ({ id, met })), path, liveAwsCalls, end, decisions }
}

describe('an exercise that people play in Slack', () => {
  let exercise: string
  let lab: ExerciseLab
  beforeAll(async () => {
    exercise = await patientFile()
    lab = await ExerciseLab.start({ exercise, cast: { approver: 'ana', responder: 'ben' }, timeScale: 30 })
  }, 120_000)
  afterAll(async () => {
    await lab.close()
    await removeCliFolders()
  })

  it('is decided on the real card, answered in modals, and refused to others; its record is that of the terminal', async () => {
    const [ana, ben, eve] = [lab.person('ana'), lab.person('ben'), lab.person('eve')]
    await lab.message(/Nothing here reaches a live account.*The facilitator.*played by the script/)
    expect((await ben.type('exercise')).text).toContain('You play The responder.')
    expect((await eve.type('exercise ask How did they get in?')).text).toContain('You can watch it in its thread.')
    expect((await ben.type('exercise ask How did they get in? By IMDSv1?')).text).toContain('something came to light')

    const card = await lab.message(/Approval needed: block role web-shop/, actions.approve)
    expect(JSON.stringify(card)).toContain('EXERCISE')
    const pressure = await lab.message(/manager is worried/, actions.exerciseAnswer)
    expect(await eve.press(pressure, actions.exerciseAnswer, 500)).toBeNull()
    expect(lab.workspace.whispersTo('eve').at(-1)).toMatch(/played by those who were named/)
    expect(await ben.press(pressure, actions.exerciseAnswer, 500)).toBeNull()
    expect(lab.workspace.whispersTo('ben').at(-1)).toMatch(/put to The approver. You play The responder/)
    const answer = await ana.press(pressure, actions.exerciseAnswer)
    const said = {
      [fields.exerciseText]: 'Running servers go on selling.',
      [fields.exerciseChoice]: { chosen: 'approve' },
    }
    expect((await ana.submit(answer ?? {}, said)).text).toContain('Your answer is taken.')

    const ofEve = await eve.press(card, actions.approve)
    expect((await eve.submit(ofEve ?? {}, { [fields.reason]: 'I want to decide this.' })).text).toContain('Refused')
    const decided = await ana.decide(card, actions.approve, 'The session is used from an address that is not ours.')
    expect(decided.text).toContain('Approved.')
    // The block soaks now.
    const scripted = runCli(['exercise', 'run', exercise, '--time-scale', '0', '--player', 'good', '--json'])

    const question = await lab.message(/What does the block do/, actions.exerciseAnswer)
    const asked = await ben.press(question, actions.exerciseAnswer)
    const words = 'The web servers are denied as well. Rotate shop/db, enforce IMDSv2 and patch the image resizer.'
    expect((await ben.submit(asked ?? {}, { [fields.exerciseText]: words })).text).toContain('Your answer is taken.')
    expect(await lab.ended).toBe(0)

    const terminal = await scripted
    expect(outcome(lab.printed)).toEqual(outcome(terminal.stdout))
    const { result } = resultOf(lab.printed)
    expect(result).toMatchObject({ players: 'people', liveAwsCalls: 0, path: { asExpected: true } })
    // Whoever is not in the cast and presses all the same acts beyond their role: the card itself refused and recorded it.
    expect(result.metrics.unauthorisedAttempts).toBe(1)
    const missed = result.objectives.filter(({ met }) => !met).map(({ id }) => id)
    expect(missed).toEqual(['roles'])
  }, 150_000)

  it('says in the channel how it came out and where the report is, which is there', async () => {
    const { result } = resultOf(lab.printed)
    const end = await lab.message(/The exercise is over: 6 of 7 objectives met, 3 of 3 injects/)
    const text = JSON.stringify(end)
    expect(text).toMatch(/\*MISSED\* Nobody acts beyond their role/)
    expect(text).toMatch(/\*Live AWS calls\*\\n0/)
    expect(text).toContain(result.report.markdown)
    expect(readFileSync(result.report.markdown, 'utf8')).toContain('EXERCISE')
  })

  it('says EXERCISE in every message, has no button left that does something, and sent Slack no secret', async () => {
    for (const message of await lab.messages()) {
      expect(message.text).toMatch(/^EXERCISE/)
      expect(JSON.stringify(message.blocks)).toContain('EXERCISE')
      for (const action of [actions.approve, actions.exerciseAnswer, actions.exerciseAsk])
        expect(JSON.stringify(message.blocks)).not.toContain(`"${action}"`)
    }
    const sent = lab.workspace.calls.map(({ body }) => decodeURIComponent(body.replaceAll('+', ' '))).join('\n')
    expect(sent).toContain('web-shop')
    expect(sent).not.toMatch(/\b(AKIA|ASIA)[A-Z0-9]{16}\b/)
  })
})
