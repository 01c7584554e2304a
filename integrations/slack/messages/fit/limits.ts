/**
 * What Slack takes, in characters (counted as UTF-16 units, which is never fewer than Slack counts).
 * https://docs.slack.dev/reference/block-kit/blocks and .../block-elements, .../composition-objects
 */
export const limits = {
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextElements: 10,
  contextText: 2_000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  buttonLabel: 75,
  url: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmLabel: 30,
  options: 10,
  selectOptions: 100,
  optionText: 75,
  optionValue: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  placeholder: 150,
  initialValue: 3_000,
  id: 255,
  privateMetadata: 3_000,
  viewTitle: 24,
  /** Of a message's own `text`: notifications and screen readers cut it long before Slack does. */
  messageText: 300,
} as const

export interface Room {
  readonly blocks: number
  /** Of the blocks as JSON. */
  readonly characters: number
}

/**
 * A message is refused (`msg_blocks_too_long`) at some 13,200 characters summed over its blocks, though each is legal: that
 * limit is documented nowhere. https://github.com/slackapi/bolt-js/issues/2509
 */
export const messageRoom: Room = { blocks: 50, characters: 12_000 }

/** Views may be 250 kB: `view_too_large`. Nobody reads as much. */
export const viewRoom: Room = { blocks: 100, characters: 30_000 }
