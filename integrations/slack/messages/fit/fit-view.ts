import type { HomeView, ModalView, PlainTextElement } from '@slack/types'
import { cutPlain } from './cut-text.js'
import { TooLongError } from './fit-part.js'
import { fitParts } from './fit-parts.js'
import { limits, viewRoom } from './limits.js'
import { type Part, plain } from './parts.js'

export interface ModalParts {
  /** `controls.modals` of it; null: it has nothing to send. */
  readonly callbackId: string | null
  readonly title: string
  /** What the button says that sends it; null: it is only read. */
  readonly submit: string | null
  readonly close: string
  /** What it remembers: `modalMemory`, or a signed value. */
  readonly memory: string
  readonly parts: readonly Part[]
}

/** A modal within Slack's limits. What it remembers is never cut: it throws instead. */
export function modal({ callbackId, title, submit, close, memory, parts }: ModalParts): ModalView {
  if (memory.length > limits.privateMetadata) {
    throw new TooLongError(
      `private_metadata has ${memory.length} characters, and Slack takes ${limits.privateMetadata}.`,
    )
  }
  return {
    type: 'modal',
    ...(callbackId === null ? {} : { callback_id: callbackId }),
    title: label(title),
    ...(submit === null ? {} : { submit: label(submit) }),
    close: label(close),
    ...(memory === '' ? {} : { private_metadata: memory }),
    blocks: fitParts(parts, viewRoom),
  }
}

export function home(parts: readonly Part[]): HomeView {
  return { type: 'home', blocks: fitParts(parts, viewRoom) }
}

function label(text: string): PlainTextElement {
  const whole = plain(text)
  return { ...whole, text: cutPlain(whole.text, limits.viewTitle) }
}
