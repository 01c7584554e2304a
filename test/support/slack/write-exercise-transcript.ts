/** Plays an exercise through Slack's emulator and keeps what stood there: node scripts/run-ts.mjs test/support/slack/write-exercise-transcript.ts docs/exercise-slack-transcript.md */
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { controls } from '../../../integrations/slack/controls.js'
import { removeCliFolders } from '../run-cli.js'
import type { StandingMessage } from './emulated-workspace.js'
import { ExerciseLab } from './exercise-lab.js'
import { lineOf } from './transcript.js'

const { actions, fields } = controls
const cast = { approver: 'ana', responder: 'ben' }
const lab = await ExerciseLab.start({ exercise: 'starter-instance-credentials', cast, timeScale: 10 })
const steps: string[] = []
const answerSchema = z.union([
  z.object({ view: z.object({ blocks: z.array(z.object({ text: z.object({ text: z.string() }) })) }) }),
  z.object({ text: z.string() }),
])

const blockSchema = z.object({
  text: z.object({ text: z.string() }).optional(),
  fields: z.array(z.object({ text: z.string() })).optional(),
  elements: z.array(z.object({ text: z.union([z.string(), z.object({ text: z.string() })]).optional() })).optional(),
})

try {
  await play()
  writeFileSync(process.argv[2] ?? 'docs/exercise-slack-transcript.md', await page())
} finally {
  await lab.close()
  await removeCliFolders()
}

async function play(): Promise<void> {
  const [ana, ben, eve] = [lab.person('ana'), lab.person('ben'), lab.person('eve')]
  await lab.message(/Who plays what/)
  const question = 'exercise ask How did somebody get the credentials? Is IMDSv2 enforced?'
  step('Ben', `types \`/tourniquet ${question}\``, saidIn((await ben.type(question)).text))
  const card = await lab.message(/Approval needed: block role web-shop/, actions.approve)
  const pressure = await lab.message(/manager is worried/, actions.exerciseAnswer)
  await eve.press(pressure, actions.exerciseAnswer, 500)
  step('Eve', 'presses *Answer...*, and plays nobody', lab.workspace.whispersTo('eve').at(-1) ?? '')
  const form = await ana.press(pressure, actions.exerciseAnswer)
  const words = 'New servers cannot start for some minutes; running ones go on selling.'
  const said = { [fields.exerciseText]: words, [fields.exerciseChoice]: { chosen: 'approve' } }
  step(
    'Ana',
    `presses *Answer...*, chooses *Approve the block* and writes “${words}”`,
    saidIn((await ana.submit(form ?? {}, said)).text),
  )
  const reason = 'The session is used from an address that is not ours.'
  const decided = await ana.decide(card, actions.approve, reason)
  step('Ana', `presses *Approve: block web-shop* on the card, and gives the reason “${reason}”`, saidIn(decided.text))
  const asked = await lab.message(/What does the block do/, actions.exerciseAnswer)
  const answer = 'The web servers are denied as well. Rotate shop/db, enforce IMDSv2 and patch the image resizer first.'
  const sent = await ben.submit((await ben.press(asked, actions.exerciseAnswer)) ?? {}, {
    [fields.exerciseText]: answer,
  })
  step('Ben', `answers “${answer}”`, saidIn(sent.text))
  await lab.ended
}

function step(who: string, did: string, told: string): void {
  steps.push(`${who} ${did}. Told: ${lineOf({ text: told })}`)
}

/** What somebody was told in the place of their form, or under their command. */
function saidIn(answer: string): string {
  const read = answerSchema.parse(JSON.parse(answer))
  return 'text' in read ? read.text : read.view.blocks.map(({ text }) => text.text).join(' ')
}

async function page(): Promise<string> {
  const [head] = await lab.workspace.history('exercises')
  const thread = head === undefined ? [] : (await lab.workspace.thread('exercises', head.ts)).slice(1)
  const cards = (await lab.messages()).filter((one) => /not AWS/.test(one.text))
  return `# An exercise, as it was played in Slack

One run of \`tourniquet exercise run starter-instance-credentials --slack … --as approver=… --as responder=…\` against the emulator of
Slack and the simulated account, ten times as fast as a clock: Ana plays the approver, Ben the responder, and the script of the file
the facilitator. [exercises.md](exercises.md) has how to play one. Written by \`test/support/slack/write-exercise-transcript.ts\`.

## The headline, at the end

${bodyOf(head)}

## What people did

${steps.map((text, index) => `${index + 1}. ${named(text)}`).join('\n')}

## The thread of the exercise, at the end

${thread.map((message) => bodyOf(message)).join('\n\n')}

## The cards of the incident

The product's own, in a thread of their own: these are the lines that notifications show and screen readers say
([slack-transcript.md](slack-transcript.md) has another incident's).

${cards.map((message, index) => `${index + 1}. ${named(lineOf(message))}`).join('\n')}
`
}

/** A message as a quotation, one block a line. Who made it of the file says EXERCISE first. */
function bodyOf(message: StandingMessage | undefined): string {
  const texts = (message?.blocks ?? []).flatMap((block) => {
    const { text, fields: columns, elements } = blockSchema.parse(block)
    const small = (elements ?? []).flatMap(({ text: one }) =>
      typeof one === 'string' ? [one] : one === undefined ? [] : [`[${one.text}]`],
    )
    return [...(text === undefined ? [] : [text.text]), ...(columns ?? []).map((one) => one.text), ...small]
  })
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => named(lineOf({ text: line })))
  return lines
    .map((line) => (line.startsWith('• ') ? `> - ${line.slice(2)}` : `>\n> ${line}`))
    .join('\n')
    .replace(/^>\n/, '')
}

/** What is bold in Slack, and what is code, in Markdown: nothing is escaped in code. */
function asMarkdown(text: string): string {
  return text.replace(/\\\*(.+?)\\\*/g, '**$1**').replace(/`[^`]*`/g, (span) => span.replaceAll('\\', ''))
}

/** Ids of members, and where things were kept, are of the emulator and of one machine. */
function named(text: string): string {
  const names = ['ana', 'ben', 'eve', 'cy']
  const shown = names.reduce((before, name) => before.replaceAll(lab.workspace.user(name), name), text)
  return asMarkdown(shown.replaceAll(lab.out, 'tourniquet-exercises'))
}
