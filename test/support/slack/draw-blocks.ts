import type { Block, HomeView, KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'

/**
 * Draws Block Kit JSON as a page that looks like Slack, as far as Tourniquet uses it: for pictures, and for looking at what is
 * sent. What it does not know it shows as it is, in red, so that nothing goes missing unseen.
 */
export function drawMessage(message: {
  readonly blocks: readonly (KnownBlock | Block)[]
  readonly inThread?: boolean
}): string {
  const aside = message.inThread === true ? '<div class="thread">Thread</div>' : ''
  return page(
    `<div class="message"><div class="avatar">tq</div><div class="body">${aside}<div class="who"><b>Tourniquet</b> <span class="app">APP</span></div>${message.blocks.map(drawBlock).join('')}</div></div>`,
  )
}

export function drawModal(view: ModalView): string {
  const submit = view.submit === undefined ? '' : `<span class="button primary">${asHtml(view.submit.text)}</span>`
  const close = view.close === undefined ? '' : `<span class="button">${asHtml(view.close.text)}</span>`
  return page(
    `<div class="modal"><div class="title">${asHtml(view.title.text)}</div>${view.blocks.map(drawBlock).join('')}<div class="foot">${close}${submit}</div></div>`,
  )
}

export function drawHome(view: HomeView): string {
  return page(`<div class="home">${view.blocks.map(drawBlock).join('')}</div>`)
}

const textSchema = z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string() })
type Text = z.infer<typeof textSchema>
const buttonSchema = z.object({
  type: z.literal('button'),
  text: textSchema,
  style: z.enum(['primary', 'danger']).optional(),
})
const optionSchema = z.object({ text: textSchema, description: textSchema.optional() })
const inputElement = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plain_text_input'),
    multiline: z.boolean().optional(),
    placeholder: textSchema.optional(),
    initial_value: z.string().optional(),
  }),
  z.object({ type: z.literal('radio_buttons'), options: z.array(optionSchema) }),
  z.object({ type: z.literal('static_select'), options: z.array(optionSchema), placeholder: textSchema.optional() }),
])
const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: textSchema }),
  z.object({
    type: z.literal('section'),
    text: textSchema.optional(),
    fields: z.array(textSchema).optional(),
    accessory: buttonSchema.optional(),
  }),
  z.object({ type: z.literal('context'), elements: z.array(textSchema) }),
  z.object({ type: z.literal('actions'), elements: z.array(buttonSchema) }),
  z.object({ type: z.literal('divider') }),
  z.object({ type: z.literal('input'), label: textSchema, hint: textSchema.optional(), element: inputElement }),
])

function drawBlock(block: KnownBlock | Block): string {
  const parsed = blockSchema.safeParse(block)
  if (!parsed.success) return `<pre class="unknown">${asHtml(JSON.stringify(block, null, 2))}</pre>`
  const { data } = parsed
  switch (data.type) {
    case 'header':
      return `<div class="header">${drawText(data.text)}</div>`
    case 'section': {
      const text = data.text === undefined ? '' : `<div class="text">${drawText(data.text)}</div>`
      const fields = (data.fields ?? []).map((field) => `<div class="field">${drawText(field)}</div>`).join('')
      const accessory = data.accessory === undefined ? '' : drawButton(data.accessory)
      return `<div class="section"><div class="grow">${text}${fields === '' ? '' : `<div class="fields">${fields}</div>`}</div>${accessory}</div>`
    }
    case 'context':
      return `<div class="context">${data.elements.map(drawText).join(' ')}</div>`
    case 'actions':
      return `<div class="actions">${data.elements.map(drawButton).join('')}</div>`
    case 'divider':
      return '<hr>'
    case 'input': {
      const hint = data.hint === undefined ? '' : `<div class="hint">${drawText(data.hint)}</div>`
      return `<div class="input"><div class="label">${drawText(data.label)}</div>${drawInput(data.element)}${hint}</div>`
    }
  }
}

function drawButton({ text, style }: z.infer<typeof buttonSchema>): string {
  return `<span class="button ${style ?? ''}">${drawText(text)}</span>`
}

function drawInput(element: z.infer<typeof inputElement>): string {
  switch (element.type) {
    case 'plain_text_input': {
      const shown = element.initial_value ?? ''
      const ghost =
        element.placeholder === undefined ? '' : `<span class="ghost">${drawText(element.placeholder)}</span>`
      return `<div class="typed ${element.multiline === true ? 'tall' : ''}">${shown === '' ? ghost : asHtml(shown)}</div>`
    }
    case 'radio_buttons':
      return element.options
        .map(
          ({ text, description }) =>
            `<div class="radio"><span class="dot"></span><div>${drawText(text)}${description === undefined ? '' : `<div class="hint">${drawText(description)}</div>`}</div></div>`,
        )
        .join('')
    case 'static_select':
      return `<div class="typed">${element.placeholder === undefined ? '' : drawText(element.placeholder)} ▾</div>`
  }
}

function drawText({ type, text }: Text): string {
  return type === 'plain_text' ? asHtml(text) : drawMrkdwn(text)
}

