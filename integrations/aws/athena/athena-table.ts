import { accountIdSchema } from '../../../src/domain/partition.js'
import { sqlName } from './sql-text.js'

export interface AthenaTable {
  readonly database: string
  readonly table: string
  readonly bucket: string
  /** Before `AWSLogs`; '' for nothing. */
  readonly prefix?: string
  /** `o-…` of a trail of an organization. */
  readonly organizationId?: string
  readonly accountIds: readonly string[]
  readonly regions: readonly string[]
  /** The first day of the logs, `2026-01-31`. */
  readonly firstDay: string
}

/**
 * The DDL of a table over a trail's bucket, whose partitions Athena works out by itself: a question about some accounts,
 * Regions and days reads their files and no others, and new days need no `ADD PARTITION`. Parameters stay JSON text, since
 * their shape is that of each service's API. Throws RangeError for what is no name of the kind: nothing is quoted here.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export function athenaTable(options: AthenaTable): string {
  const { database, table, accountIds, regions } = options
  checkParts(options)
  const location = locationOf(options)
  const properties = [
    ['projection.enabled', 'true'],
    ['projection.account.type', 'enum'],
    ['projection.account.values', accountIds.join(',')],
    ['projection.region.type', 'enum'],
    ['projection.region.values', regions.join(',')],
    ['projection.day.type', 'date'],
    ['projection.day.format', 'yyyy/MM/dd'],
    ['projection.day.range', `${options.firstDay.replaceAll('-', '/')},NOW`],
    ['projection.day.interval', '1'],
    ['projection.day.interval.unit', 'DAYS'],
    ['storage.location.template', `${location}\${account}/CloudTrail/\${region}/\${day}`],
  ].map(([name, value]) => `  '${name}' = '${value}'`)
  return [
    `CREATE EXTERNAL TABLE IF NOT EXISTS ${sqlName(database)}.${sqlName(table)} (`,
    columns.map((column) => `  ${column}`).join(',\n'),
    ')',
    'PARTITIONED BY (account string, region string, day string)',
    "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
    "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
    "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
    `LOCATION '${location}'`,
    'TBLPROPERTIES (',
    properties.join(',\n'),
    ')',
  ].join('\n')
}

const sessionContext = [
  'attributes: struct<mfaauthenticated: string, creationdate: string>',
  'sessionissuer: struct<type: string, principalid: string, arn: string, accountid: string, username: string>',
  'ec2roledelivery: string',
  'sourceidentity: string',
  'webidfederationdata: struct<federatedprovider: string, attributes: map<string, string>>',
].join(', ')
const identity = [
  ...['type', 'principalid', 'arn', 'accountid', 'invokedby', 'accesskeyid', 'username', 'identityprovider'].map(
    (field) => `${field}: string`,
  ),
  'onbehalfof: struct<userid: string, identitystorearn: string>',
  `sessioncontext: struct<${sessionContext}>`,
].join(', ')

const columns = [
  'eventversion string',
  `useridentity struct<${identity}>`,
  ...['eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode'],
  ...['errormessage', 'requestparameters', 'responseelements', 'additionaleventdata', 'requestid', 'eventid'],
  'readonly',
  'resources array<struct<arn: string, accountid: string, type: string>>',
  ...['eventtype', 'apiversion', 'recipientaccountid', 'serviceeventdetails', 'sharedeventid', 'vpcendpointid'],
].map((column) => (column.includes(' ') ? column : `${column} string`))

function locationOf({ bucket, prefix = '', organizationId }: AthenaTable): string {
  const start = prefix === '' ? '' : `${prefix}/`
  return `s3://${bucket}/${start}AWSLogs/${organizationId === undefined ? '' : `${organizationId}/`}`
}

/** What goes into the DDL as it is: Hive reads backslashes and quotes in its texts in ways of its own. */
function checkParts({
  bucket,
  prefix = '',
  organizationId = 'o-0000000000',
  accountIds,
  regions,
  firstDay,
}: AthenaTable) {
  const checks: readonly (readonly [boolean, string])[] = [
    [/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket), `${bucket} is no name of a bucket`],
    [/^([\w.=-]+(\/[\w.=-]+)*)?$/.test(prefix), `${prefix} is no prefix of letters, digits and . _ = - /`],
    [/^o-[a-z0-9]{10,32}$/.test(organizationId), `${organizationId} is no id of an organization`],
    [
      accountIds.length > 0 && accountIds.every((id) => accountIdSchema.safeParse(id).success),
      'account ids are 12 digits',
    ],
    [
      regions.length > 0 && regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)),
      'no Regions, or none of AWS',
    ],
    [/^\d{4}-\d\d-\d\d$/.test(firstDay), `${firstDay} is no day`],
  ]
  const failed = checks.find(([isFine]) => !isFine)
  if (failed !== undefined) throw new RangeError(`The table cannot be written: ${failed[1]}.`)
}
