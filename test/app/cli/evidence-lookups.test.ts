import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../../src/domain/finding.js'
import { aConfigIn } from '../../support/audit/in-folder.js'
import { aFinding } from '../../support/fixtures/findings.js'
import { asnRecord, cityRecord } from '../../support/geo/city-record.js'
import { mmdbBytes } from '../../support/geo/mmdb-bytes.js'
import { printed } from '../../support/in-process-cli.js'
import { engineOn, opened, useDatabase } from '../../support/store.js'
import { investigationShape } from '../evidence/investigation-shape.js'
import { aFolder, anAttack, aRecord } from '../evidence/log-files.js'

const folder = aFolder()
afterAll(() => folder.remove())
const away = '203.0.113.9'
const { db, url } = await useDatabase()
const { config } = await aConfigIn(url, '{}')
const unreachable = await aConfigIn('postgres://nobody@127.0.0.1:1/nothing', '{}')
const by = { user: 'mallory', key: 'AKIAMALLORYEXAMPLE01' }

/** Twenty days of looking at instances from home, and then an attack from far away, an hour after a call from home. */
const days = Array.from({ length: 20 }, (_, day) =>
  aRecord('ec2', 'DescribeInstances', { ...by, at: new Date(Date.UTC(2026, 1, 8 + day, 9)).toISOString() }),
)
const attack = anAttack().map((record) => ({ ...record, sourceIPAddress: away }))
const before = aRecord('ec2', 'DescribeInstances', { ...by, at: '2026-03-01T08:00:00Z' })
const logs = folder.write('logs.json', JSON.stringify([...days, before, ...attack]))

function written(name: string, bytes: Buffer): string {
  writeFileSync(join(folder.path, name), bytes)
  return join(folder.path, name)
}

const geo = written(
  'city.mmdb',
  mmdbBytes({
    type: 'GeoLite2-City',
    networks: {
      '198.51.100.0/24': cityRecord('Amsterdam', 'NL', 52.37, 4.9),
      '203.0.113.0/24': cityRecord('Lima', 'PE', -12.05, -77.04),
    },
  }),
)
const asn = written(
  'asn.mmdb',
  mmdbBytes({
    type: 'GeoLite2-ASN',
    networks: { '198.51.100.0/24': asnRecord(64500, 'Home Net'), '203.0.113.0/24': asnRecord(64501, 'Far Net') },
  }),
)
const flagged = folder.write('flagged.txt', `${away} # seen scanning\n`)

async function asked(...args: string[]) {
  const question = ['--files', logs, '--since', '2026-03-01T07:00:00Z', '--principal', 'mallory', ...args]
  const { code, stdout, stderr } = await printed('evidence', '--json', ...question)
  expect(code).toBe(0)
  const { indicators } = investigationShape.parse(JSON.parse(stdout))
  const statusOf = (type: string) => [...new Set(indicators.flatMap((each) => (each.type === type ? each.status : [])))]
  return { indicators, statusOf, stderr }
}

describe('evidence with what is known of addresses', () => {
  it('tells new places, new networks, journeys that nobody makes, and addresses that are warned of', async () => {
    const { indicators, statusOf } = await asked('--geo', geo, '--asn', asn, '--flagged', flagged)
    for (const type of ['NEW_GEOLOCATION', 'NEW_ASO', 'IMPOSSIBLE_TRAVEL', 'FLAGGED_IP_ADDRESS']) {
      expect([type, statusOf(type)]).toEqual([type, ['observed']])
    }
    expect(JSON.stringify(indicators)).toMatch(/Lima.*/)
    expect(JSON.stringify(indicators)).toContain('Far Net')
  })

  it('says that it was not evaluated without the files', async () => {
    const { statusOf } = await asked()
    for (const type of ['NEW_GEOLOCATION', 'NEW_ASO', 'FLAGGED_IP_ADDRESS']) {
      expect([type, statusOf(type)]).toEqual([type, ['notEvaluated']])
    }
  })

  it('compares with as many days as it is told', async () => {
    const { statusOf } = await asked('--geo', geo, '--baseline', '10')
    expect(statusOf('NEW_GEOLOCATION')).toEqual(['insufficientBaseline'])
    expect(await printed('evidence', '--files', logs, '--baseline', 'many')).toMatchObject({ code: 2 })
  })

  it.each([
    ['--geo', 'no.mmdb', /does not exist/],
    ['--asn', 'flagged.txt', /./],
  ])('refuses a file for %s that is none', async (option, name, says) => {
    const answer = await printed('evidence', '--files', logs, option, join(folder.path, name))
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) })
  })
})

describe('evidence beside our own incidents', () => {
  it('names findings of our record that share the principal, where a configuration is named', async () => {
    const engine = engineOn(db, 'exercise/aws/111122223333/127.0.0.1:1')
    const finding: Finding = aFinding({
      sourceId: 'earlier-finding',
      principal: { type: 'user', partition: 'aws', accountId: '111122223333', name: 'mallory' },
    })
    await opened(engine, { finding: { id: 'fnd_00000000000000000001', dedupKey: 'one', body: finding } })
    const { indicators, stderr } = await asked('--config', config)
    expect(stderr).toBe('')
    expect(indicators.filter(({ type }) => type === 'RELATED_FINDING')).toMatchObject([
      { status: 'observed', detail: { arn: 'earlier-finding' } },
    ])
  })

  it('is none that was asked without a configuration, and says why where the record does not answer', async () => {
    expect((await asked()).statusOf('RELATED_FINDING')).toEqual(['notEvaluated'])
    const { statusOf, stderr } = await asked('--config', unreachable.config)
    expect(statusOf('RELATED_FINDING')).toEqual(['notEvaluated'])
    expect(stderr).toMatch(/Our own incidents were not asked: .*PostgreSQL/)
  })
})
