import pc from 'picocolors'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Tone } from './outline.js'

/** `role/ci` of `arn:aws:iam::111122223333:role/ci`: the account stands in the coverage. */
export function shortArn(text: string): string {
  return text.replace(/arn:[^:\s]*:(?:iam|sts)::\d*:/g, '')
}

export function toned(tone: Tone, text: string): string {
  switch (tone) {
    case 'bad':
      return pc.red(text)
    case 'open':
      return pc.yellow(text)
    case 'good':
      return pc.green(text)
    case 'plain':
      return text
    default:
      return assertNever(tone, 'tone')
  }
}
