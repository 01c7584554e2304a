import { readFile } from 'node:fs/promises'
import type { ProtectionRules, ProtectionSource } from '../../src/ports.js'

/** Whom nobody may block is not known just now: nothing is planned or written until it is. */
export class ProtectionUnreadableError extends Error {
  override readonly name = 'ProtectionUnreadableError'
}

/**
 * The protection rules of a file, read anew at each call: an entry that is added holds for the very next write, without a
 * restart. `parse` throws for a text that it does not take whole. A file that is gone, damaged or half written throws here
 * as well; the rules of an earlier reading are never used in its place.
 */
export function protectionFile(path: string, parse: (text: string) => ProtectionRules): ProtectionSource {
  return {
    read: async () => {
      try {
        return parse(await readFile(path, 'utf8'))
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        const message = `The protected principals cannot be read from ${path}, so nothing is written: ${why}`
        throw new ProtectionUnreadableError(message, { cause })
      }
    },
  }
}
