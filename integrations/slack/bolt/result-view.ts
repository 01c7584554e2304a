import type { HomeView, ModalView, SectionBlock } from '@slack/types'

/** Slack's limit of a section's text. */
const MAX_CHARACTERS = 3_000
/** All that could move or hide other text: control and format characters, bidirectional ones among them. */
const UNSEEN = /[^\P{C}\n]/gu

/** Says one thing in a modal that has nothing to send any more. */
export function resultView(title: string, text: string): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title, emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [plainSection(text)],
  }
}

/** Says one thing in App Home. */
export function plainHome(text: string): HomeView {
  return { type: 'home', blocks: [plainSection(text)] }
}

/** Plain text: Slack reads no mention, link or mark-up in it. */
function plainSection(text: string): SectionBlock {
  const shown = text.toWellFormed().replace(UNSEEN, '\ufffd').slice(0, MAX_CHARACTERS).toWellFormed()
  return { type: 'section', text: { type: 'plain_text', text: shown === '' ? '-' : shown, emoji: false } }
}
