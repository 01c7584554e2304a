import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { parseFilterPattern } from './filter-pattern.js'
import { eventsIn, findLogGroup, type LogEvent, logGroupArn } from './log-groups.js'

const maxEvents = 10_000
const maxBytes = 1024 * 1024
/** A search over long times goes through much that holds nothing, and says so page by page. */
const emptyPages = 3

const filterInput = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  /** Milliseconds since the epoch, both ends included. */
  startTime: z.number().default(0),
  endTime: z.number().default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(''),
  limit: z.number().int().min(1).max(maxEvents).default(maxEvents),
  nextToken: z.string().optional(),
})
type FilterInput = z.output<typeof filterInput>

const invalid = (message: string) => failure({ code: 'InvalidParameterException', status: 400, message })

const filterLogEvents = operation({
  service: 'logs',
  name: 'FilterLogEvents',
  readOnly: true,
  input: filterInput,
  resource: (account, input) => logGroupArn(account, input.logGroupName ?? input.logGroupIdentifier ?? '*'),
  run: ({ account }, input) => {
    const group = findLogGroup(account, input.logGroupName ?? input.logGroupIdentifier ?? '')
    if (!group.ok) return group
    const matches = parseFilterPattern(input.filterPattern)
    if (matches === undefined) return invalid('Invalid filter pattern')
    const after = startOf(input)
    if (!after.ok) return after
    if (account.settings.emptyPages && after.empty < emptyPages) {
      const nextToken = writeToken(input, { place: after.place, empty: after.empty + 1 })
      return { ok: true, result: { events: [], searchedLogStreams: [], nextToken } }
    }
    const found = eventsIn(account, group.name).filter(
      (event) =>
        event.timestampMs >= input.startTime &&
        event.timestampMs <= input.endTime &&
        placeOf(event) > after.place &&
        matches(event),
    )
    const events = pageOf(found, input.limit)
    const last = events.at(-1)
    const token =
      last !== undefined && events.length < found.length
        ? { nextToken: writeToken(input, { place: placeOf(last), empty: after.empty }) }
        : {}
    return { ok: true, result: { events: events.map(shape), searchedLogStreams: [], ...token } }
  },
})

/** At most so many events and so many bytes; at least one. */
function pageOf(found: LogEvent[], limit: number): LogEvent[] {
  let bytes = 0
  const end = found.findIndex((event, index) => {
    bytes += event.message.length
    return index >= limit || (index > 0 && bytes > maxBytes)
  })
  return end === -1 ? found : found.slice(0, end)
}

function shape({ stream, id, timestampMs, message }: LogEvent) {
  return { logStreamName: stream, timestamp: timestampMs, message, ingestionTime: timestampMs, eventId: id }
}

/** A text that sorts like the events. */
function placeOf({ timestampMs, id }: LogEvent): string {
  return `${String(timestampMs).padStart(15, '0')} ${id}`
}

/** How far a search has come. */
interface Progress {
  readonly place: string
  /** Pages without an event so far. */
  readonly empty: number
}

/** The token holds for the very search that it was made for. */
function writeToken(input: FilterInput, progress: Progress): string {
  return Buffer.from(JSON.stringify({ search: searchOf(input), ...progress })).toString('base64url')
}

function searchOf({ nextToken: _, ...search }: FilterInput): string {
  return createHash('sha256').update(JSON.stringify(search)).digest('base64url')
}

const tokenSchema = z.object({ search: z.string(), place: z.string(), empty: z.number() })

function startOf(input: FilterInput): ({ ok: true } & Progress) | Failure {
  if (input.nextToken === undefined) return { ok: true, place: '', empty: 0 }
  try {
    const token = tokenSchema.parse(JSON.parse(Buffer.from(input.nextToken, 'base64url').toString()))
    if (token.search === searchOf(input)) return { ok: true, place: token.place, empty: token.empty }
  } catch {
    // Not one of ours: the same answer as for one of another search.
  }
  return invalid('The specified nextToken is invalid.')
}

export const filterLogOperations: Operation[] = [filterLogEvents]
