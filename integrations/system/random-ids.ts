import { randomBytes } from 'node:crypto'
import type { Ids } from '../../src/ports.js'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'
const TIME_CHARS = 9
const RANDOM_CHARS = 11

/**
 * `inc_` and 20 characters of [0-9a-z]: nine of the millisecond, so that ids sort by creation until the year 5188, and
 * eleven random ones (56 bits). Letters and digits only, since a policy's Sid takes no other, and BullMQ refuses ":".
 */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}_${timePart(Date.now())}${randomPart()}`,
}

function timePart(nowMs: number): string {
  return nowMs.toString(36).padStart(TIME_CHARS, '0')
}

function randomPart(): string {
  // 252 is the largest multiple of 36 in a byte: bytes above it would favour the first letters.
  const fair: string[] = []
  while (fair.length < RANDOM_CHARS) {
    for (const byte of randomBytes(RANDOM_CHARS)) if (byte < 252) fair.push(ALPHABET.charAt(byte % 36))
  }
  return fair.slice(0, RANDOM_CHARS).join('')
}
