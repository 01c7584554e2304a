import { z } from 'zod'
import { permissions } from '../../../integrations/aws/permissions.js'
import { lookingSessionPolicy, writingSessionPolicy } from '../../../integrations/aws/session-policies.js'

const policy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.literal('Allow'),
      Action: z.array(z.string()),
      Resource: z.string(),
      Condition: z.unknown().optional(),
    }),
  ),
})
const parse = (text: string) => policy.parse(JSON.parse(text)).Statement
const writes = /:(Put|Delete|Attach|Detach|Update)/

describe('the policy of a session', () => {
  it('that looks has no write', () => {
    const actions = parse(lookingSessionPolicy('aws')).flatMap(({ Action }) => Action)
    expect(actions.length).toBeGreaterThan(15)
    expect(actions.filter((action) => writes.test(action))).toEqual([])
  })

  it.each(['role', 'user', 'group'] as const)(
    'that writes to a %s names that one, and the actions of its type',
    (type) => {
      const arn = `arn:aws-cn:iam::111122223333:${type}/team/x`
      const statements = parse(writingSessionPolicy({ type, arn }, 'aws-cn'))
      expect(new Set(statements.map(({ Resource }) => Resource))).toEqual(new Set([arn]))
      const granted = new Set(statements.flatMap(({ Action }) => Action))
      for (const { action, on } of permissions) if (granted.has(action)) expect([action, on]).toEqual([action, type])
      const needed = permissions.filter(({ action, on }) => on === type && writes.test(action))
      expect(needed.filter(({ action }) => !granted.has(action))).toEqual([])
      const attaching = statements.filter(({ Action }) => Action.some((action) => /:(At|De)tach/.test(action)))
      expect(attaching.map(({ Condition }) => Condition)).toEqual([
        { ArnEquals: { 'iam:PolicyARN': 'arn:aws-cn:iam::aws:policy/AWSDenyAll' } },
      ])
    },
  )

  it('that looks into the files of a trail reads that bucket alone', () => {
    const bucket = { name: 'example-trail', region: 'eu-west-1', prefix: 'logs', organizationId: null }
    const reads = parse(lookingSessionPolicy('aws', bucket)).filter(({ Action }) =>
      Action.some((one) => /^s3:/.test(one)),
    )

    expect(reads.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['s3:ListBucket'], 'arn:aws:s3:::example-trail'],
      [['s3:GetObject'], 'arn:aws:s3:::example-trail/logs/AWSLogs/*'],
    ])
    expect(parse(lookingSessionPolicy('aws')).flatMap(({ Action }) => Action.join())).not.toContain('s3:ListBucket')
  })

  it('fits into what STS takes, however long the name', () => {
    const arn = `arn:aws-us-gov:iam::111122223333:user/${'p'.repeat(510)}/${'n'.repeat(64)}`
    expect(writingSessionPolicy({ type: 'user', arn }, 'aws-us-gov').length).toBeLessThanOrEqual(2_048)
    const bucket = { name: 'b'.repeat(63), region: 'us-gov-west-1', prefix: 'p'.repeat(200), organizationId: null }
    expect(lookingSessionPolicy('aws-us-gov', bucket).length).toBeLessThanOrEqual(2_048)
  })
})
