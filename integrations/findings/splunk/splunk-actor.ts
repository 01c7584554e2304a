import type { Principal } from '../../../src/domain/principal.js'
import { type ActorTexts, cloudTrailActor } from '../shared/cloudtrail-actor.js'
import { valuesAt } from '../shared/values-at.js'

const ISSUER = 'userIdentity.sessionContext.sessionIssuer'

/** The Splunk Add-on for AWS has its own names for some: https://docs.splunk.com/Documentation/AddOns/released/AWS/DataTypes */
const PATHS = {
  arns: ['userIdentity.arn', `${ISSUER}.arn`, 'user_arn'],
  accountIds: ['userIdentity.accountId', `${ISSUER}.accountId`],
  types: ['userIdentity.type', 'user_type'],
  userNames: ['userIdentity.userName'],
  issuerNames: [`${ISSUER}.userName`],
  principalIds: ['userIdentity.principalId', 'user_id'],
  accessKeyIds: ['userIdentity.accessKeyId', 'user_access_key'],
  invokedBy: ['userIdentity.invokedBy'],
} as const satisfies Record<keyof ActorTexts, readonly string[]>

/**
 * What is done to somebody is not done by them. `user_role` is the role that was asked for: Splunk's cross-account search
 * compares its account with the caller's.
 * https://research.splunk.com/cloud/21193641-cb96-4a2c-a707-d9b9a7f7792b/
 */
const ACTED_UPON = /^(requestParameters\.|responseElements\.|user_role$)/

/** Whom a row accuses: who acted. undefined where it names nobody of AWS at all. */
export function splunkActor(row: Readonly<Record<string, unknown>>): Principal | undefined {
  const texts = textsOf(row)
  const isNamed = Object.values(texts).some((values: readonly string[]) => values.length > 0)
  return isNamed ? cloudTrailActor(texts) : undefined
}

/** Whether a row names something of AWS that was acted upon. */
export function namesObjects(row: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(row).some((key) => ACTED_UPON.test(key))
}

function textsOf(row: Readonly<Record<string, unknown>>): ActorTexts {
  const of = (paths: readonly string[]) => [...new Set(paths.flatMap((path) => valuesAt(row, path)).flatMap(lines))]
  const arns = of(PATHS.arns).filter((text) => text.startsWith('arn:'))
  const types = of(PATHS.types)
  const userNames = of(PATHS.userNames)
  // The add-on's aliases mean the name of a user, or of a session: good enough where nothing else is there.
  const aliases = userNames.length === 0 && arns.length === 0 ? of(['userName', 'user_name', 'user']) : []
  const aliasArns = aliases.filter((text) => text.startsWith('arn:'))
  return {
    arns: [...arns, ...aliasArns],
    accountIds: of(PATHS.accountIds),
    types,
    userNames: [...userNames, ...aliases.filter((text) => !text.startsWith('arn:')).slice(0, 2)],
    issuerNames: of(PATHS.issuerNames),
    principalIds: of(PATHS.principalIds).filter((text) => !text.startsWith('arn:')),
    accessKeyIds: of(PATHS.accessKeyIds),
    invokedBy: of(PATHS.invokedBy),
  }
}

/** One value a line; a text that ends in a line break is the text before it. */
function lines(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => line.trim() || [])
}
