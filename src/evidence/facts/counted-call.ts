import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'

/** What counting asks of a call. A normalised event is one; whoever reads no more than this of a record hands it over alone. */
export interface CountedCall {
  readonly eventId: string
  readonly eventSource: string
  readonly eventName: string
  readonly actor: CloudTrailEvent['actor']
  readonly accountId?: string | undefined
  readonly region?: string | undefined
  readonly sourceIp?: string | undefined
  readonly userAgent?: string | undefined
  readonly errorCode?: string | undefined
  readonly errorMessage?: string | undefined
}