/** Code first: nothing formats in it. Then tokens, bold, and lines. */
export function drawMrkdwn(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/g)
    .map((piece) => {
      if (piece.startsWith('```') && piece.length >= 6) return `<pre>${entities(piece.slice(3, -3).trim())}</pre>`
      if (piece.startsWith('`') && piece.length > 2) return `<code>${entities(piece.slice(1, -1))}</code>`
      return drawProse(piece)
    })
    .join('')
}

function drawProse(text: string): string {
  return text
    .split(/(<[^<>]*>)/g)
    .map((piece) => {
      if (!/^<.*>$/s.test(piece)) {
        return entities(piece)
          .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
          .replace(/(^|[^\w])_([^_\n]+)_(?!\w)/g, '$1<i>$2</i>')
          .replace(/(^|[^\w])~([^~\n]+)~(?!\w)/g, '$1<s>$2</s>')
          .replaceAll('\n', '<br>')
      }
      const inner = piece.slice(1, -1)
      const words = entities(inner.split('|')[1] ?? inner)
      if (inner.startsWith('@')) return `<span class="mention">@${names.get(inner.slice(1)) ?? words}</span>`
      if (inner.startsWith('!date')) return `<span class="date">${drawDate(inner, words)}</span>`
      if (inner.startsWith('!')) return `<span class="unknown">${entities(inner)}</span>`
      return `<span class="link">${words}</span>`
    })
    .join('')
}

/** As Slack shows it to somebody in UTC half an hour into the sample incident. */
const now = Date.parse('2026-03-01T10:30:00Z')

function drawDate(token: string, fallback: string): string {
  const [, seconds, format] = /^!date\^(\d+)\^([^|]*)/.exec(token) ?? []
  if (seconds === undefined || format === undefined) return fallback
  const ms = Number(seconds) * 1_000
  const minutes = Math.round((now - ms) / 60_000)
  if (format === '{ago}') {
    const [amount, unit] =
      minutes < 60 ? [minutes, 'minute'] : minutes < 1_440 ? [minutes / 60, 'hour'] : [minutes / 1_440, 'day']
    const whole = Math.round(amount)
    return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`
  }
  const isToday = new Date(ms).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  const time = new Date(ms).toLocaleTimeString('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })
  return isToday ? `Today at ${time}` : fallback
}

/** The people of the samples. */
const names: ReadonlyMap<string, string> = new Map([
  ['U0ANA0001', 'ana'],
  ['U0RAJ0001', 'raj'],
  ['U0KIM0001', 'kim'],
])

/** mrkdwn has its entities already, the same three as HTML. */
function entities(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slack</title><style>${style}</style><body>${body}</body></html>`
}

const style = `
* { box-sizing: border-box }
body { margin: 0; padding: 16px; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, "Liberation Sans", Arial, sans-serif; width: 720px }
.message { display: flex; gap: 10px } .body { flex: 1; min-width: 0 }
.avatar { width: 36px; height: 36px; border-radius: 6px; background: #4a154b; color: #fff; text-align: center; line-height: 36px; font-weight: bold }
.who { margin-bottom: 4px } .app { background: #ddd; border-radius: 2px; font-size: 10px; padding: 1px 3px; color: #555 }
.thread { color: #616061; font-size: 12px }
.header { font-size: 18px; font-weight: 900; margin: 8px 0 4px }
.section { display: flex; gap: 16px; margin: 8px 0; align-items: flex-start } .grow { flex: 1; min-width: 0; overflow-wrap: anywhere }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px }
.context { color: #616061; font-size: 12.5px; margin: 8px 0; overflow-wrap: anywhere }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 }
.button { border: 1px solid #bbb; border-radius: 6px; padding: 5px 12px; font-weight: 700; font-size: 14px; background: #fff; white-space: nowrap }
.button.primary { background: #007a5a; color: #fff; border-color: #007a5a } .button.danger { color: #e01e5a; border-color: #e01e5a }
code { font: 12.5px/1.4 "DejaVu Sans Mono", monospace; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; color: #c01343; overflow-wrap: anywhere }
pre { font: 12px/1.4 "DejaVu Sans Mono", monospace; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere }
hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0 }
.mention { background: #fdf2d0; color: #1264a3; padding: 0 2px; border-radius: 3px } .link { color: #1264a3 } .unknown { color: #c00 }
.modal { width: 520px; border: 1px solid #ccc; border-radius: 10px; padding: 16px 24px; box-shadow: 0 4px 16px #0003 }
.modal .title { font-size: 20px; font-weight: 900; margin-bottom: 12px }
.foot { display: flex; justify-content: flex-end; gap: 8px; margin-top: 16px }
.input { margin: 12px 0 } .label { font-weight: 700; margin-bottom: 4px } .hint { color: #616061; font-size: 13px }
.typed { border: 1px solid #888; border-radius: 4px; padding: 8px; min-height: 38px } .tall { min-height: 80px } .ghost { color: #888 }
.radio { display: flex; gap: 8px; margin: 6px 0 } .dot { width: 16px; height: 16px; border: 1px solid #666; border-radius: 50%; margin-top: 3px; flex: none }
`
