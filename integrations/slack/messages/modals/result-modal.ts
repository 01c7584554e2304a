import type { ModalView } from '@slack/types'
import type { DeskAnswer } from '../../slack-desk.js'
import { modal } from '../fit/fit-view.js'
import { section } from '../fit/parts.js'
import { mrkdwn, sentence } from '../text/mrkdwn.js'

/** What became of what a person sent, in the place of what they sent it from. */
export function resultModal({ outcome, text }: DeskAnswer): ModalView {
  return modal({
    callbackId: null,
    title: outcome === 'done' ? 'Recorded' : 'Not done',
    submit: null,
    close: 'Close',
    memory: '',
    parts: [section(mrkdwn`*${outcome === 'done' ? 'Done.' : 'Refused.'}* ${sentence(text, 2_500)}`)],
  })
}
