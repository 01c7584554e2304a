import type { Json } from '../../../src/domain/canonical-json.js'
import type { WireRequest } from './wire.js'

/** One request that a server on the internet will see, and the answer that it gets. */
export interface IntakeCase {
  /** A rule, or the end of one: what is sent. */
  readonly name: string
  /** Made from a finding that would be taken as it is, and from its text. */
  readonly request: (event: Json, text: string) => WireRequest
  readonly status: number
  /** null: no `{error, detail}`, either because it was answered 2xx or because Node answered before us. */
  readonly error: string | null
}

type Request = IntakeCase['request'] | WireRequest

/** Cases that all end the same way, by name. */
export function cases(
  group: string,
  status: number,
  error: string | null,
  requests: Readonly<Record<string, Request>>,
): IntakeCase[] {
  return Object.entries(requests).map(([name, request]) => ({
    name: `${group}: ${name}`,
    request: typeof request === 'function' ? request : (_event, text) => ({ body: text, ...request }),
    status,
    error,
  }))
}
