import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { callerArn } from '../../account/callers.js'
import type { JsonObject } from '../../json.js'
import { authorize, globalConditions } from '../../pipeline/authorize.js'
import { type Failure, validationError } from '../../pipeline/aws-error.js'
import type { CallContext, Reply } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { parsePolicyDocument } from '../../policy/evaluate.js'
import { profileShape } from './anywhere-shapes.js'
import { anywhereArn, anywhereOf, findById, newSwitchable, type Profile, switchTo } from './anywhere-state.js'
import { listPage, pageInput } from './list-page.js'

const service = 'rolesanywhere'
const name = z.string().regex(/^[ a-zA-Z0-9-_]{1,255}$/)
const roleArn = z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/)
const tagList = z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) })).max(200)
const durationSeconds = z.number().int().min(900).max(43_200)

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html */
const createInput = z.object({
  name,
  roleArns: z.array(roleArn).min(1).max(250),
  enabled: z.boolean().default(false),
  durationSeconds: durationSeconds.default(3600),
  managedPolicyArns: z.array(z.string()).max(50).default([]),
  requireInstanceProperties: z.boolean().default(false),
  acceptRoleSessionName: z.boolean().default(false),
  sessionPolicy: z.string().max(100_000).optional(),
  tags: tagList.default([]),
})

/** Whoever puts a role into a profile must be let to pass it to the service. */
function mayPass(
  context: CallContext,
  action: string,
  resource: string,
  roleArns: readonly string[],
): Failure | undefined {
  const conditions = globalConditions(context)
  const own = authorize(context, { action, resource, context: conditions })
  if (own !== undefined) return own.failure
  for (const arn of roleArns) {
    const passing = { ...conditions, 'iam:PassedToService': 'rolesanywhere.amazonaws.com' }
    const refusal = authorize(context, { action: 'iam:PassRole', resource: arn, context: passing })
    if (refusal !== undefined) return refusal.failure
  }
  return undefined
}

function policyRefusal(text: string | undefined): Failure | undefined {
  if (text === undefined) return undefined
  const parsed = parsePolicyDocument(text)
  return parsed.ok ? undefined : validationError(parsed.message)
}

const createProfile = operation({
  service,
  name: 'CreateProfile',
  readOnly: false,
  input: createInput,
  authorize: (context, { roleArns }) => mayPass(context, 'rolesanywhere:CreateProfile', '*', roleArns),
  run: ({ account, caller, call }, { tags, sessionPolicy, ...input }) => {
    const refusal = policyRefusal(sessionPolicy)
    if (refusal !== undefined) return refusal
    const kept = new Map(tags.map(({ key, value }) => [key, value]))
    const base = newSwitchable(account, { kind: 'profile', region: call.region, enabled: input.enabled, tags: kept })
    const profile: Profile = { ...base, ...input, sessionPolicy, createdBy: callerArn(caller) }
    anywhereOf(account).profiles.set(profile.id, profile)
    return written(profile)
  },
})

const byId = z.object({ profileId: z.string().min(1).max(64) })

function arnOf(region: string | undefined) {
  return (account: Account, { profileId }: { profileId: string }) =>
    anywhereOf(account).profiles.get(profileId)?.arn ??
    anywhereArn(account, region ?? account.region, `profile/${profileId}`)
}

const getProfile = operation({
  service,
  name: 'GetProfile',
  readOnly: true,
  input: byId,
  resource: arnOf(undefined),
  run: ({ account, call }, { profileId }) => {
    const profile = findById(anywhereOf(account).profiles, profileId, call.region)
    return profile.ok ? { ok: true, result: { profile: profileShape(profile.found) } } : profile
  },
})

const listProfiles = operation({
  service,
  name: 'ListProfiles',
  readOnly: true,
  input: pageInput,
  run: ({ account, call }, input) => {
    const here = [...anywhereOf(account).profiles.values()].filter(({ region }) => region === call.region)
    return listPage(account, 'profiles', here.map(profileShape), input)
  },
})

const updateProfile = operation({
  service,
  name: 'UpdateProfile',
  readOnly: false,
  input: byId.extend({
    name: name.optional(),
    roleArns: z.array(roleArn).max(250).optional(),
    sessionPolicy: z.string().max(100_000).optional(),
    managedPolicyArns: z.array(z.string()).max(50).optional(),
    durationSeconds: durationSeconds.optional(),
    acceptRoleSessionName: z.boolean().optional(),
  }),
  resource: arnOf(undefined),
  authorize: (context, { profileId, roleArns = [] }) =>
    mayPass(
      context,
      'rolesanywhere:UpdateProfile',
      arnOf(context.call.region)(context.account, { profileId }),
      roleArns,
    ),
  run: ({ account, call }, { profileId, ...changes }) => {
    const profile = findById(anywhereOf(account).profiles, profileId, call.region)
    if (!profile.ok) return profile
    const refusal = policyRefusal(changes.sessionPolicy)
    if (refusal !== undefined) return refusal
    const given = Object.entries(changes).filter(([, value]) => value !== undefined)
    Object.assign(profile.found, Object.fromEntries(given), { updatedAt: account.now() })
    return written(profile.found)
  },
})

function switching(operationName: 'EnableProfile' | 'DisableProfile'): Operation {
  return operation({
    service,
    name: operationName,
    readOnly: false,
    input: byId,
    resource: arnOf(undefined),
    run: ({ account, call }, { profileId }) => {
      const profile = findById(anywhereOf(account).profiles, profileId, call.region)
      if (!profile.ok) return profile
      switchTo(account, profile.found, operationName === 'EnableProfile')
      return written(profile.found)
    },
  })
}

const deleteProfile = operation({
  service,
  name: 'DeleteProfile',
  readOnly: false,
  input: byId,
  resource: arnOf(undefined),
  run: ({ account, call }, { profileId }) => {
    const profile = findById(anywhereOf(account).profiles, profileId, call.region)
    if (!profile.ok) return profile
    anywhereOf(account).profiles.delete(profileId)
    return written(profile.found)
  },
})

/** The answer of every write is the profile, and so are CloudTrail's response elements. */
function written(profile: Profile): Reply {
  const result: JsonObject = { profile: profileShape(profile) }
  return { ok: true, result, responseElements: result }
}

export const profileOperations: Operation[] = [
  ...[createProfile, getProfile, listProfiles, updateProfile, deleteProfile],
  ...[switching('EnableProfile'), switching('DisableProfile')],
]
