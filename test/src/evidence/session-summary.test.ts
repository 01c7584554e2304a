import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { cloudTrailEventSchema } from '../../../src/domain/cloudtrail-event.js'
import { sessionActivitySchema } from '../../../src/domain/evidence.js'
import { summariseActivity } from '../../../src/evidence/basic-evidence.js'
import { aCall, byAdmin } from '../containment/samples.js'

/** One case of test/cases/evidence/sessions.json: records as rules here see them, and the sessions that follow. */
const caseSchema = z.strictObject({
  name: z.string(),
  issued: z.array(
    z.strictObject({
      at: z.string(),
      key: z.string(),
      expiresAt: z.string().optional(),
      session: z.string().optional(),
      role: z.string().optional(),
    }),
  ),
  calls: z.array(z.strictObject({ at: z.string(), key: z.string(), session: z.string(), ip: z.string().optional() })),
  collectedAt: z.string(),
  expected: z.array(sessionActivitySchema.partial()),
})
const file = new URL('../../cases/evidence/sessions.json', import.meta.url)
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
type SessionCase = (typeof cases)[number]

const arn = 'arn:aws:iam::111122223333:role/ci-deploy'
const role = { arn, name: 'ci-deploy', accountId: '111122223333', uniqueId: 'AROAEXAMPLECIDEPLOY01' }

describe('the sessions of a role', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, given) => {
    const events = [...given.issued.map(minting), ...given.calls.map(calling)]
    const window = { from: '2026-03-01T00:00:00Z', to: given.collectedAt }
    const { sessions } = summariseActivity({ role, events, sources: [], window, collectedAt: given.collectedAt })
    expect(sessions).toEqual(given.expected.map((one) => expect.objectContaining(one)))
  })
})

function minting(issue: SessionCase['issued'][number]) {
  return cloudTrailEventSchema.parse({
    ...byAdmin({ eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', eventTime: issue.at }),
    issued: {
      accessKeyId: issue.key,
      expiresAt: issue.expiresAt,
      roleArn: issue.role ?? arn,
      sessionName: issue.session,
    },
  })
}

function calling(call: SessionCase['calls'][number]) {
  const base = aCall()
  const principalId = `AROAEXAMPLECIDEPLOY01:${call.session}`
  const sourceIp = call.ip ?? '198.51.100.7'
  return aCall({ eventTime: call.at, sourceIp, actor: { ...base.actor, accessKeyId: call.key, principalId } })
}
