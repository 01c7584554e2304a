import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { QueriedPrincipal } from '../queried-principal.js'
import { anyOf, contains, equals, type FieldTest } from './field-test.js'

/** What each query is asked with; the values may be anybody's. */
export interface NamedQueryParams {
  readonly accessDenied: Readonly<Record<string, never>>
  readonly byAccessKey: { readonly accessKeyId: string }
  readonly bySourceIp: { readonly sourceIp: string }
  /** Who made this key, be it a user's own or a session's. */
  readonly accessKeyCreated: { readonly accessKeyId: string }
  readonly usersAndRolesCreated: Readonly<Record<string, never>>
  readonly listBuckets: Readonly<Record<string, never>>
  /** Every call of a user or of a role's sessions, and what was done to it. */
  readonly byPrincipal: QueriedPrincipal
}
export type QueryName = keyof NamedQueryParams

export interface NamedQuery {
  readonly name: QueryName
  readonly title: string
  /** For people, in the console of Logs Insights: a few columns. */
  readonly insights: string
  /** The condition alone, for whoever wants whole records. */
  readonly condition: string
  /** For FilterLogEvents, and for `aws logs filter-log-events --filter-pattern`. */
  readonly filterPattern: string
  /** What the query means, exactly: either language may find more where a value has characters that are not safe in it. */
  readonly matches: (record: TrailRecord) => boolean
}

interface Definition {
  readonly title: string
  readonly test: FieldTest
  readonly columns: readonly string[]
}

const call = ['awsRegion', 'eventSource', 'eventName', 'sourceIPAddress', 'userAgent']
const callAndCaller = ['awsRegion', 'userIdentity.arn', 'eventSource', 'eventName', 'sourceIPAddress', 'userAgent']

const definitions: { readonly [Name in QueryName]: (params: NamedQueryParams[Name]) => Definition } = {
  accessDenied: () => ({
    title: 'Access denied attempts',
    test: contains('errorCode', ['Unauthorized', 'Denied', 'Forbidden']),
    columns: callAndCaller,
  }),
  byAccessKey: ({ accessKeyId }) => ({
    title: 'Calls of an access key',
    test: equals('userIdentity.accessKeyId', accessKeyId),
    columns: call,
  }),
  bySourceIp: ({ sourceIp }) => ({
    title: 'Calls from an address',
    test: equals('sourceIPAddress', sourceIp),
    columns: callAndCaller,
  }),
  // The lab looks at `credentials` for keys of users too, where CreateAccessKey has none: its answer is in `accessKey`.
  accessKeyCreated: ({ accessKeyId }) => ({
    title: 'Who made an access key',
    test: anyOf(
      equals('responseElements.accessKey.accessKeyId', accessKeyId),
      equals('responseElements.credentials.accessKeyId', accessKeyId),
    ),
    columns: callAndCaller,
  }),
  usersAndRolesCreated: () => ({
    title: 'Users and roles created',
    test: anyOf(equals('eventName', 'CreateUser'), equals('eventName', 'CreateRole')),
    columns: [
      ...['requestParameters.userName', 'requestParameters.roleName', 'responseElements.user.arn'],
      ...['responseElements.role.arn', 'sourceIPAddress', 'eventTime', 'errorCode'],
    ],
  }),
  listBuckets: () => ({ title: 'S3 buckets listed', test: equals('eventName', 'ListBuckets'), columns: call }),
  byPrincipal: (principal) => ({
    title: 'Calls of a principal, and what was done to it',
    test: principalTest(principal),
    columns: [...callAndCaller, 'errorCode'],
  }),
}

/** By the ARN where there is one: names are unique in one account, and a log group may hold many. */
function principalTest({ arn, name }: QueriedPrincipal): FieldTest {
  const callers =
    arn === null
      ? [equals('userIdentity.userName', name), equals('userIdentity.sessionContext.sessionIssuer.userName', name)]
      : [equals('userIdentity.arn', arn), equals('userIdentity.sessionContext.sessionIssuer.arn', arn)]
  const targets = ['userName', 'roleName', 'groupName'].map((field) => equals(`requestParameters.${field}`, name))
  const assumed = arn === null ? [] : [equals('requestParameters.roleArn', arn)]
  return anyOf(...callers, ...assumed, ...targets)
}

/**
 * The queries of the Well-Architected incident response lab, each by name, and one about a principal. Whatever a value has in it, it ends up inside
 * one quoted text of the query or is left out there, and `matches` is exact.
 */
export function namedQuery<Name extends QueryName>(name: Name, params: NamedQueryParams[Name]): NamedQuery {
  const { title, test, columns } = definitions[name](params)
  return {
    name,
    title,
    condition: test.insights,
    insights: `filter ${test.insights} | fields ${columns.join(', ')}`,
    filterPattern: `{ ${test.pattern} }`,
    matches: test.matches,
  }
}
