import type { Button } from '@slack/types'
import fc from 'fast-check'
import { TooLongError } from '../../../../integrations/slack/messages/fit/fit-part.js'
import { fitParts, sizeOf } from '../../../../integrations/slack/messages/fit/fit-parts.js'
import { modal } from '../../../../integrations/slack/messages/fit/fit-view.js'
import { messageRoom, viewRoom } from '../../../../integrations/slack/messages/fit/limits.js'
import {
  actions,
  button,
  context,
  divider,
  header,
  type Part,
  section,
} from '../../../../integrations/slack/messages/fit/parts.js'
import { judgeBlocks, judgeView, messageMost, viewMost } from '../../../support/slack/judge-blocks.js'

const long = (characters: number) => 'x'.repeat(characters)
const plainOf = (text: string) => ({ type: 'plain_text', text }) as const
const markedOf = (text: string) => ({ type: 'mrkdwn', text }) as const
const press = (changes: Partial<Button>): Part => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', text: plainOf('Go'), ...changes }],
})
const input = (changes: object): Part => ({
  type: 'input',
  label: plainOf('Why?'),
  element: { type: 'plain_text_input', action_id: 'a' },
  ...changes,
})
const option = (changes: object = {}) => ({ text: plainOf('one'), value: '1', ...changes })
const radio = (options: object[]): Part =>
  // Built loosely on purpose: what must not be sent can be written down here.
  ({ type: 'input', label: plainOf('Which?'), element: { type: 'radio_buttons', action_id: 'a', options } }) as Part
const select = (options: object[]): Part =>
  ({ type: 'input', label: plainOf('Which?'), element: { type: 'static_select', action_id: 'a', options } }) as Part

/** Each breaks one limit, and nothing else. */
const breaches: readonly [limit: string, part: Part][] = [
  ['header text 150', { type: 'header', text: plainOf(long(151)) }],
  ['section text 3000', { type: 'section', text: markedOf(long(3_001)) }],
  ['an empty text', { type: 'section', text: markedOf('') }],
  ['10 fields', { type: 'section', fields: Array.from({ length: 11 }, () => markedOf('x')) }],
  ['field text 2000', { type: 'section', fields: [markedOf(long(2_001))] }],
  ['10 context elements', { type: 'context', elements: Array.from({ length: 11 }, () => markedOf('x')) }],
  ['context text', { type: 'context', elements: [markedOf(long(3_001))] }],
  ['25 actions', { type: 'actions', elements: Array.from({ length: 26 }, () => button('a', 'Go', 'v')) }],
  ['button text 75', press({ text: plainOf(long(76)) })],
  ['accessibility label 75', press({ accessibility_label: long(76) })],
  ['url 3000', press({ url: `https://a.example/${long(3_000)}` })],
  ['confirm title 100', press({ confirm: { title: plainOf(long(101)), text: plainOf('x') } })],
  ['confirm text 300', press({ confirm: { text: markedOf(long(301)) } })],
  ['confirm label 30', press({ confirm: { text: plainOf('x'), confirm: plainOf(long(31)) } })],
  ['deny label 30', press({ confirm: { text: plainOf('x'), deny: plainOf(long(31)) } })],
  ['accessory text 75', { type: 'section', text: markedOf('x'), accessory: button('a', long(76), 'v') }],
  ['input label 2000', input({ label: plainOf(long(2_001)) })],
  ['input hint 2000', input({ hint: plainOf(long(2_001)) })],
  [
    'placeholder 150',
    input({ element: { type: 'plain_text_input', action_id: 'a', placeholder: plainOf(long(151)) } }),
  ],
  ['initial value 3000', input({ element: { type: 'plain_text_input', action_id: 'a', initial_value: long(3_001) } })],
  ['10 radio options', radio(Array.from({ length: 11 }, () => option()))],
  ['radio option text 75', radio([option({ text: plainOf(long(76)) })])],
  ['option description 75', radio([option({ description: plainOf(long(76)) })])],
  ['100 select options', select(Array.from({ length: 101 }, () => option()))],
  ['select option text 75', select([option({ text: plainOf(long(76)) })])],
]

