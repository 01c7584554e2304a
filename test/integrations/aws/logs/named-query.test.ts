import fc from 'fast-check'
import { type NamedQuery, namedQuery } from '../../../../integrations/aws/logs/named-query.js'
import { narrowingOf } from '../../../../integrations/aws/logs/principal-narrowing.js'
import { parseFilterPattern } from '../../../../simulated-aws/operations/logs/filter-pattern.js'
import { parseInsightsQuery, runInsightsQuery } from '../../../../simulated-aws/operations/logs/insights-query.js'
import type { LogEvent } from '../../../../simulated-aws/operations/logs/log-groups.js'
import { tokensOf } from '../../../../simulated-aws/operations/logs/query-tokens.js'
import { accountId, everything, recordAt, roleArn } from '../trail-world.js'

const eventOf = (changes: object): LogEvent => {
  const record = JSON.parse(JSON.stringify(recordAt(9 * 3600, 1, changes)))
  return { group: 'g', stream: 's', id: 'e', timestampMs: 0, message: JSON.stringify(record), record }
}

/** What an attacker may call a session, an address or a key: everything that means something in some language. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '/',
        '|',
        '\n',
        '`',
        '*',
        '%',
        '#',
        '{',
        '}',
        '(',
        ')',
        ' or ',
        '$.',
        'a',
        'x=1',
        '"]',
      ),
      {
        maxLength: 14,
      },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '" or ispresent(eventName) or eventName = "',
    '") || ($.eventName = "*',
    '\\',
    '\\"',
    "' | limit 1",
    '.*/ or /',
  ),
)

const findsByInsights = (query: NamedQuery, event: LogEvent) =>
  runInsightsQuery(parseInsightsQuery(`filter ${query.condition}`), [event]).length === 1
const findsByPattern = (query: NamedQuery, event: LogEvent) => parseFilterPattern(query.filterPattern)?.(event) === true

describe('a named query', () => {
  it('of a plain value is what the lab asks', () => {
    expect(namedQuery('byAccessKey', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }).insights).toBe(
      'filter userIdentity.accessKeyId = "AKIAIOSFODNN7EXAMPLE" | fields awsRegion, eventSource, eventName, sourceIPAddress, userAgent',
    )
    expect(namedQuery('bySourceIp', { sourceIp: '192.0.2.1' }).condition).toBe('sourceIPAddress = "192.0.2.1"')
    expect(namedQuery('accessDenied', {}).condition).toBe('errorCode like /Unauthorized|Denied|Forbidden/')
    expect(namedQuery('usersAndRolesCreated', {}).condition).toBe(
      'eventName = "CreateUser" or eventName = "CreateRole"',
    )
    expect(namedQuery('listBuckets', {}).filterPattern).toBe('{ ($.eventName = "ListBuckets") }')
  })

  it('finds the maker of a key where CreateAccessKey tells it, and of a session key as well', () => {
    const query = namedQuery('accessKeyCreated', { accessKeyId: 'AKIANEW' })
    const user = eventOf({ eventName: 'CreateAccessKey', responseElements: { accessKey: { accessKeyId: 'AKIANEW' } } })
    const session = eventOf({ eventName: 'AssumeRole', responseElements: { credentials: { accessKeyId: 'AKIANEW' } } })
    const used = eventOf({ userIdentity: { accessKeyId: 'AKIANEW' } })
    for (const finds of [findsByInsights, findsByPattern]) {
      expect([user, session, used].map((event) => finds(query, event))).toEqual([true, true, false])
    }
  })

  it('in either language finds what it means, whatever the value', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const userIdentity = { accessKeyId: value, arn: value, userName: value }
        const event = eventOf({ sourceIPAddress: value, userIdentity })
        for (const query of [
          namedQuery('bySourceIp', { sourceIp: value }),
          namedQuery('byAccessKey', { accessKeyId: value }),
          namedQuery('byPrincipal', { arn: value, name: value }),
          namedQuery('byPrincipal', { arn: null, name: value }),
        ]) {
          expect(query.matches(event.record)).toBe(true)
          expect(findsByInsights(query, event)).toBe(true)
          expect(findsByPattern(query, event)).toBe(true)
        }
      }),
    )
  })

  it('lets no value out of its quotes', () => {
    const known = new Set([
      'filter',
      'fields',
      'like',
      'and',
      'ispresent',
      'awsRegion',
      'userIdentity.arn',
      'eventSource',
    ])
    for (const word of ['eventName', 'sourceIPAddress', 'userAgent']) known.add(word)
    fc.assert(
      fc.property(hostile, (value) => {
        const query = namedQuery('bySourceIp', { sourceIp: value })
        const tokens = tokensOf(query.insights)
        expect(tokens.filter((token) => token.kind === 'word' && !known.has(token.text))).toEqual([])
        expect(tokens.filter((token) => token.kind === 'symbol' && token.text === '|')).toHaveLength(1)
        expect(query.insights).toMatch(/^[\w .,|=()"+@:/-]*$/)
        expect(query.filterPattern).toMatch(/^\{ \(\$\.sourceIPAddress = "[A-Za-z0-9_+=,.@:/ *-]*"\) \}$/)
      }),
    )
  })

  it('matches exactly, where the languages may find a little more', () => {
    const query = namedQuery('bySourceIp', { sourceIp: 'a"b' })
    const other = eventOf({ sourceIPAddress: 'a|b' })
    expect(findsByInsights(query, other)).toBe(true)
    expect(query.matches(other.record)).toBe(false)
  })
})

describe('the narrowing to a principal and keys', () => {
  it('is everything without either', () => {
    expect(narrowingOf(everything)).toMatchObject({ insights: null, filterPattern: null })
  })

  it('finds every record that names them, in both languages, whatever the name', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const principal = { type: 'role', name, arn: roleArn, accountId, uniqueId: null } as const
        const query = { ...everything, principal }
        const event = eventOf({ requestParameters: { roleName: name } })
        const { insights, filterPattern, matches } = narrowingOf(query)
        expect(matches(event.message)).toBe(true)
        if (insights !== null)
          expect(runInsightsQuery(parseInsightsQuery(`filter ${insights}`), [event])).toHaveLength(1)
        if (filterPattern !== null) expect(parseFilterPattern(filterPattern)?.(event)).toBe(true)
      }),
    )
  })

  it('of more keys than a query takes is everything, and never a part of the keys', () => {
    const accessKeyIds = Array.from({ length: 300 }, (_, id) => `AKIA${String(id).padStart(16, '0')}`)
    expect(narrowingOf({ ...everything, accessKeyIds })).toMatchObject({ insights: null, filterPattern: null })
  })
})
