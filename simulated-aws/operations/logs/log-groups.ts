import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { deliveredBy } from '../../account/trail-delivery.js'
import type { JsonObject } from '../../json.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'

/** One event of a log group: a CloudTrail record as text, at the time at which the trail delivered it. */
export type LogEvent = {
  readonly group: string
  readonly stream: string
  readonly id: string
  readonly timestampMs: number
  readonly message: string
  readonly record: JsonObject
}

export function logGroupArn({ partition, region, accountId }: Account, name: string): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*`
}

function groupNames(account: Account): string[] {
  const names = [...account.configuredTrails.values()].flatMap(({ logGroupName }) => logGroupName ?? [])
  return [...new Set(names)].sort()
}

/** By name or by ARN; an ARN that ends in `*` is refused. */
export function findLogGroup(account: Account, nameOrArn: string): { ok: true; name: string } | Failure {
  if (nameOrArn.endsWith('*')) {
    const message = `Invalid log group identifier: ${nameOrArn.slice(0, 200)}`
    return failure({ code: 'InvalidParameterException', status: 400, message })
  }
  const name = nameOrArn.split(':log-group:').at(-1) ?? ''
  if (groupNames(account).includes(name)) return { ok: true, name }
  const message = 'The specified log group does not exist.'
  return failure({ code: 'ResourceNotFoundException', status: 400, message })
}

/** What is in a log group by now, oldest first. */
export function eventsIn(account: Account, group: string): LogEvent[] {
  const trails = [...account.configuredTrails.values()].filter(({ logGroupName }) => logGroupName === group)
  const events = trails.flatMap((trail) =>
    deliveredBy(account, trail).map(({ entry, deliveredAtMs }) => ({
      group,
      stream: `${account.accountId}_CloudTrail_${account.region}`,
      id: `${trail.name}-${String(entry.sequence).padStart(12, '0')}`,
      timestampMs: deliveredAtMs,
      message: JSON.stringify(entry.record),
      record: entry.record,
    })),
  )
  return events.sort((a, b) => a.timestampMs - b.timestampMs || (a.id < b.id ? -1 : 1))
}

const describeLogGroups = operation({
  service: 'logs',
  name: 'DescribeLogGroups',
  readOnly: true,
  input: z.object({ logGroupNamePrefix: z.string().default('') }),
  run: ({ account }, { logGroupNamePrefix }) => {
    const logGroups = groupNames(account)
      .filter((name) => name.startsWith(logGroupNamePrefix))
      .map((logGroupName) => ({ logGroupName, arn: logGroupArn(account, logGroupName), logGroupClass: 'STANDARD' }))
    return { ok: true, result: { logGroups } }
  },
})

export const logGroupOperations: Operation[] = [describeLogGroups]
