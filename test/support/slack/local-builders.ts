import type { ModalView } from '@slack/types'
import type { SlackBuilders } from '../../../integrations/slack/bolt/slack-builders.js'
import { controls } from '../../../integrations/slack/controls.js'

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const section = (text: string) => ({ type: 'section', text: plain(text) }) as const
const modal = (title: string, ...fields: readonly string[]): ModalView => ({
  type: 'modal',
  title: plain(title),
  submit: plain('Send'),
  blocks: fields.map((action) => ({
    type: 'input',
    block_id: `block ${action}`,
    label: plain(action),
    element: { type: 'plain_text_input', action_id: action },
  })),
})
const { reason, restoreAs, arn, incident, exerciseText } = controls.fields

/** Plain views, for tests that are about listening and not about looks. */
export const localBuilders: SlackBuilders = {
  decideModal: ({ decision, target }) => modal(`${decision} ${target}`, reason),
  planModal: (card) => ({ type: 'modal', title: plain('Plan'), blocks: [section(card.accountName)] }),
  restoreModal: (incidentId) => modal(`restore ${incidentId}`, restoreAs, reason),
  requestModal: (incidentId, ask) => modal(`${ask} ${incidentId}`, reason),
  nameModal: (incidentId) => modal(`name ${incidentId}`, arn, reason),
  blockModal: (given) => modal(`block ${given}`, arn, reason),
  noteModal: (incidents) => modal(`note ${incidents.length}`, incident),
  resultModal: ({ outcome, text }) => ({
    type: 'modal',
    title: plain(outcome === 'done' ? 'Recorded' : 'Refused'),
    blocks: [section(text)],
  }),
  statusBlocks: (lines) => lines.map(section),
  homeView: (incidents) => ({ type: 'home', blocks: incidents.map(({ incidentId }) => section(incidentId)) }),
  helpBlocks: () => [section('help')],
  listBlocks: (incidents) => incidents.map(({ incidentId }) => section(incidentId)),
  showBlocks: (card) => [section(card.accountName)],
  exerciseModal: ({ kind }) => modal(`exercise ${kind}`, exerciseText),
  exerciseBlocks: ({ title }) => [section(title)],
  escape: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
}
