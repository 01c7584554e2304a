import type { Button } from '@slack/types'
import { controls } from '../../controls.js'
import type { ExerciseOverview } from '../../exercise-desk.js'
import { fitParts } from '../fit/fit-parts.js'
import { actions, button, context, header, type Part, section } from '../fit/parts.js'
import { code, mrkdwn, sentence } from '../text/mrkdwn.js'

const buttons = {
  ask: { action: controls.actions.exerciseAsk, text: 'Ask the facilitator...' },
  lead: { action: controls.actions.exerciseLead, text: 'Lead the exercise...' },
} as const

/** `/tourniquet exercise`: how the run goes that is played here, or what could be played. */
export function exerciseBlocks({ title, lines, run, forms }: ExerciseOverview): Part[] {
  const paragraphs = lines.map(({ words, code: typed }) =>
    section(typed === undefined ? sentence(words, 1_000) : mrkdwn`${sentence(words, 1_000)}\n${code(typed, 300)}`),
  )
  return fitParts([
    header(title),
    ...paragraphs,
    ...actions(...(run === null ? [] : forms.map((form) => exerciseButton(form, run)))),
    context(mrkdwn`Only you see this. Nothing of an exercise reaches a live account.`),
  ])
}

export function exerciseButton(form: 'ask' | 'lead', run: string): Button {
  const { action, text } = buttons[form]
  return button(action, text, run)
}
