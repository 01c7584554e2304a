import { z } from 'zod'

const iso = z.iso.datetime()

/** One caller that asked for sessions of a role. Names and ARNs are out of records: external text. */
export const roleAskerSchema = z.object({
  /** An ARN, a service's name, an identity provider, or an account's id where the record tells no more. */
  who: z.string(),
  /** null: a service or an identity provider. */
  accountId: z.string().nullable(),
  /** Of another account than the role. */
  isExternal: z.boolean(),
  /** How often it got a session, and how often it was refused one. */
  given: z.number().int(),
  refused: z.number().int(),
  firstAt: iso,
  lastAt: iso,
  /** Different days (UTC) before the incident on which it got one. */
  daysBefore: z.number().int(),
  externalId: z.enum(['always', 'sometimes', 'never']),
  /** Of the sessions that it got, a few of each. */
  sessionNames: z.array(z.string()),
  sourceIps: z.array(z.string()),
  /** Sessions whose end is known and lies ahead. */
  alive: z.number().int(),
  /** It never got a session before the incident, as far back as the records reach. */
  isNew: z.boolean(),
  /** It got sessions on several days before the incident: a block of the role stops it. */
  isRoutine: z.boolean(),
  /** It got the session that the finding is about. */
  isAccused: z.boolean(),
})
export type RoleAsker = z.infer<typeof roleAskerSchema>

/** Who asks for sessions of a role, told from CloudTrail: what the playbook cross-account-activity asks. */
export const roleUseSchema = z.object({
  roleArn: z.string(),
  /** How far back was asked; records of a quiet role may begin later. */
  askedFrom: iso,
  /** What was before this is what is usual. */
  incidentFrom: iso,
  /** The accused first, then new ones, then the busiest. */
  askers: z.array(roleAskerSchema),
  /** Of all of them, also of those that are not listed. */
  askerCount: z.number().int(),
  /** In sentences: what the records cannot show. */
  gaps: z.array(z.string()),
})
export type RoleUse = z.infer<typeof roleUseSchema>
