import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { resolvePrincipal, UNKNOWN_ACCOUNT_ID } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed, type PayloadParse } from '../finding-source.js'
import { parseEach } from '../parse-each.js'
import { firstIssue } from '../shared/first-issue.js'
import { keepFinding } from '../shared/keep-finding.js'
import { titleText } from '../shared/title-text.js'
import { fieldsOf } from '../shared/values-at.js'
import { type GenericFinding, genericFindingSchema, genericKeys, genericPrincipalKeys } from './generic-schema.js'

/**
 * Findings in the form of generic-schema.ts, one or `{"findings": […]}`. Refused is what does not follow it, unknown keys
 * included; a principal that is named in a way that does not hold (an ARN with a wildcard, two clues that differ) is taken as
 * unresolved with the reason. Never throws.
 */
export function parseGeneric(payload: unknown): PayloadParse {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return malformed('The payload is not a JSON object.')
  }
  const findings = fieldsOf(payload).get('findings')
  return parseEach(Array.isArray(findings) ? findings : [payload], parseOne)
}

function parseOne(item: unknown): FindingParse {
  const unknown = unknownKey(item)
  if (unknown !== undefined) return malformed(`The finding has a key that is not known: ${quoteText(unknown)}.`)
  const parsed = genericFindingSchema.safeParse(item)
  if (!parsed.success) return malformed(`The finding cannot be read: ${firstIssue(parsed.error)}.`)
  const principal = accused(parsed.data.principal)
  if (principal.accountId === UNKNOWN_ACCOUNT_ID) {
    return malformed('The finding cannot be read: principal.accountId: missing, and no ARN tells it.')
  }
  return toFinding(parsed.data, principal)
}

function unknownKey(item: unknown): string | undefined {
  const fields = fieldsOf(item)
  const own = [...fields.keys()].find((key) => !genericKeys.has(key))
  return own ?? [...fieldsOf(fields.get('principal')).keys()].find((key) => !genericPrincipalKeys.has(key))
}

function accused(told: GenericFinding['principal']): Principal {
  return resolvePrincipal({
    partition: told.partition ?? undefined,
    accountId: told.accountId ?? undefined,
    arns: told.arn ? [told.arn] : [],
    userType: told.type ?? undefined,
    userName: told.name ?? undefined,
    principalId: told.principalId ?? undefined,
    accessKeyId: told.accessKeyId ?? undefined,
  })
}

function toFinding(source: GenericFinding, principal: Principal): FindingParse {
  const { updatedAt } = source
  return keepFinding(
    {
      source: 'generic',
      sourceId: source.id,
      type: source.type,
      title: titleText(source.title),
      severity: source.severity,
      sample: source.sample ?? false,
      trusted: true,
      accountId: principal.accountId,
      region: source.region ?? '',
      firstSeenAt: source.firstSeenAt ?? updatedAt,
      lastSeenAt: source.lastSeenAt ?? updatedAt,
      updatedAt,
      count: source.count ?? 1,
      principal,
    },
    'finding',
  )
}
