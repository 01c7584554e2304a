import { pino, stdTimeFunctions } from 'pino'
import type { Log } from '../src/engine/engine.js'

/** Structured logs on stderr. Fields that could carry a secret are redacted wherever they turn up. */
export function jsonLog(level: string): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: {
        paths: ['*.token', '*.secret', '*.authorization', '*.password', '*.sessionToken', '*.url'],
        censor: '[redacted]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    info: (message, details) => logger.info(details ?? {}, message),
    warn: (message, details) => logger.warn(details ?? {}, message),
    error: (message, details) => logger.error(details ?? {}, message),
  }
}

/** Nothing, unless a level is asked for (TOURNIQUET_LOG=info): the demo has a display of its own. */
export function silentLog(level: string | undefined): Log {
  return jsonLog(level ?? 'silent')
}
