import type { AthenaQueries } from '../../../integrations/aws/athena/athena-queries.js'
import { type NamedQuery, namedQuery } from '../../../integrations/aws/logs/named-query.js'
import { queriedPrincipal } from '../../../integrations/aws/queried-principal.js'

/** What is asked about; texts may be anybody's, and each language quotes them. */
export interface QueryValues {
  readonly principal?: string | undefined
  readonly key?: string | undefined
  readonly ip?: string | undefined
}

/** One question, in every language that it can be asked in. Each answers null where the value that it needs is not given. */
export interface QueryKind {
  /** As people type it. */
  readonly name: string
  readonly title: string
  /** The option without which it cannot be asked; null: none. */
  readonly needs: `--${keyof QueryValues}` | null
  logs(values: QueryValues): NamedQuery | null
  athena(queries: AthenaQueries, values: QueryValues): string | null
}

/** The queries of the Well-Architected incident response lab, and one about a principal. */
export const queryKinds: readonly QueryKind[] = [
  {
    name: 'access-denied',
    title: 'Access denied attempts',
    needs: null,
    logs: () => namedQuery('accessDenied', {}),
    athena: (queries) => queries.accessDenied(),
  },
  {
    name: 'by-principal',
    title: 'Calls of a principal, and what was done to it',
    needs: '--principal',
    logs: ({ principal }) => given(principal, (text) => namedQuery('byPrincipal', queriedPrincipal(text))),
    athena: (queries, { principal }) => given(principal, (text) => queries.principal(queriedPrincipal(text))),
  },
  {
    name: 'by-access-key',
    title: 'Calls of an access key',
    needs: '--key',
    logs: ({ key }) => given(key, (accessKeyId) => namedQuery('byAccessKey', { accessKeyId })),
    athena: (queries, { key }) => given(key, (accessKeyId) => queries.accessKey(accessKeyId)),
  },
  {
    name: 'by-source-ip',
    title: 'Calls from an address',
    needs: '--ip',
    logs: ({ ip }) => given(ip, (sourceIp) => namedQuery('bySourceIp', { sourceIp })),
    athena: (queries, { ip }) => given(ip, (sourceIp) => queries.sourceIp(sourceIp)),
  },
  {
    name: 'access-key-created',
    title: 'Who made an access key',
    needs: '--key',
    logs: ({ key }) => given(key, (accessKeyId) => namedQuery('accessKeyCreated', { accessKeyId })),
    athena: (queries, { key }) => given(key, (accessKeyId) => queries.accessKeyCreated(accessKeyId)),
  },
  {
    name: 'users-and-roles-created',
    title: 'Users and roles created',
    needs: null,
    logs: () => namedQuery('usersAndRolesCreated', {}),
    athena: (queries) => queries.usersAndRolesCreated(),
  },
  {
    name: 'list-buckets',
    title: 'S3 buckets listed',
    needs: null,
    logs: () => namedQuery('listBuckets', {}),
    athena: (queries) => queries.listBuckets(),
  },
]

function given<T>(value: string | undefined, make: (value: string) => T): T | null {
  return value === undefined ? null : make(value)
}