describe('every limit of a field', () => {
  it.each(breaches)('%s: Slack would refuse it, and takes what is made of it', (_, part) => {
    expect(judgeBlocks([part], messageMost)).not.toEqual([])
    expect(judgeBlocks(fitParts([part]), messageMost)).toEqual([])
  })

  it.each([
    ['value 2000', press({ value: long(2_001) })],
    ['action_id 255', press({ action_id: long(256) })],
    ['block_id 255', { ...divider(), block_id: long(256) }],
    ['option value 150', radio([option({ value: long(151) })])],
  ] satisfies [string, Part][])('%s: half of it would be another one, so it throws', (_, part) => {
    expect(judgeBlocks([part], messageMost)).not.toEqual([])
    expect(() => fitParts([part])).toThrow(TooLongError)
  })

  it('what a modal remembers throws from 3,001 characters on, and its titles are cut to 24', () => {
    const parts = { callbackId: 'c', title: long(99), submit: long(99), close: long(99), parts: [section('x')] }
    expect(judgeView(modal({ ...parts, memory: long(3_000) }))).toEqual([])
    expect(() => modal({ ...parts, memory: long(3_001) })).toThrow(TooLongError)
  })
})

describe('the limits of a whole', () => {
  const room = { ...messageRoom }

  it('51 blocks become 50 with buttons kept, and the message says how many are left out', () => {
    const parts = [
      header('h'),
      ...Array.from({ length: 60 }, (_, i) => section(`part ${i}`)),
      ...actions(button('a', 'Go', 'v')),
    ]
    const kept = fitParts(parts, room)
    expect(judgeBlocks(kept, messageMost)).toEqual([])
    expect(kept).toHaveLength(50)
    expect(kept.some(({ type }) => type === 'actions')).toBe(true)
    expect(JSON.stringify(kept.at(-1))).toContain('13 more parts of this message are left out here.')
  })

  it('12,000 characters: the longest texts are cut to one length, and the short ones stay', () => {
    const kept = fitParts([
      header('h'),
      section(long(2_900)),
      section('short'),
      ...Array.from({ length: 5 }, () => section(long(2_900))),
    ])
    expect(judgeBlocks(kept, messageMost)).toEqual([])
    expect(kept).toHaveLength(8)
    expect(JSON.stringify(kept)).toContain('"short"')
    expect(sizeOf(kept)).toBeGreaterThan(10_000)
    expect(JSON.stringify(kept).match(/characters left out/g)).toHaveLength(6)
  })

  it('buttons with the longest values still fit, for parts are left out instead', () => {
    const buttons = actions(...Array.from({ length: 4 }, () => button('a', 'Go', long(2_000))))
    const kept = fitParts([header('h'), ...Array.from({ length: 48 }, () => section(long(400))), ...buttons])
    expect(judgeBlocks(kept, messageMost)).toEqual([])
    expect(JSON.stringify(kept).match(/"button"/g)).toHaveLength(4)
  })

  it('whatever the parts are, Slack takes what is made of them', () => {
    const anyText = fc
      .string({ unit: 'binary', maxLength: 40 })
      .chain((text) => fc.integer({ min: 1, max: 300 }).map((n) => text.repeat(n)))
    const anyPart = fc.oneof(
      anyText.map((text) => header(text)),
      anyText.map((text) => section(text)),
      anyText.map((text) => context(text, text)),
      anyText.map((text): Part => actions(button('a', text, 'v'))[0] ?? divider()),
      fc.constant(divider()),
    )
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 120 }), (parts) => {
        expect(judgeBlocks(fitParts(parts), messageMost)).toEqual([])
        expect(judgeBlocks(fitParts(parts, viewRoom), viewMost)).toEqual([])
      }),
      { seed: 6, numRuns: 25 },
    )
  })
})
