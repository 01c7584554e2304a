import type { ModalView } from '@slack/types'
import { controls } from '../../controls.js'
import { modal } from '../fit/fit-view.js'
import { chosen, context, section, typed } from '../fit/parts.js'
import { code, mrkdwn, sentence } from '../text/mrkdwn.js'
import { reasonField } from './reason-field.js'

/** Asks which it is, since the two give back different things; a restore asked for here still needs its own approval. */
export function restoreModal(incidentId: string, about: string | null = null): ModalView {
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
      incidentLine(incidentId, about),
    ],
  })
}

/** Whom it is about, beside the id: a form may be opened from anywhere. */
function incidentLine(incidentId: string, about: string | null) {
  return context(
    about === null
      ? mrkdwn`Incident ${code(incidentId)}`
      : mrkdwn`*${sentence(about, 300)}*\nIncident ${code(incidentId)}`,
  )
}

const requestWords = {
  retry: {
    title: 'Let it go on',
    submit: 'Let it go on',
    what: 'The incident goes on from where a person was needed: a block that stands is checked anew, else it investigates anew.',
    label: 'What has changed?',
  },
  close: {
    title: 'Close the incident',
    submit: 'Close it',
    what: 'The incident ends here. Nothing is blocked by it, and a newer finding opens another one.',
    label: 'Why can it be closed?',
  },
  vouch: {
    title: 'Vouch',
    submit: 'Vouch',
    what: 'The finding could have been forged. You say that it is true: the plan of a block is prepared, and other people than you are asked to approve it.',
    label: 'How do you know that it is true?',
  },
  widen: {
    title: 'Deny the whole role',
    submit: 'Ask for it',
    what: 'One session is denied, and others of the role go on. The plan of a wider block is prepared, and people are asked to approve it on a card of its own; the block that stands is watched meanwhile.',
    label: 'Why is the one session not enough?',
  },
} as const

/** Asks why a stopped incident is to go on, or to end. */
export function requestModal(
  incidentId: string,
  ask: keyof typeof requestWords,
  about: string | null = null,
): ModalView {
  const { title, submit, what, label } = requestWords[ask]
  return modal({
    callbackId: controls.modals.request,
    title,
    submit,
    close: 'Go back',
    memory: '',
    parts: [section(mrkdwn`${what}`), reasonField(label), incidentLine(incidentId, about)],
  })
}

/** Asks whom an incident is about whose finding does not tell. Who names cannot approve. */
export function nameModal(incidentId: string, about: string | null = null): ModalView {
  return modal({
    callbackId: controls.modals.namePrincipal,
    title: 'Name the principal',
    submit: 'Name it',
    close: 'Go back',
    memory: '',
    parts: [
      section(
        mrkdwn`The finding does not say whom it is about. With your word for it evidence is gathered, and other people than you are asked to approve the block.`,
      ),
      arnField(
        '',
        'Which role, user or group is it?',
        'Its ARN in IAM, of the account of this incident; of a session the ARN from STS.',
      ),
      reasonField('How do you know?'),
      incidentLine(incidentId, about),
    ],
  })
}

function arnField(arn: string, label: string, hint: string) {
  return typed({
    id: controls.fields.arn,
    label,
    placeholder: 'arn:aws:iam::111122223333:role/ci-deploy',
    hint,
    ...(arn === '' ? {} : { initial: arn }),
    isLong: false,
    least: 20,
    most: 2_048,
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
      arnField(arn, 'Which role, user or group?', 'Its ARN in IAM.'),
      reasonField('Why is it to be blocked?'),
    ],
  })
}
