import fc from 'fast-check'
import { athenaQueries } from '../../../../integrations/aws/athena/athena-queries.js'
import { sqlLiteral } from '../../../../integrations/aws/athena/sql-text.js'
import { queriedPrincipal } from '../../../../integrations/aws/queried-principal.js'

const scope = {
  database: 'security',
  table: 'cloudtrail',
  from: '2026-03-01T08:00:00.000Z',
  to: '2026-03-01T20:00:00.000Z',
  accountIds: ['111122223333'],
  regions: ['us-east-1', 'eu-west-1'],
}
const queries = athenaQueries(scope)

/** SQL without what its literals hold: by the rules of Trino, quotes doubled, no other escape ends a literal. */
function outsideOfLiterals(sql: string): string {
  return sql.replace(/(U&)?'(?:[^']|'')*'/g, '?')
}

/** What a literal means. */
function meaningOf(literal: string): string {
  if (!literal.startsWith('U&')) return literal.slice(1, -1).replaceAll("''", "'")
  const spelled = literal.slice(3, -1).replaceAll("''", "'")
  return spelled.replace(/\\(\\|\+[0-9a-f]{6}|[0-9a-f]{4})/g, (_, code: string) =>
    code === '\\' ? '\\' : String.fromCodePoint(Number.parseInt(code.replace('+', ''), 16)),
  )
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.constantFrom("'", '"', '\\', ';', '--', '/*', '\n', "' OR 1=1 --", 'U&', '\u2019', '😀', '\u0000'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
)

describe('a question in SQL', () => {
  it('asks for the partitions and the seconds of its window, a late delivery included', () => {
    const sql = queries.sourceIp('192.0.2.1')
    expect(sql).toContain('FROM security.cloudtrail')
    expect(sql).toContain("day BETWEEN '2026/03/01' AND '2026/03/02'")
    expect(sql).toContain("account IN ('111122223333')")
    expect(sql).toContain("region IN ('us-east-1', 'eu-west-1')")
    expect(sql).toContain("eventtime BETWEEN '2026-03-01T08:00:00Z' AND '2026-03-01T20:00:00Z'")
    expect(sql).toContain("AND (sourceipaddress = '192.0.2.1')")
  })

  it('about a role finds its sessions by their issuer, and what was done to it by its name', () => {
    const sql = queries.principal(queriedPrincipal('arn:aws:iam::111122223333:role/team/ci'))
    expect(sql).toContain("sessionissuer.arn = 'arn:aws:iam::111122223333:role/team/ci'")
    expect(sql).toContain("'$.roleName') = 'ci'")
  })

  it.each(['ci', 'arn:aws:sts::111122223333:assumed-role/ci/build'])('about %s goes by the name alone', (asked) => {
    const sql = queries.principal(queriedPrincipal(asked))
    expect(sql).toContain("sessionissuer.username = 'ci'")
    expect(sql).not.toContain('.arn = ')
  })

  it('about users and roles, and about buckets, names the calls', () => {
    expect(queries.usersAndRolesCreated()).toContain("eventname IN ('CreateUser', 'CreateRole')")
    expect(queries.listBuckets()).toContain("AND (eventname = 'ListBuckets')")
  })

  it('about the maker of a key looks where CreateAccessKey tells it', () => {
    expect(queries.accessKeyCreated('AKIA1')).toContain("'$.accessKey.accessKeyId') = 'AKIA1'")
  })

  it('has every value inside of a literal, whatever it is', () => {
    const asked = ['accessKey', 'sourceIp', 'accessKeyCreated'] as const
    const principal = (value: string) => queries.principal({ arn: `arn:${value}`, name: value })
    fc.assert(
      fc.property(hostile, (value) => {
        expect(outsideOfLiterals(principal(value))).toBe(outsideOfLiterals(principal('plain')))
        for (const name of asked) {
          expect(outsideOfLiterals(queries[name](value))).toBe(outsideOfLiterals(queries[name]('plain')))
        }
      }),
    )
  })

  it('asks for the very value', () => {
    fc.assert(fc.property(hostile, (value) => expect(meaningOf(sqlLiteral(value))).toBe(value.toWellFormed())))
  })

  it('is printable ASCII, so that no editor or shell changes it', () => {
    fc.assert(fc.property(hostile, (value) => expect(queries.accessKey(value)).toMatch(/^[ -~\n]*$/)))
  })

  it('refuses names of tables that would need quotes', () => {
    expect(() => athenaQueries({ ...scope, table: 'x; DROP TABLE y' }).accessDenied()).toThrow(RangeError)
  })
})
