import type { InputBlock, ModalView, PlainTextOption } from '@slack/types'
import { controls } from '../../controls.js'
import type { DeskIncident } from '../../slack-desk.js'
import { modal } from '../fit/fit-view.js'
import { limits } from '../fit/limits.js'
import { plain, section } from '../fit/parts.js'
import { mrkdwn } from '../text/mrkdwn.js'
import { stateTitle } from '../words/states.js'

/** Asks to which incident a message belongs, where its thread does not tell. At least one incident is offered. */
export function noteModal(incidents: readonly DeskIncident[]): ModalView {
  return modal({
    callbackId: controls.modals.addNote,
    title: 'Add to a timeline',
    submit: 'Add',
    close: 'Go back',
    memory: '',
    parts: [
      section(mrkdwn`The message goes on the record of an incident with a link to it, and stays there for good.`),
      incidentField(incidents),
    ],
  })
}

function incidentField(incidents: readonly DeskIncident[]): InputBlock {
  return {
    type: 'input',
    block_id: controls.fields.incident,
    label: plain('Which incident?'),
    element: {
      type: 'static_select',
      action_id: controls.fields.incident,
      placeholder: plain('Choose one'),
      options: incidents.slice(0, limits.selectOptions).map(optionOf),
    },
  }
}

function optionOf({ incidentId, principal, state, isExercise }: DeskIncident): PlainTextOption {
  const exercise = isExercise ? 'EXERCISE · ' : ''
  return {
    value: incidentId,
    text: plain(`${exercise}${principal}`),
    description: plain(`${stateTitle(state)}, ${incidentId}`),
  }
}
