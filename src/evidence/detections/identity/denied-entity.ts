import { lastSegment } from '../../record/record-values.js'
import type { Act } from '../act.js'

export interface DeniedEntity {
  readonly type: 'user' | 'role' | 'group'
  readonly name: string
}

/**
 * The record of a denied call to IAM has no parameters: what the call was about stands in the message alone, as `on resource: user ana` or
 * by its ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function deniedEntity({ outcome, service, event }: Act): DeniedEntity | null {
  if (outcome === 'ok' || service !== 'iam') return null
  const [, type, name] = inMessage.exec(event.errorMessage ?? '') ?? []
  if (name === undefined || (type !== 'user' && type !== 'role' && type !== 'group')) return null
  return { type, name: lastSegment(name) }
}

const inMessage = /on resource: (?:arn:[a-z-]+:iam::\d*:)?(user|role|group)[ /]([\w+=,.@/-]+)/
