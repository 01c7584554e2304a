import { z } from 'zod'
import type { Timing } from '../src/domain/incident-context.js'
import { type SeverityWord, severityWords } from '../src/report/words.js'

const MINUTE_MS = 60_000
/** A year at most. */
const minutes = z.number().positive().max(525_600)

/** How long people have, and what comes then. No answer is never a yes or a no. */
export const questionTimingKeys = {
  expiresMinutes: minutes,
  /** When people are reminded; null: half way. */
  remindAfterMinutes: minutes.nullable().default(null),
  /** `escalate`: everybody is asked once more, `escalateTo` with them, for as long again. */
  onExpiry: z.enum(['escalate', 'needsHuman']).default('needsHuman'),
} as const

const ofOneSeverity = z.strictObject({
  expiresMinutes: minutes.optional(),
  remindAfterMinutes: minutes.nullable().optional(),
  onExpiry: z.enum(['escalate', 'needsHuman']).optional(),
})

/** What is other than usual for findings of a severity; what is left out is as usual. */
export const bySeveritySchema = z.partialRecord(z.enum(severityWords), ofOneSeverity).default({})

interface Waits {
  readonly expiresMinutes: number
  readonly remindAfterMinutes: number | null
  readonly onExpiry: 'escalate' | 'needsHuman'
}
interface Questions {
  readonly contain: Waits & { readonly bySeverity: z.infer<typeof bySeveritySchema> }
  readonly restore: Omit<Waits, 'expiresMinutes'> & { readonly expiresMinutes?: number | undefined }
}

/** How long the questions of an incident are open, in unscaled time; `severity` is that of the finding that opens it. */
export function questionTimingOf({ contain, restore }: Questions, severity?: SeverityWord): Timing['questions'] {
  return {
    contain: toTiming(severity === undefined ? contain : waitsOf(contain, severity)),
    restore: toTiming({ ...restore, expiresMinutes: restore.expiresMinutes ?? contain.expiresMinutes }),
  }
}

/** Where people would be reminded only after the question is over: the keys to blame. */
export function lateReminders({ contain, restore }: Questions): string[][] {
  const isLate = ({ remindAfterMinutes, expiresMinutes }: Waits) =>
    remindAfterMinutes !== null && remindAfterMinutes >= expiresMinutes
  const all: [string[], Waits][] = [
    [['contain'], contain],
    [['restore'], { ...restore, expiresMinutes: restore.expiresMinutes ?? contain.expiresMinutes }],
    ...severityWords.map((word): [string[], Waits] => [['contain', 'bySeverity', word], waitsOf(contain, word)]),
  ]
  const late = all.filter(([, waits]) => isLate(waits)).map(([path]) => path)
  // What a severity takes over from the question is said once.
  return late.filter(
    (path) => path.length === 1 || !late.some(([question]) => question === path[0] && path.length === 1),
  )
}

/** Whether a second circle is ever asked about a block. */
export function escalates({ onExpiry, bySeverity }: Questions['contain']): boolean {
  return [onExpiry, ...Object.values(bySeverity).map((each) => each?.onExpiry)].includes('escalate')
}

function waitsOf({ bySeverity, ...usual }: Questions['contain'], severity: SeverityWord): Waits {
  const { expiresMinutes, remindAfterMinutes, onExpiry } = bySeverity[severity] ?? {}
  return {
    expiresMinutes: expiresMinutes ?? usual.expiresMinutes,
    remindAfterMinutes: remindAfterMinutes === undefined ? usual.remindAfterMinutes : remindAfterMinutes,
    onExpiry: onExpiry ?? usual.onExpiry,
  }
}

function toTiming({ expiresMinutes, remindAfterMinutes, onExpiry }: Waits): Timing['questions']['contain'] {
  const expiryMs = Math.ceil(expiresMinutes * MINUTE_MS)
  return {
    expiryMs,
    escalationMs: onExpiry === 'escalate' ? expiryMs : null,
    ...(remindAfterMinutes === null ? {} : { reminderMs: Math.ceil(remindAfterMinutes * MINUTE_MS) }),
  }
}
