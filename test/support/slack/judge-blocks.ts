import { z } from 'zod'

/**
 * What Slack would refuse of blocks or of a view, by its documented limits, written down a second time and apart from the code
 * that keeps them. Sentences; empty where it would take them.
 */
export function judgeBlocks(blocks: readonly unknown[], most: { blocks: number; characters: number }): string[] {
  return [
    ...(blocks.length > most.blocks ? [`${blocks.length} blocks`] : []),
    ...(JSON.stringify(blocks).length > most.characters ? [`${JSON.stringify(blocks).length} characters`] : []),
    ...blocks.flatMap((block) => problems(block, 'block')),
  ]
}

export const messageMost = { blocks: 50, characters: 12_000 }
export const viewMost = { blocks: 100, characters: 30_000 }

/** Modals and the Home tab. */
export function judgeView(view: object): string[] {
  const parsed = z
    .object({
      type: z.enum(['modal', 'home']),
      title: textUpTo(24).optional(),
      submit: textUpTo(24).optional(),
      close: textUpTo(24).optional(),
      private_metadata: z.string().max(3_000).optional(),
      callback_id: z.string().max(255).optional(),
      blocks: z.array(z.unknown()),
    })
    .safeParse(view)
  if (!parsed.success) return [parsed.error.message]
  const { type, title, submit, blocks } = parsed.data
  const asks = blocks.some((block) => z.object({ type: z.literal('input') }).safeParse(block).success)
  return [
    ...(type === 'modal' && title === undefined ? ['a modal without a title'] : []),
    ...(type === 'modal' && asks && submit === undefined ? ['inputs without a submit button'] : []),
    ...judgeBlocks(blocks, viewMost),
  ]
}

function textUpTo(most: number) {
  return z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1).max(most) })
}

const plainUpTo = (most: number) => z.object({ type: z.literal('plain_text'), text: z.string().min(1).max(most) })
const id = z.string().min(1).max(255)
const block_id = id.optional()
const confirm = z.object({
  title: plainUpTo(100).optional(),
  text: textUpTo(300),
  confirm: plainUpTo(30).optional(),
  deny: plainUpTo(30).optional(),
})
const button = z.object({
  type: z.literal('button'),
  action_id: id,
  text: plainUpTo(75),
  value: z.string().max(2_000).optional(),
  url: z.url().max(3_000).optional(),
  accessibility_label: z.string().max(75).optional(),
  confirm: confirm.optional(),
})
const option = z.object({
  text: textUpTo(75),
  value: z.string().min(1).max(150),
  description: plainUpTo(75).optional(),
})
const placeholder = plainUpTo(150).optional()
const element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plain_text_input'),
    action_id: id,
    placeholder,
    initial_value: z.string().max(3_000).optional(),
    max_length: z.number().max(3_000).optional(),
  }),
  z.object({ type: z.literal('radio_buttons'), action_id: id, options: z.array(option).min(1).max(10) }),
  z.object({ type: z.literal('static_select'), action_id: id, placeholder, options: z.array(option).min(1).max(100) }),
])
const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), block_id, text: plainUpTo(150) }),
  z
    .object({
      type: z.literal('section'),
      block_id,
      text: textUpTo(3_000).optional(),
      fields: z.array(textUpTo(2_000)).min(1).max(10).optional(),
      accessory: button.optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'a section without text'),
  z.object({ type: z.literal('context'), block_id, elements: z.array(textUpTo(3_000)).min(1).max(10) }),
  z.object({ type: z.literal('actions'), block_id, elements: z.array(button).min(1).max(25) }),
  z.object({ type: z.literal('divider'), block_id }),
  z.object({
    type: z.literal('input'),
    block_id,
    label: plainUpTo(2_000),
    hint: plainUpTo(2_000).optional(),
    element,
  }),
])

function problems(block: unknown, where: string): string[] {
  const parsed = blockSchema.safeParse(block)
  return parsed.success ? [] : [`${where}: ${z.prettifyError(parsed.error)} ${JSON.stringify(block).slice(0, 200)}`]
}
