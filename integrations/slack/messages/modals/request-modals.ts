import type { ModalView } from '@slack/types'
import { controls } from '../../controls.js'
import { modal } from '../fit/fit-view.js'
import { chosen, context, section, typed } from '../fit/parts.js'
import { code, mrkdwn } from '../text/mrkdwn.js'
import { reasonField } from './reason-field.js'

/** Asks which it is, since the two give back different things; a restore asked for here still needs its own approval. */
export function restoreModal(incidentId: string): ModalView {
  return modal({
    callbackId: controls.modals.requestRestore,
    title: 'Give access back',
    submit: 'Ask for it',
    close: 'Go back',
    memory: '',
    parts: [
      section(mrkdwn`You ask for it. People approve it on a card of its own, which shows what would change.`),
      chosen(controls.fields.restoreAs, 'What was it?', [
        {
          value: 'false-alarm',
          text: 'A false alarm',
          description: 'All that we wrote is undone. Old sessions work again.',
        },
        {
          value: 'compromise',
          text: 'A real compromise',
          description: 'Old sessions are revoked first. Keys stay off.',
        },
      ]),
      reasonField('Why is it safe to give access back?'),
      context(mrkdwn`Incident ${code(incidentId)}`),
    ],
  })
}

const requestWords = {
  retry: {
    title: 'Let it go on',
    what: 'The incident goes on from where a person was needed: a block that stands is checked anew, else it investigates anew.',
    label: 'What has changed?',
  },
  close: {
    title: 'Close the incident',
    what: 'The incident ends here. Nothing is blocked by it, and a newer finding opens another one.',
    label: 'Why can it be closed?',
  },
} as const

/** Asks why a stopped incident is to go on, or to end. */
export function requestModal(incidentId: string, ask: 'retry' | 'close'): ModalView {
  const { title, what, label } = requestWords[ask]
  return modal({
    callbackId: controls.modals.request,
    title,
    submit: title.length <= 14 ? title : 'Close it',
    close: 'Go back',
    memory: '',
    parts: [section(mrkdwn`${what}`), reasonField(label), context(mrkdwn`Incident ${code(incidentId)}`)],
  })
}

/** Opens an incident by hand; `arn` is what was typed already, or ''. */
export function blockModal(arn: string): ModalView {
  return modal({
    callbackId: controls.modals.block,
    title: 'Ask for a block',
    submit: 'Ask for it',
    close: 'Go back',
    memory: '',
    parts: [
      section(
        mrkdwn`It opens an incident: evidence is gathered, and other people than you are asked to approve the block.`,
      ),
      typed({
        id: controls.fields.arn,
        label: 'Which role, user or group?',
        placeholder: 'arn:aws:iam::111122223333:role/ci-deploy',
        hint: 'Its ARN in IAM.',
        ...(arn === '' ? {} : { initial: arn }),
        isLong: false,
        least: 20,
        most: 2_048,
      }),
      reasonField('Why is it to be blocked?'),
    ],
  })
}
