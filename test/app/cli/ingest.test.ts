import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { hashToken } from '../../../app/config.js'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { readBase, withPlace } from '../../support/finding-case.js'
import { printed } from '../../support/in-process-cli.js'
import { findingCases } from '../../support/intake/finding-cases.js'
import { jsonCases } from '../../support/intake/json-cases.js'
import { useCliFolder } from '../../support/run-cli.js'

const { payload: event } = readBase('guardduty')
/** The cases change the title where these words begin it. */
const aUser: Json = withPlace(event, 'detail.title', 'The user AssumedRole : ci-deploy is anomalous.')
const answerSchema = z.strictObject({
  accepted: z.boolean(),
  reason: z.string().nullable(),
  finding: z.looseObject({ sample: z.boolean() }).nullable(),
  principal: z.looseObject({ type: z.string() }).nullable(),
  playbook: z.string().nullable(),
  // Only where a payload holds several.
  others: z.array(z.unknown()).min(1).optional(),
  skipped: z.array(z.unknown()).min(1).optional(),
})
const folder = await useCliFolder()
const file = join(folder, 'finding.json')
const config = join(folder, 'tourniquet.yaml')
const approvers = [{ name: 'ana', tokenSha256: hashToken('token of ana') }]
const configOf = (accountId: string) => ({
  accounts: [{ id: accountId }],
  approvals: { contain: { approvers } },
  sources: { guardduty: { secrets: ['0123456789abcdef'] } },
})

async function ingest(content: string | Buffer, ...more: string[]) {
  writeFileSync(file, content)
  const { code, stdout } = await printed('ingest', file, '--source', 'guardduty', '--dry-run', '--json', ...more)
  return { code, answer: answerSchema.parse(JSON.parse(stdout)) }
}

/** What the webhook's answers are as exit codes. */
const exits: Readonly<Record<number, { readonly code: number; readonly accepted: boolean }>> = {
  202: { code: 0, accepted: true },
  200: { code: 3, accepted: false },
  422: { code: 3, accepted: false },
  400: { code: 1, accepted: false },
}

describe('ingest --dry-run', () => {
  beforeAll(() => writeFileSync(config, stringify(configOf('111122223333'))))

  it.each([...jsonCases, ...findingCases].map((one) => [one.name, one] as const))(
    'judges as the webhook does: %s',
    async (_name, { request, status }) => {
      const parsed = jsonSchema.parse(aUser)
      const { code, answer } = await ingest(request(parsed, JSON.stringify(parsed)).body ?? '', '--config', config)
      expect({ code, accepted: answer.accepted }).toEqual(exits[status])
      expect(answer.reason === null).toBe(answer.accepted)
    },
  )

  it('judges the payload alone where there is no configuration, so that it can be tried before anything is set up', async () => {
    const foreign = withPlace(aUser, 'detail.accountId', '444455556666')
    const bare = JSON.stringify(withPlace(foreign, 'detail.arn', null))
    expect(await ingest(bare)).toMatchObject({ code: 0, answer: { accepted: true, playbook: 'compromised-principal' } })
    expect(await ingest(bare, '--config', config)).toMatchObject({
      code: 3,
      answer: { accepted: false, reason: expect.stringContaining('444455556666') },
    })
  })

  it('refuses what the webhook would not read to its end', async () => {
    expect(await ingest(JSON.stringify(aUser).padEnd(1024 * 1024 + 1))).toMatchObject({
      code: 1,
      answer: { accepted: false, reason: expect.stringContaining('1048576 bytes') },
    })
  })

  it('names the file that cannot be read', async () => {
    const { code, stderr } = await printed('ingest', join(folder, 'nowhere'), '--source', 'guardduty')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/nowhere/)])
  })
})
