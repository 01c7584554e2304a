import type { Button, Confirm, InputBlockElement, Option, PlainTextElement, TextObject } from '@slack/types'
import { assertNever } from '../../../../src/domain/assert-never.js'
import { cutMrkdwn, cutPlain } from './cut-text.js'
import { limits } from './limits.js'
import type { Part } from './parts.js'

/** A field that Slack limits and that must not be cut, since half of it is worth nothing, is too long: a bug of ours. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError'
}

/**
 * One block in which every field is as Slack takes it. Texts are cut and say so; the most that a list may hold is kept. An id,
 * a value or a link that is too long would be another one when cut: ids and values throw, links are left out.
 */
export function fitPart(part: Part): Part {
  const id = part.block_id === undefined ? {} : { block_id: whole(part.block_id, limits.id, 'block_id') }
  switch (part.type) {
    case 'header':
      return { ...part, ...id, text: plainIn(part.text, limits.headerText) }
    case 'section':
      return { ...part, ...id, ...fitSection(part) }
    case 'context':
      return { ...part, ...id, elements: part.elements.slice(0, limits.contextElements).map(fitContext) }
    case 'actions':
      return { ...part, ...id, elements: part.elements.slice(0, limits.actionElements).map(fitAction) }
    case 'input':
      return {
        ...part,
        ...id,
        label: plainIn(part.label, limits.inputLabel),
        ...(part.hint === undefined ? {} : { hint: plainIn(part.hint, limits.inputHint) }),
        element: fitInput(part.element),
      }
    case 'divider':
      return { ...part, ...id }
    default:
      return assertNever(part, 'block')
  }
}

type Section = Extract<Part, { type: 'section' }>

function fitSection({ text, fields, accessory }: Section): Partial<Section> {
  return {
    ...(text === undefined ? {} : { text: textIn(text, limits.sectionText) }),
    ...(fields === undefined
      ? {}
      : { fields: fields.slice(0, limits.fields).map((field) => textIn(field, limits.fieldText)) }),
    ...(accessory?.type === 'button' ? { accessory: fitButton(accessory) } : {}),
  }
}

type Context = Extract<Part, { type: 'context' }>['elements'][number]

function fitContext(element: Context): Context {
  return element.type === 'image' ? element : textIn(element, limits.contextText)
}

type Action = Extract<Part, { type: 'actions' }>['elements'][number]

function fitAction(element: Action): Action {
  return element.type === 'button' ? fitButton(element) : element
}

export function fitButton(button: Button): Button {
  const { url, ...rest } = button
  return {
    ...rest,
    text: plainIn(button.text, limits.buttonText),
    ...(button.action_id === undefined ? {} : { action_id: whole(button.action_id, limits.id, 'action_id') }),
    ...(button.value === undefined ? {} : { value: whole(button.value, limits.buttonValue, 'value') }),
    ...(button.accessibility_label === undefined
      ? {}
      : { accessibility_label: cutPlain(button.accessibility_label, limits.buttonLabel) }),
    ...(url !== undefined && url.length <= limits.url ? { url } : {}),
    ...(button.confirm === undefined ? {} : { confirm: fitConfirm(button.confirm) }),
  }
}

function fitConfirm(confirm: Confirm): Confirm {
  return {
    ...confirm,
    text: textIn(confirm.text, limits.confirmText),
    ...(confirm.title === undefined ? {} : { title: plainIn(confirm.title, limits.confirmTitle) }),
    ...(confirm.confirm === undefined ? {} : { confirm: plainIn(confirm.confirm, limits.confirmLabel) }),
    ...(confirm.deny === undefined ? {} : { deny: plainIn(confirm.deny, limits.confirmLabel) }),
  }
}

function fitInput(element: InputBlockElement): InputBlockElement {
  switch (element.type) {
    case 'plain_text_input':
      return {
        ...element,
        ...placeholderOf(element),
        ...(element.initial_value === undefined
          ? {}
          : {
              initial_value: cutPlain(
                element.initial_value,
                Math.min(limits.initialValue, element.max_length ?? Infinity),
              ),
            }),
      }
    case 'radio_buttons':
      return { ...element, options: element.options.slice(0, limits.options).map(fitOption) }
    case 'static_select':
      return {
        ...element,
        ...placeholderOf(element),
        ...(element.options === undefined
          ? {}
          : { options: element.options.slice(0, limits.selectOptions).map(fitOption) }),
      }
    default:
      return element
  }
}

function placeholderOf({ placeholder }: { placeholder?: PlainTextElement }): { placeholder?: PlainTextElement } {
  return placeholder === undefined ? {} : { placeholder: plainIn(placeholder, limits.placeholder) }
}

function fitOption<One extends Option>(option: One): One {
  return {
    ...option,
    text: textIn(option.text, limits.optionText),
    ...(option.value === undefined ? {} : { value: whole(option.value, limits.optionValue, 'option value') }),
    ...(option.description === undefined ? {} : { description: plainIn(option.description, limits.optionText) }),
  }
}

/** Slack refuses empty texts. */
function textIn<Text extends TextObject>(object: Text, most: number): Text {
  const cut = object.type === 'mrkdwn' ? cutMrkdwn(object.text, most) : cutPlain(object.text, most)
  return { ...object, text: cut === '' ? '–' : cut }
}

function plainIn(object: PlainTextElement, most: number): PlainTextElement {
  return textIn(object, most)
}

function whole(text: string, most: number, what: string): string {
  if (text.length <= most) return text
  throw new TooLongError(`A ${what} has ${text.length} characters, and Slack takes ${most}.`)
}
