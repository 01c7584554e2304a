import { isNativeError } from 'node:util/types'
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../../src/engine/engine.js'

const MAX_CHARACTERS = 500
/** Slack's tokens, whole or in part of an address; and one-time addresses, whose path is their secret. */
const SECRETS = /\b(xox[a-z]|xapp|xwfp)-[\w-]+|((?:wss?|https?):\/\/[^\s"'?#]+)\?[^\s"']*/g

/**
 * Bolt's log in ours. Its debug lines hold whole payloads, so they are never written; of an error the message alone is, cut
 * and without tokens.
 */
export function boltLogger(log: Log): Logger {
  const write =
    (to: 'info' | 'warn' | 'error') =>
    (...said: unknown[]) =>
      log[to]('Slack library.', { said: said.map(inWords).join(' ').slice(0, MAX_CHARACTERS) })
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    // Whoever asks does so to spare itself the debug lines.
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}

function inWords(said: unknown): string {
  const text = isNativeError(said) ? said.message : typeof said === 'string' ? said : typeof said
  return text.replace(SECRETS, (_, token, address) => (token === undefined ? `${address}?[redacted]` : '[redacted]'))
}
