import { z } from 'zod'

/** What may stand between angle brackets: people of the configuration, and moments. Nothing else was asked for. */
const ours =
  /^<(?:@U0(?:ANA|RAJ|KIM)0001|!date\^\d+\^\{(?:ago|date_short_pretty\} at \{time)\}\|[\d-]{10} \d\d:\d\d UTC)>$/
const textSchema = z.object({
  type: z.enum(['mrkdwn', 'plain_text']),
  text: z.string(),
  emoji: z.boolean().optional(),
  verbatim: z.boolean().optional(),
})

/** What of the texts in these blocks would do something that is not ours, or hide something. */
export function liveIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (!('type' in value && 'text' in value && typeof value.text === 'string'))
    return Object.values(value).flatMap(liveIn)
  const { type, text, emoji, verbatim } = textSchema.parse(value)
  const live = type === 'mrkdwn' ? liveInMrkdwn(text) : (text.match(/[<>]|&(?:amp|lt|gt);/g) ?? [])
  const isRead = type === 'mrkdwn' ? verbatim !== true : emoji !== false
  return [...live, ...(text.match(unseen) ?? []), ...(text.match(fullKey) ?? []), ...(isRead ? [`read: ${text}`] : [])]
}

/** Nothing that hides, reorders or rings; lines are ours. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu
export const fullKey = /A[KS]IA[A-Z0-9]{8}/g

export function liveInMrkdwn(text: string): string[] {
  const outside = text.replace(/```[\s\S]*?```/g, '')
  const prose = outside.replace(/`[^`\n]*`/g, '')
  const tokens = (prose.match(/<[^<>]*>/g) ?? []).filter((token) => !ours.test(token))
  const loose = prose.replace(/<[^<>]*>/g, '').match(/[<>`]|&(?!(?:amp|lt|gt);)/g) ?? []
  return [...tokens, ...loose, ...(outside.match(/```/g) ?? [])]
}
