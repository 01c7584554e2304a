import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types'
import { type MrkdwnValue, mrkdwn } from '../text/mrkdwn.js'
import { plainWords } from '../text/plain-words.js'

/** The blocks that messages, modals and the Home tab are made of: every client of Slack draws them. */
export type Part = ActionsBlock | ContextBlock | DividerBlock | HeaderBlock | InputBlock | SectionBlock

/** `verbatim`: Slack would make links of addresses, and mentions of names, in what an attacker wrote. */
export function marked(value: MrkdwnValue): MrkdwnElement {
  return { type: 'mrkdwn', text: mrkdwn`${value}`.toString(), verbatim: true }
}

/** Plain text: external parts are made safe by `plainWords`; `emoji: false` keeps `:aws:` in an ARN what it is. */
export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: plainWords(text, 3_000), emoji: false }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text) }
}

export function section(value: MrkdwnValue, accessory?: Button): SectionBlock {
  return { type: 'section', text: marked(value), ...(accessory === undefined ? {} : { accessory }) }
}

/** Two columns of names and values. */
export function facts(...rows: readonly (readonly [name: string, value: MrkdwnValue])[]): SectionBlock {
  return { type: 'section', fields: rows.map(([name, value]) => marked(mrkdwn`*${name}*\n${value}`)) }
}

export function context(...values: readonly MrkdwnValue[]): ContextBlock {
  return { type: 'context', elements: values.map(marked) }
}

export function divider(): DividerBlock {
  return { type: 'divider' }
}

/** Buttons, or nothing where there are none: Slack refuses an empty row. */
export function actions(...elements: readonly Button[]): ActionsBlock[] {
  return elements.length === 0 ? [] : [{ type: 'actions', elements: [...elements] }]
}

/** What a button says must tell what it does when it is read alone. */
export function button(actionId: string, text: string, value: string, style?: 'primary' | 'danger'): Button {
  return { type: 'button', action_id: actionId, text: plain(text), value, ...(style === undefined ? {} : { style }) }
}

/** Slack sends the click to us as well, so it needs a listener like any other. */
export function linkButton(actionId: string, text: string, url: string): Button {
  return { type: 'button', action_id: actionId, text: plain(text), url }
}

/** A text that has to be typed. `least` characters; Slack itself refuses fewer. */
export function typed(field: {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  readonly initial?: string
  readonly isLong: boolean
  readonly least: number
  readonly most: number
}): InputBlock {
  const { id, label, hint, placeholder, initial, isLong, least, most } = field
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    element: {
      type: 'plain_text_input',
      action_id: id,
      multiline: isLong,
      min_length: least,
      max_length: most,
      ...(placeholder === undefined ? {} : { placeholder: plain(placeholder) }),
      ...(initial === undefined ? {} : { initial_value: initial }),
    },
  }
}

/** One of a few, each with a line that says what it means. */
export function chosen(
  id: string,
  label: string,
  options: readonly { readonly value: string; readonly text: string; readonly description?: string }[],
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    element: {
      type: 'radio_buttons',
      action_id: id,
      options: options.map(({ value, text, description }) => ({
        value,
        text: plain(text),
        ...(description === undefined ? {} : { description: plain(description) }),
      })),
    },
  }
}
