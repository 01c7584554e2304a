import type { InputBlock } from '@slack/types'
import { controls } from '../../controls.js'
import { typed } from '../fit/parts.js'

/** As for the API: fewer characters say nothing, more are read by nobody. */
export const reasonLength = { least: 10, most: 2_000 } as const

/** The reason that every act of a person needs. */
export function reasonField(label: string): InputBlock {
  return typed({
    id: controls.fields.reason,
    label,
    hint: 'At least 10 characters. Name the ticket, if there is one.',
    isLong: true,
    ...reasonLength,
  })
}
