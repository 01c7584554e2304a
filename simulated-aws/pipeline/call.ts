import type { Account } from '../account/account.js'
import type { Caller } from '../account/callers.js'
import type { JsonObject } from '../json.js'
import type { Failure } from './aws-error.js'
import type { ServiceFamily } from './service-family.js'

/** One authenticated request to the simulated account, whichever way it came in. */
export type Call = {
  readonly requestId: string
  /** The service's signing name: iam, sts, s3, ... */
  readonly service: string
  readonly family: ServiceFamily
  /** The operation's name as CloudTrail has it: PutRolePolicy, ListBuckets. */
  readonly operation: string
  /** As the SDK takes them: names in upper camel case, lists as arrays. */
  readonly parameters: JsonObject
  /** The resource of a call that nothing here implements; absent: all. */
  readonly resource?: string
  readonly region: string
  readonly sourceIp: string
  readonly userAgent: string
  readonly via: 'http' | 'actor'
}

export type CallContext = { readonly account: Account; readonly caller: Caller; readonly call: Call }

export type Reply = Success | Failure

export type Success = {
  readonly ok: true
  /** What the caller receives; undefined where the operation returns nothing. */
  readonly result?: JsonObject
  /** An object of S3, as its bytes, in place of a result. */
  readonly content?: ObjectContent
  /** What CloudTrail records as responseElements; null for reads and for writes that return nothing. */
  readonly responseElements?: JsonObject
  /** CloudTrail's `resources`, where AWS fills them in. */
  readonly resources?: JsonObject[]
  /** Another account that AWS writes the event to as well: that of the role that was assumed. */
  readonly sharedWith?: Account
}

export type ObjectContent = { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> }

export const done: Success = { ok: true }
