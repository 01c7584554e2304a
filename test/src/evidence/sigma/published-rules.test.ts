import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { loadSigmaFiles } from '../../../../integrations/sigma-files/load-sigma-files.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import type { SigmaRule } from '../../../../src/evidence/sigma/sigma-rule.js'
import { SigmaSet } from '../../../../src/evidence/sigma/sigma-set.js'
import { PLAIN_RULES } from '../../../support/sigma/plain-rules.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const corpus = process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus')
const recordSchema = z.record(z.string(), jsonSchema)

describe('the published CloudTrail rules', () => {
  if (!existsSync(corpus)) {
    it.todo('skipped: corpus not found')
    return
  }

  it('every one of the 57 loads, with its attribution, and each is read by hand here', async () => {
    const { rules, unsupported } = await loadSigmaFiles([join(corpus, 'sigma/rules')])
    expect(unsupported).toEqual([])
    expect(rules.map(nameOf)).toEqual(Object.keys(PLAIN_RULES).toSorted())
    for (const { attribution } of rules) {
      expect(attribution.id).toMatch(/^[0-9a-f-]{36}$/)
      expect(attribution.author).not.toBeNull()
      expect(attribution.level).not.toBeNull()
      expect(attribution.licence).toContain('DRL')
    }
    expect(rules.filter(({ attribution }) => attribution.techniques.length > 0).length).toBe(50)
  })

  it('the filter that names a field as a text is warned of, and so is the field that no record has', async () => {
    const { warnings } = await loadSigmaFiles([join(corpus, 'sigma/rules')])
    expect(warnings.map(({ file, line, message }) => `${basename(file)}:${line} ${message}`)).toEqual([
      'aws_delete_saml_provider.yml:26 "status" is no field of a CloudTrail record.',
      expect.stringMatching(/^aws_iam_backdoor_users_keys\.yml:25 "responseElements\.accessKey\.userName" .* fieldref/),
    ])
  })

  it('each unsupported rule names what it lacks', async () => {
    const { rules, unsupported } = await loadSigmaFiles([join(corpus, 'sigma/unsupported')])
    expect(rules).toEqual([])
    const count = ['status unsupported', 'timeframe', 'aggregation count()']
    expect(constructsByFile(unsupported)).toEqual({
      'aws_ec2_download_userdata.yml': count,
      'aws_enum_backup.yml': count,
      'aws_enum_listing.yml': count,
      'aws_enum_network.yml': count,
      'aws_enum_storage.yml': count,
      'aws_lambda_function_created_or_invoked.yml': ['status unsupported', 'near'],
      'aws_macic_evasion.yml': count,
      'aws_ses_messaging_enabled.yml': ['status unsupported', 'timeframe'],
    })
  })

  it('the rule with placeholders names them, and loads once they are supplied', async () => {
    const folder = join(corpus, 'sigma/placeholder')
    const { unsupported } = await loadSigmaFiles([folder])
    expect(unsupported.map(({ construct }) => construct)).toEqual([
      'placeholder %Legitimate_Countries%',
      'placeholder %Legitimate_IP_Ranges%',
    ])
    const placeholders = { Legitimate_Countries: ['NL'], Legitimate_IP_Ranges: ['192.0.2.*'] }
    expect((await loadSigmaFiles([folder], { placeholders })).rules).toHaveLength(1)
  })

  it.each([
    ['panther-analysis/cloudtrail-labelled-events.ndjson', 250],
    ['traildiscover', 315],
    ['stratus-red-team', 150],
    ['invictus-aws-dataset', 1_592],
  ] as const)('on %s every rule matches what a plain reading of it matches', async (path, atLeast) => {
    const records = recordsIn(join(corpus, path))
    expect(records.length).toBeGreaterThanOrEqual(atLeast)
    expectPlainReading(await publishedSet(), records)
  })

  it('every rule matches its own example, and agrees with its plain reading on each change of it', async () => {
    const set = await publishedSet()
    for (const [name, plain] of Object.entries(PLAIN_RULES)) expect(namesOf(set.match(plain.example))).toContain(name)
    expectPlainReading(
      set,
      Object.values(PLAIN_RULES).flatMap(({ example }) => [example, ...changesOf(example)]),
    )
  })
})

function expectPlainReading(set: SigmaSet, records: readonly TrailRecord[]): void {
  const expected = records.map((record) => Object.keys(PLAIN_RULES).filter((name) => PLAIN_RULES[name]?.fires(record)))
  expect(records.map((record) => namesOf(set.match(record)))).toEqual(expected.map((names) => names.toSorted()))
}

/** Near misses: each field absent, null, spelled otherwise, of another type; errors and root added. */
function changesOf(example: TrailRecord): readonly TrailRecord[] {
  const byField = Object.entries(example).flatMap(([field, value]) => [
    Object.fromEntries(Object.entries(example).filter(([other]) => other !== field)),
    ...[null, '', `x${value}`, `${value}x`, `${value}`.toUpperCase(), true, 'AWS Internal'].map((other) => ({
      ...example,
      [field]: other,
    })),
  ])
  const inMaps = Object.entries(example).flatMap(([field, map]) =>
    typeof map === 'object' && map !== null && !Array.isArray(map)
      ? Object.keys(map).flatMap((key) =>
          [null, 'AssumedRole', 'false'].map((other) => ({ ...example, [field]: { ...map, [key]: other } })),
        )
      : [],
  )
  const errors = ['errorCode', 'errorMessage'].flatMap((field) =>
    ['', 'AccessDenied', 'Success', null].map((value) => ({ ...example, [field]: value })),
  )
  const others = [
    { ...example, eventType: 'AwsServiceEvent' },
    { ...example, userIdentity: { type: 'Root' } },
    { ...example, responseElements: { status: 'a failure of sorts' } },
    { ...example, userAgent: 'aws-sdk trufflehog' },
  ]
  return [...byField, ...inMaps, ...errors, ...others]
}

async function publishedSet(): Promise<SigmaSet> {
  return new SigmaSet((await loadSigmaFiles([join(corpus, 'sigma/rules')])).rules)
}

function namesOf(rules: readonly SigmaRule[]): readonly string[] {
  return rules.map(nameOf).toSorted()
}

function nameOf(rule: SigmaRule): string {
  return basename(rule.attribution.file, '.yml')
}

function constructsByFile(refusals: readonly { file: string; construct: string }[]): Record<string, readonly string[]> {
  const files = [...new Set(refusals.map(({ file }) => file))]
  return Object.fromEntries(
    files.map((file) => [
      basename(file),
      refusals.filter((each) => each.file === file).map(({ construct }) => construct),
    ]),
  )
}

const fileSchema = z.union([
  z.object({ Records: z.array(recordSchema) }).transform(({ Records }) => Records),
  z.array(recordSchema),
  z.object({ log: recordSchema }).transform(({ log }) => [log]),
  recordSchema.transform((record) => [record]),
])

function recordsIn(path: string): readonly TrailRecord[] {
  const files = path.endsWith('json')
    ? [path]
    : readdirSync(path)
        .filter((name) => name.endsWith('json'))
        .map((name) => join(path, name))
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').trim()
    const texts = file.endsWith('.ndjson') ? text.split('\n') : [text]
    return texts.flatMap((each) => fileSchema.parse(JSON.parse(each)))
  })
}
