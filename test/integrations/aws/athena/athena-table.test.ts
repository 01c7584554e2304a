import { athenaTable } from '../../../../integrations/aws/athena/athena-table.js'

const options = {
  database: 'security',
  table: 'cloudtrail',
  bucket: 'trail-logs',
  accountIds: ['111122223333', '444455556666'],
  regions: ['us-east-1', 'eu-west-1'],
  firstDay: '2026-01-01',
}

/** Every `<` has its `>`, and every `(` its `)`. */
function isBalanced(ddl: string): boolean {
  const open: string[] = []
  for (const mark of ddl.replace(/'[^']*'/g, '').match(/[<>()]/g) ?? []) {
    if (mark === '<' || mark === '(') open.push(mark)
    else if (open.pop() !== (mark === '>' ? '<' : '(')) return false
  }
  return open.length === 0
}

describe('the table over the bucket of a trail', () => {
  it('has a partition for each account, Region and day, which Athena works out', () => {
    const ddl = athenaTable(options)
    expect(ddl).toMatch(/^CREATE EXTERNAL TABLE IF NOT EXISTS security\.cloudtrail \(/)
    expect(ddl).toContain('PARTITIONED BY (account string, region string, day string)')
    expect(ddl).toContain("'projection.account.values' = '111122223333,444455556666'")
    expect(ddl).toContain("'projection.day.range' = '2026/01/01,NOW'")
    expect(ddl).toContain("'projection.day.format' = 'yyyy/MM/dd'")
    expect(ddl).toContain(`'s3://trail-logs/AWSLogs/\${account}/CloudTrail/\${region}/\${day}'`)
    expect(isBalanced(ddl)).toBe(true)
  })

  it('of an organization lies one level deeper', () => {
    const ddl = athenaTable({ ...options, prefix: 'logs/main', organizationId: 'o-abcdefghij' })
    expect(ddl).toContain("LOCATION 's3://trail-logs/logs/main/AWSLogs/o-abcdefghij/'")
  })

  it.each([
    [{ bucket: "x' --" }],
    [{ prefix: "a'b" }],
    [{ prefix: 'a\\b' }],
    [{ organizationId: 'o-1' }],
    [{ accountIds: [] }],
    [{ accountIds: ['1'] }],
    [{ regions: ["us-east-1'"] }],
    [{ firstDay: 'yesterday' }],
    [{ table: 'Cloud Trail' }],
    [{ database: '' }],
  ])('refuses %j: nothing in a DDL is quoted', (changes) => {
    expect(() => athenaTable({ ...options, ...changes })).toThrow(RangeError)
  })
})
