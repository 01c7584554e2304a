import type { ModalView } from '@slack/types'
import { controls } from '../../controls.js'
import type { Click } from '../../incident-card.js'
import { modal } from '../fit/fit-view.js'
import { context, section } from '../fit/parts.js'
import { code, mrkdwn } from '../text/mrkdwn.js'
import { localTime } from '../text/people-and-times.js'
import { reasonField } from './reason-field.js'

interface Words {
  readonly title: string
  readonly submit: string
  readonly what: string
  readonly meaning: string
  readonly label: string
}

const words: Record<`${Click['question']} ${Click['decision']}`, Words> = {
  'contain approve': {
    title: 'Approve the block',
    submit: 'Approve',
    what: 'You approve that this is blocked:',
    meaning: 'Once enough people approve, it is written at once.',
    label: 'Why is it to be blocked?',
  },
  'contain deny': {
    title: 'Deny the block',
    submit: 'Deny',
    what: 'You deny the block of:',
    meaning: 'Access stays as it is. One denial decides.',
    label: 'Why is it to keep its access?',
  },
  'restore approve': {
    title: 'Approve the restore',
    submit: 'Approve',
    what: 'You approve that this gets its access back:',
    meaning: 'Once enough people approve, the block is taken off at once.',
    label: 'Why is it safe to give access back?',
  },
  'restore deny': {
    title: 'Deny the restore',
    submit: 'Deny',
    what: 'You deny that this gets its access back:',
    meaning: 'The block stays. One denial decides.',
    label: 'Why is the block to stay?',
  },
}

/** Asks why, and says once more what is decided: the target, the decision in words, the digest of the exact plan. */
export function decideModal(click: Click): ModalView {
  const { title, submit, what, meaning, label } = words[`${click.question} ${click.decision}`]
  return modal({
    callbackId: controls.modals.decide,
    title,
    submit,
    close: 'Go back',
    memory: '',
    parts: [
      section(mrkdwn`${what}\n*${click.target}*\n${meaning}`),
      reasonField(label),
      context(
        mrkdwn`Plan ${code(click.planDigest)}\nIncident ${code(click.incidentId)} · open until ${localTime(click.expiresAt)} · your name and reason go on the record for good`,
      ),
    ],
  })
}
