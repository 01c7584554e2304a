import type { $Command } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { AwsError } from '../../src/domain/aws-error.js'
import type { SendGuard } from '../../src/ports.js'
import { tellAwsCall } from './aws-call-channel.js'
import { classifyFailure } from './classify.js'
import type { AwsAction } from './permissions.js'

type MiddlewareStack<Input extends object, Output extends Metadata> = $Command<Input, Output, object>['middlewareStack']
type Metadata = { $metadata: { requestId?: string | undefined } }

/** One call of an SDK client. `operation` names it in errors: `iam:PutRolePolicy`. */
export interface AwsCall<Input extends object, Output extends Metadata> {
  readonly operation: AwsAction
  readonly command: { readonly middlewareStack: MiddlewareStack<Input, Output> }
  readonly send: () => Promise<Output>
  /** Runs before each attempt leaves the process; what it throws stops the call and reaches the caller unchanged. */
  readonly guard?: SendGuard
}

export interface AwsAnswer<Output> {
  readonly output: Output
  readonly requestId: string
  /** AWS's `Date` header as ISO time; null where the answer had none. */
  readonly at: string | null
}

const responseSchema = z.object({ headers: z.record(z.string(), z.string().optional()) })

/** What is seen where the request meets the network. */
interface Wire {
  /** How often a request left the process. */
  attempts: number
  refusal: { readonly error: unknown } | null
  date: string | null
}

/**
 * Sends a command and answers with AWS's clock beside the output. Every failure is an AwsError with a kind, except what
 * the guard throws. Does not retry beyond what the client does.
 */
export async function sendCommand<Input extends object, Output extends Metadata>(
  call: AwsCall<Input, Output>,
): Promise<AwsAnswer<Output>> {
  const wire = tapWire(call.command.middlewareStack, call.guard ?? null)
  try {
    const output = await call.send()
    tellAwsCall({ operation: call.operation, outcome: 'ok', attempts: wire.attempts })
    return { output, requestId: output.$metadata.requestId ?? 'unknown', at: wire.date }
  } catch (error) {
    const failure = wire.refusal ? null : toAwsError(error, call, wire.attempts > 0)
    tellAwsCall({ operation: call.operation, outcome: failure?.kind ?? 'guarded', attempts: wire.attempts })
    throw failure ?? wire.refusal?.error
  }
}

/**
 * The innermost middleware: below the SDK's retries and signing, so that it runs on every attempt with nothing but the
 * socket behind it. With the connection still open from the reads before a write, the bytes leave in the same tick.
 */
function tapWire<Input extends object, Output extends Metadata>(
  stack: MiddlewareStack<Input, Output>,
  guard: SendGuard | null,
): Wire {
  const wire: Wire = { attempts: 0, refusal: null, date: null }
  // In place of the SDK's own of that name, which copies each input and answer for a log that nobody keeps.
  stack.add((next) => next, { step: 'initialize', name: 'loggerMiddleware', override: true })
  stack.add(
    (next) => async (args) => {
      try {
        await guard?.()
      } catch (error) {
        wire.refusal = { error }
        throw error
      }
      wire.attempts += 1
      const result = await next(args)
      wire.date = dateOf(result.response)
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'tourniquetWire' },
  )
  return wire
}

function dateOf(response: unknown): string | null {
  const parsed = responseSchema.safeParse(response)
  if (!parsed.success) return null
  const header = Object.entries(parsed.data.headers).find(([name]) => name.toLowerCase() === 'date')?.[1]
  const at = Date.parse(header ?? '')
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** What the SDK throws: modelled exceptions, plain Errors with a network `code`, and errors nested in `cause`. */
const sdkErrorSchema = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  Code: z.string().optional().catch(undefined),
  /** Who is at fault: there only where the SDK could read the answer as an error of the service. */
  $fault: z.string().optional().catch(undefined),
  $metadata: z
    .object({ httpStatusCode: z.number().optional(), requestId: z.string().optional() })
    .optional()
    .catch(undefined),
})

function toAwsError(error: unknown, call: { operation: string; guard?: SendGuard }, sent: boolean): AwsError {
  if (error instanceof AwsError) return error
  const parsed = sdkErrorSchema.safeParse(error)
  const facts = parsed.success ? parsed.data : { name: 'Error', message: String(error) }
  const status = facts.$metadata?.httpStatusCode ?? null
  const own = inItsWords(facts)
  const understood = facts.$fault !== undefined && !namesBySdk.includes(own.code)
  const { code, text } = understood || status === null ? own : unreadable(status)
  const kind = classifyFailure({ code, status, sent, understood, write: call.guard !== undefined })
  const requestId = facts.$metadata?.requestId ?? null
  const { operation } = call
  return new AwsError({ kind, code, operation, message: `${code}: ${text}`, requestId }, { cause: error })
}

/** What the SDK calls an error whose answer could be parsed and held no code. */
const namesBySdk = ['Unknown', 'UnknownError', 'NotFound']

function inItsWords({ name, message, code, Code }: Partial<z.infer<typeof sdkErrorSchema>>) {
  return { code: Code ?? code ?? name ?? 'Error', text: message || 'no message' }
}

/** What the SDK's parser says about a page of HTML helps nobody; the status may. */
function unreadable(status: number) {
  return { code: `Http${status}`, text: 'the answer is none of AWS' }
}
