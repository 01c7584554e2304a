import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32
/** A key of another purpose or version can never be this one. */
const PURPOSE = 'tourniquet slack click v1'

/**
 * The key that button values are signed with, derived from the bot token: nothing more to configure or store, the same in each
 * process and after a restart. A new token makes old buttons void; the cards are edited with new ones. HKDF-SHA256 (RFC 5869)
 * does not lead back from the key to the token. An empty token is refused: its key would be everybody's.
 */
export function clickKey(botToken: string): Uint8Array {
  if (botToken === '')
    throw new TypeError('The bot token is empty: button values would be signed with a key that everybody has.')
  return new Uint8Array(hkdfSync('sha256', botToken, '', PURPOSE, KEY_BYTES))
}
