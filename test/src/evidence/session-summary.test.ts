import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { cloudTrailEventSchema } from '../../../src/domain/cloudtrail-event.js'
import { sessionActivitySchema } from '../../../src/domain/evidence.js'
import { summariseActivity } from '../../../src/evidence/basic-evidence.js'
import { aRoleIdentity, aUserIdentity } from '../../support/fixtures/identities.js'
import { aCall, byAdmin, eve, eveFederated } from '../containment/records.js'

/** One case of test/cases/evidence/sessions.json: records as rules here see them, and the sessions that follow. */
const caseSchema = z.strictObject({
  name: z.string(),
  principal: z.enum(['role', 'user']).default('role'),
  issued: z.array(
    z.strictObject({
      at: z.string(),
      key: z.string(),
      expiresAt: z.string().optional(),
      session: z.string().optional(),
      role: z.string().optional(),
      /** A user gets tokens of itself; AssumeRole by somebody else where this is absent. */
      own: z.enum(['GetSessionToken', 'GetFederationToken']).optional(),
    }),
  ),
  /** A user's call with a session's name is one of a federated user of that name. */
  calls: z.array(z.strictObject({ at: z.string(), key: z.string(), session: z.string(), ip: z.string().optional() })),
  collectedAt: z.string(),
  expected: z.array(sessionActivitySchema.partial()),
})
const file = new URL('../../cases/evidence/sessions.json', import.meta.url)
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
type SessionCase = (typeof cases)[number]

const role = aRoleIdentity
const { arn } = role
const user = aUserIdentity

describe('the sessions of a role, and the keys and sessions of a user', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, given) => {
    const calls = given.calls.map((call) => (given.principal === 'role' ? byRole(call) : byUser(call)))
    const events = [...given.issued.map(minting), ...calls]
    const window = { from: '2026-03-01T00:00:00Z', to: given.collectedAt }
    const principal = given.principal === 'role' ? role : user
    const { sessions } = summariseActivity({ principal, events, sources: [], window, collectedAt: given.collectedAt })
    // Getting a token is a call of its own, with the key that was in use.
    const others = sessions.filter(({ calls: count, accessKeyId }) => count === 0 || accessKeyId !== 'AKIAMINTING')
    expect(others).toEqual(given.expected.map((one) => expect.objectContaining(one)))
  })
})

function minting(issue: SessionCase['issued'][number]) {
  const call = { eventSource: 'sts.amazonaws.com', eventName: issue.own ?? 'AssumeRole', eventTime: issue.at }
  const self = issue.own === undefined ? {} : { actor: eve({ accessKeyId: 'AKIAMINTING' }) }
  return cloudTrailEventSchema.parse({
    ...byAdmin({ ...call, ...self }),
    issued: {
      kind: 'assumeRole',
      accessKeyId: issue.key,
      expiresAt: issue.expiresAt,
      roleArn: issue.own === undefined ? (issue.role ?? arn) : undefined,
      sessionName: issue.session,
    },
  })
}

type SessionCall = SessionCase['calls'][number]

function byRole(call: SessionCall) {
  const principalId = `AROAEXAMPLECIDEPLOY01:${call.session}`
  return calling(call, { ...aCall().actor, accessKeyId: call.key, principalId })
}

function byUser(call: SessionCall) {
  const { key: accessKeyId, session } = call
  const principalId = `111122223333:${session}`
  return calling(call, session === '' ? eve({ accessKeyId }) : eveFederated({ accessKeyId, principalId }))
}

function calling({ at, ip }: SessionCall, actor: ReturnType<typeof eve>) {
  return aCall({ eventTime: at, sourceIp: ip ?? '198.51.100.7', actor })
}
