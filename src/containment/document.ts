import { z } from 'zod'
import { isSessionName } from '../domain/arn.js'
import { jsonSchema } from '../domain/json-schema.js'
import type { Partition } from '../domain/partition.js'
import { decodePolicyDocument, listOf, samePolicy, statementsOf } from './policy-text.js'

/** A policy of ours, ready to be put. `document` is plain JSON text. */
export interface OwnPolicy {
  readonly name: string
  readonly document: string
}

/** Stands in a plan where only AWS's clock at the moment of the write can fill in the date. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder as it is shown, not a template
export const awsTimePlaceholder = '${AWS_TIME}'

const containmentIdPattern = /^cnt_([0-9a-z]{20})$/
const ownSid = /^Tourniquet(?:Revoke|Session)?cnt([0-9a-z]{20})$/
const isoDateTime = z.iso.datetime()
const revokeShape = z.object({
  Condition: z.object({ DateLessThan: z.object({ 'aws:TokenIssueTime': jsonSchema }) }),
})

/**
 * The block: an inline policy that denies everything. Its name carries the containment, so that IAM's blind upsert can
 * never overwrite a policy of the customer, nor a late delete remove the block of another incident; a configuration may
 * ask for a literal name instead. Its Sid (IAM allows letters and digits only) marks the text itself as ours. An explicit deny wins over every allow, also over resource
 * policies that name the role's sessions, and applies to sessions issued before.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function denyAllPolicy(containmentId: string, policyName: string | null = null): OwnPolicy {
  const statement = { Sid: `Tourniquet${marker(containmentId)}`, Effect: 'Deny', Action: '*', Resource: '*' }
  return { name: policyName ?? `DenyAll-${containmentId}`, document: policyText(statement) }
}

/**
 * Denies everything to one session of a role, known by `aws:userid`. Whoever may assume the role opens another session under
 * another name. Refuses what is no session name: it would be read as a pattern or a policy variable.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-userid
 */
export function denySessionPolicy(containmentId: string, roleUniqueId: string, sessionName: string): OwnPolicy {
  if (!isSessionName(sessionName)) throw new TypeError('This is no name that STS gives to a session.')
  const statement = {
    Sid: `TourniquetSession${marker(containmentId)}`,
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:userid': `${roleUniqueId}:${sessionName}` } },
  }
  return { name: `DenySession-${containmentId}`, document: policyText(statement) }
}

/** AWS's own policy that denies everything: what is attached where an inline policy does not fit. */
export function managedDenyAllArn(partition: Partition): string {
  return `arn:${partition}:iam::aws:policy/AWSDenyAll`
}

/**
 * Keeps stolen sessions dead after the block is gone: denies everything to credentials issued before the date. Sessions
 * issued later work. `issuedBefore` is an ISO time of AWS's own clock, or the placeholder in a plan.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function revokeOlderSessionsPolicy(containmentId: string, issuedBefore: string): OwnPolicy {
  if (issuedBefore !== awsTimePlaceholder) isoDateTime.parse(issuedBefore)
  const statement = {
    Sid: `TourniquetRevoke${marker(containmentId)}`,
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateLessThan: { 'aws:TokenIssueTime': issuedBefore } },
  }
  return { name: `RevokeOlderSessions-${containmentId}`, document: policyText(statement) }
}

/** A planned document with AWS's time in it. Refuses a text without the placeholder and a time that is not ISO: both are bugs. */
export function fillAwsTime(document: string, awsTime: string): string {
  isoDateTime.parse(awsTime)
  if (!document.includes(awsTimePlaceholder)) throw new TypeError('This document has no place for a time.')
  return document.replaceAll(awsTimePlaceholder, awsTime)
}

/**
 * The date in a revoke policy, where the text is exactly ours apart from it: a crash between the write and its record
 * leaves the policy with a date that only AWS knew. null for any other text.
 */
export function revokeDateOf(document: string, containmentId: string): string | null {
  const decoded = decodePolicyDocument(document)
  if (!decoded.ok) return null
  const date = revokeShape.safeParse(statementsOf(decoded.document)[0])
  if (!date.success) return null
  const issuedBefore = listOf(date.data.Condition.DateLessThan['aws:TokenIssueTime'])[0]
  const iso = isoDateTime.safeParse(issuedBefore)
  if (!iso.success) return null
  return samePolicy(revokeOlderSessionsPolicy(containmentId, iso.data).document, document) ? iso.data : null
}

/** The containment whose marker a policy carries; null where it is not ours. Says nothing about the rest of the text. */
export function ownedBy(document: string): string | null {
  const decoded = decodePolicyDocument(document)
  if (!decoded.ok) return null
  for (const { Sid } of statementsOf(decoded.document)) {
    const match = typeof Sid === 'string' ? ownSid.exec(Sid) : null
    if (match) return `cnt_${match[1]}`
  }
  return null
}

function policyText(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

function marker(containmentId: string): string {
  const match = containmentIdPattern.exec(containmentId)
  if (!match) throw new TypeError(`"${containmentId}" is not a containment id, so no policy can be named after it.`)
  return `cnt${match[1]}`
}
