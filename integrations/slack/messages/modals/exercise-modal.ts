import type { InputBlock, ModalView } from '@slack/types'
import { controls } from '../../controls.js'
import type { ExerciseChoice, ExerciseForm, ExerciseFormKind } from '../../exercise-desk.js'
import { modal } from '../fit/fit-view.js'
import { limits } from '../fit/limits.js'
import { chosen, context, type Part, plain, section, typed } from '../fit/parts.js'
import { bold, mrkdwn, sentence } from '../text/mrkdwn.js'
import { localTime } from '../text/people-and-times.js'

const words: Readonly<
  Record<ExerciseFormKind, { title: string; submit: string; choice: string; text: string; hint: string }>
> = {
  answer: {
    title: 'EXERCISE: answer',
    submit: 'Answer',
    choice: 'What will you do?',
    text: 'What do you say?',
    hint: 'It is scored, and stands in the report.',
  },
  ask: {
    title: 'EXERCISE: ask',
    submit: 'Ask',
    choice: '',
    text: 'What do you want to know?',
    hint: 'The right question brings to light what nobody knows yet.',
  },
  lead: {
    title: 'EXERCISE: lead',
    submit: 'Do it',
    choice: 'What is to happen now?',
    text: 'Why?',
    hint: 'Needed for the end alone.',
  },
}

const { exerciseText, exerciseChoice, exerciseRole } = controls.fields

/** What somebody does in an exercise, under one of their roles. What it says of the file is text, whoever wrote the file. */
export function exerciseModal(form: ExerciseForm): ModalView {
  const { kind, title, about, until, roles, choices } = form
  const { title: named, submit, choice, text, hint } = words[kind]
  const isLeading = kind === 'lead'
  return modal({
    callbackId: controls.modals.exercise,
    title: named,
    submit,
    close: 'Go back',
    memory: '',
    parts: [
      ...(title === null ? [] : [section(bold(sentence(title, 300)))]),
      ...about.map((paragraph) => section(sentence(paragraph, 2_500))),
      ...(until === null ? [] : [context(mrkdwn`It counts until ${localTime(until)}.`)]),
      ...(roles.length > 1 ? [chosen(exerciseRole, 'As whom?', roles)] : []),
      ...choiceField(choice, choices),
      textField(text, hint, isLeading),
    ],
  })
}

/** Slack takes ten radio buttons, and a hundred options of a list. */
function choiceField(label: string, choices: readonly ExerciseChoice[]): Part[] {
  if (choices.length === 0) return []
  if (choices.length <= limits.options) return [chosen(exerciseChoice, label, choices)]
  const options = choices.slice(0, limits.selectOptions).map(({ value, text, description }) => ({
    value,
    text: plain(text),
    ...(description === undefined ? {} : { description: plain(description) }),
  }))
  const element = {
    type: 'static_select' as const,
    action_id: exerciseChoice,
    placeholder: plain('Choose one'),
    options,
  }
  return [{ type: 'input', block_id: exerciseChoice, label: plain(label), element }]
}

function textField(label: string, hint: string, isOptional: boolean): InputBlock {
  const field = typed({ id: exerciseText, label, hint, isLong: true, least: isOptional ? 0 : 2, most: 2_000 })
  return isOptional ? { ...field, optional: true } : field
}
