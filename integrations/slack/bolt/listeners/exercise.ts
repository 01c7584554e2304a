import { cleanText } from '../../../../src/domain/clean-text.js'
import { controls } from '../../controls.js'
import type { ExerciseFormKind, ExerciseSent, ExerciseWish } from '../../exercise-desk.js'
import { inTime } from '../in-time.js'
import type { ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { saysSomething } from '../visible-text.js'
import { onPress } from './button-press.js'
import { type Fields, type Order, onSubmission } from './modal-submission.js'
import { openModal } from './open-modal.js'
import { notOurs, type Opening } from './requests.js'

/** What a button of an exercise holds: its run, and of an inject's button the inject, `run_0a1b2c3d4e5f/shop`. */
const VALUE = /^(run_[0-9a-f]{12})(?:\/([A-Za-z][\w-]{0,39}))?$/

/** "Answer...", "Ask the facilitator...", "Lead...": each opens its form. */
export function onExerciseButton(kit: ListenerKit, kind: ExerciseFormKind) {
  return onPress(kit, `the button of an exercise (${kind})`, async (press) => {
    const wish = wishOf(kind, press.value)
    if (wish === null) return kit.refuseAside(press.actor, press.aside, 'its value names no exercise')
    await openExerciseForm(kit, press, wish)
  })
}

function wishOf(kind: ExerciseFormKind, value: string | undefined): ExerciseWish | null {
  const [, run, inject] = VALUE.exec(value ?? '') ?? []
  if (run === undefined) return null
  if (kind !== 'answer') return { kind, run }
  return inject === undefined ? null : { kind, run, inject }
}

/** Also what `/tourniquet exercise ask` and `exercise lead` open. What is on the form is read from the run, which is in memory. */
export async function openExerciseForm(kit: ListenerKit, opening: Opening, wish: ExerciseWish): Promise<void> {
  const { desk, clock, builders } = kit.settings
  const { actor, aside } = opening
  const read = await inTime(clock, kit.answerWithinMs, desk.exerciseForm(actor, wish))
  if (read.kind === 'failed') throw read.error
  if (read.kind === 'late') return kit.whisper(aside, 'The exercise does not answer now. Try again.')
  const form = read.value
  if ('outcome' in form) return kit.whisper(aside, form.text)
  const { channel, threadTs } = aside
  const memory = modalMemory.exercise.write({
    channel,
    threadTs,
    kind: form.kind,
    run: form.run,
    inject: form.inject,
  })
  await openModal(kit, opening, controls.modals.exercise, memory, builders.exerciseModal(form))
}

export function onExerciseModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of an exercise', (actor, view, fields): Order => {
    const memory = modalMemory.exercise.read(view.private_metadata)
    if (memory === null) return notOurs(actor.userId)
    const { channel, threadTs, kind, run, inject } = memory
    const errors = problemsOf(kind, fields)
    if (errors !== null) return { kind: 'wrong', errors }
    const sent: ExerciseSent = { kind, run, inject, ...saidIn(fields) }
    return {
      kind: 'do',
      aside: { userId: actor.userId, channel, threadTs },
      work: () => kit.settings.desk.exerciseSent({ ...actor, channelId: channel }, sent),
      unsure: 'The thread of the exercise shows whether it was taken.',
    }
  })
}

const { exerciseText, exerciseChoice, exerciseRole } = controls.fields

/** Only who leads may leave the text empty: to most of what they do nothing has to be said. */
function problemsOf(kind: ExerciseFormKind, fields: Fields): Record<string, string> | null {
  const text = fields.get(exerciseText)
  if (kind === 'lead' || saysSomething(text?.text ?? '')) return null
  return { [text?.block ?? exerciseText]: 'Write at least two characters that can be seen.' }
}

function saidIn(fields: Fields): Pick<ExerciseSent, 'role' | 'choice' | 'text'> {
  const chosen = (field: string) => fields.get(field)?.text || null
  return {
    role: chosen(exerciseRole),
    choice: chosen(exerciseChoice),
    text: cleanText(fields.get(exerciseText)?.text ?? ''),
  }
}
