import { z } from 'zod'
import type { Account } from '../account/account.js'
import { newTrail, setTrail, switchTrail } from '../account/configured-trails.js'
import type { ConfiguredTrail } from '../account/entities.js'
import { type JsonObject, jsonObjectSchema } from '../json.js'
import { type Failure, failure } from '../pipeline/aws-error.js'
import { done } from '../pipeline/call.js'
import { type Operation, operation } from '../pipeline/operation.js'
import { lowerKeys } from '../pipeline/record.js'

const trailName = z.string().min(3).max(256)

/** Name or ARN, as CloudTrail takes both. */
function find(account: Account, name: string): { ok: true; trail: ConfiguredTrail } | Failure {
  const trail = account.configuredTrails.get(name.split(':trail/').at(-1) ?? name)
  if (trail !== undefined) return { ok: true, trail }
  const message = `Unknown trail: ${name} for the user: ${account.accountId}`
  return failure({ code: 'TrailNotFoundException', status: 400, message })
}

function resourceOf(account: Account, name: string): string {
  return newTrail(account, name.split(':trail/').at(-1) ?? name, '').arn
}

const onName = {
  service: 'cloudtrail',
  resource: (account: Account, { Name }: { Name: string }) => resourceOf(account, Name),
} as const
const onTrailName = {
  service: 'cloudtrail',
  resource: (account: Account, { TrailName }: { TrailName: string }) => resourceOf(account, TrailName),
} as const

function shape(trail: ConfiguredTrail): JsonObject {
  return {
    Name: trail.name,
    S3BucketName: trail.s3BucketName,
    IncludeGlobalServiceEvents: trail.includesGlobalServiceEvents,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.validatesLogFiles,
    IsOrganizationTrail: false,
  }
}

const createTrail = operation({
  ...onName,
  name: 'CreateTrail',
  readOnly: false,
  input: z.object({
    Name: trailName,
    S3BucketName: z.string().min(3),
    IsMultiRegionTrail: z.boolean().default(false),
    IncludeGlobalServiceEvents: z.boolean().default(true),
    EnableLogFileValidation: z.boolean().default(false),
    CloudWatchLogsLogGroupArn: z.string().optional(),
  }),
  run: ({ account }, input) => {
    const { Name, S3BucketName, IsMultiRegionTrail, IncludeGlobalServiceEvents } = input
    if (account.configuredTrails.has(Name)) {
      const message = `Trail ${Name} already exists for customer: ${account.accountId}`
      return failure({ code: 'TrailAlreadyExistsException', status: 400, message })
    }
    const trail: ConfiguredTrail = {
      ...newTrail(account, Name, S3BucketName),
      isMultiRegion: IsMultiRegionTrail,
      includesGlobalServiceEvents: IncludeGlobalServiceEvents,
      validatesLogFiles: input.EnableLogFileValidation,
      logGroupName: logGroupIn(input.CloudWatchLogsLogGroupArn),
    }
    account.configuredTrails.set(Name, trail)
    return { ok: true, result: shape(trail), responseElements: lowerKeys(shape(trail)) }
  },
})

/** The name in `arn:aws:logs:us-east-1:111122223333:log-group:Name:*`. */
function logGroupIn(arn: string | undefined): string | undefined {
  return arn?.split(':log-group:')[1]?.replace(/:\*$/, '')
}

/** Whether a trail copies events to its bucket does not touch the event history: LookupEvents goes on telling all. */
function switchLogging(name: 'StartLogging' | 'StopLogging'): Operation {
  return operation({
    ...onName,
    name,
    readOnly: false,
    input: z.object({ Name: z.string() }),
    run: ({ account }, { Name }) => {
      const found = find(account, Name)
      if (!found.ok) return found
      switchTrail(found.trail, name === 'StartLogging', account.now().getTime())
      return done
    },
  })
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html; the log group stays as it is. */
const updateTrail = operation({
  ...onName,
  name: 'UpdateTrail',
  readOnly: false,
  input: z.object({
    Name: z.string(),
    S3BucketName: z.string().min(3).optional(),
    IsMultiRegionTrail: z.boolean().optional(),
    IncludeGlobalServiceEvents: z.boolean().optional(),
    EnableLogFileValidation: z.boolean().optional(),
  }),
  run: ({ account }, { Name, S3BucketName, IsMultiRegionTrail, ...input }) => {
    const { IncludeGlobalServiceEvents, EnableLogFileValidation } = input
    const found = find(account, Name)
    if (!found.ok) return found
    const { trail } = found
    const changes = {
      ...(S3BucketName !== undefined && { s3BucketName: S3BucketName }),
      ...(IncludeGlobalServiceEvents !== undefined && { includesGlobalServiceEvents: IncludeGlobalServiceEvents }),
      ...(EnableLogFileValidation !== undefined && { validatesLogFiles: EnableLogFileValidation }),
    }
    setTrail(trail, changes, account.now().getTime())
    trail.isMultiRegion = IsMultiRegionTrail ?? trail.isMultiRegion
    return { ok: true, result: shape(trail), responseElements: lowerKeys(shape(trail)) }
  },
})

const deleteTrail = operation({
  ...onName,
  name: 'DeleteTrail',
  readOnly: false,
  input: z.object({ Name: z.string() }),
  run: ({ account }, { Name }) => {
    const found = find(account, Name)
    if (!found.ok) return found
    account.configuredTrails.delete(found.trail.name)
    return done
  },
})

const putEventSelectors = operation({
  ...onTrailName,
  name: 'PutEventSelectors',
  readOnly: false,
  input: z.object({ TrailName: z.string(), EventSelectors: z.array(jsonObjectSchema).default([]) }),
  run: ({ account }, { TrailName, EventSelectors }) => {
    const found = find(account, TrailName)
    if (!found.ok) return found
    setTrail(found.trail, { eventSelectors: EventSelectors }, account.now().getTime())
    const result = { TrailARN: found.trail.arn, EventSelectors }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

const managementEvents = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }

const getEventSelectors = operation({
  ...onTrailName,
  name: 'GetEventSelectors',
  readOnly: true,
  input: z.object({ TrailName: z.string() }),
  run: ({ account }, { TrailName }) => {
    const found = find(account, TrailName)
    if (!found.ok) return found
    const EventSelectors = found.trail.eventSelectors ?? [managementEvents]
    return { ok: true, result: { TrailARN: found.trail.arn, EventSelectors } }
  },
})

const describeTrails = operation({
  service: 'cloudtrail',
  name: 'DescribeTrails',
  readOnly: true,
  input: z.object({ trailNameList: z.array(z.string()).default([]) }),
  run: ({ account }, { trailNameList }) => {
    const all = [...account.configuredTrails.values()]
    const asked = all.filter(({ name, arn }) => trailNameList.includes(name) || trailNameList.includes(arn))
    const trails = trailNameList.length === 0 ? all : asked
    return { ok: true, result: { trailList: trails.map((trail) => ({ ...shape(trail), HomeRegion: account.region })) } }
  },
})

const getTrailStatus = operation({
  ...onName,
  name: 'GetTrailStatus',
  readOnly: true,
  input: z.object({ Name: z.string() }),
  run: ({ account }, { Name }) => {
    const found = find(account, Name)
    return found.ok ? { ok: true, result: { IsLogging: found.trail.isLogging } } : found
  },
})

export const trailOperations: Operation[] = [
  ...[createTrail, updateTrail, deleteTrail, putEventSelectors, getEventSelectors, describeTrails, getTrailStatus],
  ...[switchLogging('StartLogging'), switchLogging('StopLogging')],
]
