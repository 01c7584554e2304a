import type { QueriedPrincipal } from '../queried-principal.js'
import { sqlLiteral, sqlName } from './sql-text.js'

export interface AthenaScope {
  readonly database: string
  readonly table: string
  /** ISO, both ends included. */
  readonly from: string
  readonly to: string
  /** Empty: all that the table has. */
  readonly accountIds?: readonly string[]
  readonly regions?: readonly string[]
}

export interface AthenaQueries {
  /** A user or a role: every call of its sessions, and what was done to it. */
  principal(principal: QueriedPrincipal): string
  accessKey(accessKeyId: string): string
  sourceIp(sourceIp: string): string
  /** Who made a key, be it a user's own or a session's. */
  accessKeyCreated(accessKeyId: string): string
  accessDenied(): string
  usersAndRolesCreated(): string
  listBuckets(): string
}

const hourMs = 3_600_000
/** A file lies under the day on which it was delivered. */
const deliveryLagMs = 6 * hourMs

const columns = [
  ...['eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode'],
  ...['useridentity.type AS actor_type', 'useridentity.arn AS actor', 'useridentity.accesskeyid AS access_key_id'],
  ...['useridentity.sessioncontext.sessionissuer.arn AS issuer', 'requestparameters', 'responseelements', 'eventid'],
]

/**
 * The questions of an investigation in SQL, for the table of `athenaTable`: for logs that one machine does not read in time.
 * Nothing is sent here. Each asks for the partitions of its window alone, and every value is one literal whatever is in it.
 * Records that were delivered twice come twice: tell them apart by `eventid`.
 */
export function athenaQueries(scope: AthenaScope): AthenaQueries {
  const select = (condition: string) =>
    [
      `SELECT ${columns.join(', ')}`,
      `FROM ${sqlName(scope.database)}.${sqlName(scope.table)}`,
      `WHERE ${partitionsOf(scope).join(' AND ')}`,
      `AND (${condition})`,
      'ORDER BY eventtime',
    ].join('\n')
  return {
    principal: (principal) => select(principalCondition(principal)),
    accessKey: (accessKeyId) => select(`useridentity.accesskeyid = ${sqlLiteral(accessKeyId)}`),
    sourceIp: (sourceIp) => select(`sourceipaddress = ${sqlLiteral(sourceIp)}`),
    accessKeyCreated: (accessKeyId) =>
      select(
        ['$.accessKey.accessKeyId', '$.credentials.accessKeyId']
          .map((path) => `json_extract_scalar(responseelements, '${path}') = ${sqlLiteral(accessKeyId)}`)
          .join(' OR '),
      ),
    accessDenied: () => select("regexp_like(errorcode, 'Unauthorized|Denied|Forbidden')"),
    usersAndRolesCreated: () => select("eventname IN ('CreateUser', 'CreateRole')"),
    listBuckets: () => select("eventname = 'ListBuckets'"),
  }
}

/** By the ARN of the caller or its issuer, else by name, and by name where it is the target. */
function principalCondition({ arn, name }: QueriedPrincipal): string {
  const issuer = 'useridentity.sessioncontext.sessionissuer'
  const callers =
    arn === null
      ? [`useridentity.username = ${sqlLiteral(name)}`, `${issuer}.username = ${sqlLiteral(name)}`]
      : [
          `useridentity.arn = ${sqlLiteral(arn)}`,
          `${issuer}.arn = ${sqlLiteral(arn)}`,
          `json_extract_scalar(requestparameters, '$.roleArn') = ${sqlLiteral(arn)}`,
        ]
  const targets = ['roleName', 'userName', 'groupName'].map(
    (field) => `json_extract_scalar(requestparameters, '$.${field}') = ${sqlLiteral(name)}`,
  )
  return [...callers, ...targets].join(' OR ')
}

function partitionsOf({ from, to, accountIds = [], regions = [] }: AthenaScope): string[] {
  const listed = (values: readonly string[]) => values.map(sqlLiteral).join(', ')
  const lastDay = dayOf(Date.parse(to) + deliveryLagMs)
  return [
    `day BETWEEN ${sqlLiteral(dayOf(Date.parse(from)))} AND ${sqlLiteral(lastDay)}`,
    ...(accountIds.length > 0 ? [`account IN (${listed(accountIds)})`] : []),
    ...(regions.length > 0 ? [`region IN (${listed(regions)})`] : []),
    `eventtime BETWEEN ${sqlLiteral(wholeSecond(from))} AND ${sqlLiteral(wholeSecond(to))}`,
  ]
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')
}

/** As CloudTrail writes it, so that texts compare as times do. */
function wholeSecond(iso: string): string {
  return new Date(Date.parse(iso)).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
