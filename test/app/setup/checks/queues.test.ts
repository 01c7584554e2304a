import { checkQueue } from '../../../../app/setup/checks/queues.js'
import { AwsError } from '../../../../src/domain/aws-error.js'

const counts = { waiting: 3, inFlight: 1, visibilitySeconds: 30, hasDeadLetterQueue: true }
const failing = (kind: 'notFound' | 'accessDenied' | 'credentials') => async () => {
  throw new AwsError({ kind, code: 'X', operation: 'sqs:GetQueueAttributes', message: 'X: no' })
}

it('is green with what waits, and yellow where nothing keeps what cannot be read', async () => {
  expect(await checkQueue('111122223333/findings', { counts: async () => counts })).toMatchObject([
    { check: 'queue 111122223333/findings', status: 'green', says: 'there, 3 waiting and 1 in hand' },
  ])
  const bare = { ...counts, hasDeadLetterQueue: false }
  const [line] = await checkQueue('findings', { counts: async () => bare })
  expect(line).toMatchObject({ status: 'yellow', cure: expect.stringContaining('redrive policy') })
})

it.each([
  ['notFound', 'get-queue-url'],
  ['accessDenied', 'iam-policy --pull'],
  ['credentials', 'AWS_PROFILE'],
] as const)('says what to do about %s', async (kind, cure) => {
  const [line] = await checkQueue('findings', { counts: failing(kind) })
  expect(line).toMatchObject({ status: 'red', cure: expect.stringContaining(cure) })
})
