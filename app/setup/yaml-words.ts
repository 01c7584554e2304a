import { isNativeError } from 'node:util/types'
import { YAMLParseError } from 'yaml'
import { z } from 'zod'
import { errorCode } from '../../integrations/postgres/embedded/caught-error.js'

/**
 * Why a text is no usable YAML, in words that hold nothing of it: the parser's own messages quote what they stumble
 * over, and that may be a secret.
 */
export function yamlWords(error: unknown): string {
  if (error instanceof YAMLParseError) {
    const [at] = error.linePos ?? []
    return `no YAML: ${error.code}${at === undefined ? '' : ` at line ${at.line}, column ${at.col}`}`
  }
  if (isNativeError(error) && error.name === 'ReferenceError') {
    return 'no YAML: an alias (*name) has no anchor; put texts that begin with * in quotes'
  }
  if (error instanceof z.ZodError) return 'it must hold keys and values'
  return errorCode(error) || 'it cannot be understood'
}
