import { channel } from 'node:diagnostics_channel'
import type { AwsFailureKind } from '../../src/domain/aws-error.js'
import type { AwsAction } from './permissions.js'

/** A call that ended; says nothing of what was asked or answered. */
export interface AwsCallSeen {
  readonly operation: AwsAction
  readonly outcome: 'ok' | 'guarded' | AwsFailureKind
  /** More than one where the SDK tried again. */
  readonly attempts: number
}

/** A diagnostics channel: whoever counts need not be handed through every client. */
const calls = channel('tourniquet.aws.call')

export function tellAwsCall(seen: AwsCallSeen): void {
  if (calls.hasSubscribers) calls.publish(seen)
}

/** Calls back for each call of this process until the returned function is called. */
export function onAwsCall(callback: (seen: AwsCallSeen) => void): () => void {
  // The channel's own name in this process; nobody else publishes on it.
  const listener = (message: unknown): void => callback(message as AwsCallSeen)
  calls.subscribe(listener)
  return () => void calls.unsubscribe(listener)
}
