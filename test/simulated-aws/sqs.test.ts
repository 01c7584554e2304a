import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { accountId, errorOf, manualClock, rootKey, setUp, tearDown } from './fixture.js'

afterEach(tearDown)

async function aQueue(QueueName = 'findings', Attributes: Record<string, string> = {}) {
  const clock = manualClock('2026-03-03T00:00:00Z')
  const { account } = await setUp({ now: clock.now })
  const sqs = new SQSClient({ endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 })
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
  const receive = async (input: { MaxNumberOfMessages?: number; WaitTimeSeconds?: number; QueueUrl?: string } = {}) => {
    const MessageSystemAttributeNames = ['All' as const]
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames, ...input }),
    )
    return Messages
  }
  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))
  const remove = ({ ReceiptHandle }: Message) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  return { account, clock, sqs, QueueUrl, receive, send, remove }
}

const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body)

it('gives a message until it is deleted, and hides it meanwhile', async () => {
  const { clock, receive, send, remove } = await aQueue()
  await send('one')
  const [first] = await receive()
  expect(first).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } })
  expect(await receive()).toEqual([])
  clock.advance(30_000)
  const [again] = await receive()
  expect(again).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '2' } })
  if (again === undefined) throw new Error('There is none.')
  await remove(again)
  await remove(again)
  clock.advance(60_000)
  expect(await receive()).toEqual([])
})

it('waits for a message, and no longer than it is asked to', async () => {
  const { clock, receive, send } = await aQueue()
  const waiting = receive({ WaitTimeSeconds: 20 })
  await send('late')
  expect(bodies(await waiting)).toEqual(['late'])
  const nothing = receive({ WaitTimeSeconds: 20 })
  setTimeout(() => clock.advance(20_000), 50)
  expect(await nothing).toEqual([])
})

it('gives up to ten at once, delays what is to be delayed, and forgets after four days', async () => {
  const { clock, receive, send } = await aQueue()
  for (let index = 0; index < 12; index += 1) await send(`body ${index}`)
  await send('delayed', { DelaySeconds: 60 })
  expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(10)
  expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(2)
  clock.advance(60_000)
  expect(
    bodies(await receive({ MaxNumberOfMessages: 10 })).length + (await receive({ MaxNumberOfMessages: 10 })).length,
  ).toBe(13)
  clock.advance(4 * 86_400_000)
  expect(await receive({ MaxNumberOfMessages: 10 })).toEqual([])
})

it('changes how long a message is hidden, and only of one that is', async () => {
  const { sqs, QueueUrl, receive, send } = await aQueue()
  await send('one')
  const [message] = await receive()
  const change = (VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }))
  await change(0)
  expect(await errorOf(change(10))).toMatchObject({ name: 'MessageNotInflight' })
  expect(bodies(await receive())).toEqual(['one'])
})

it('keeps the order of a group in a FIFO queue, holds the rest of it back, and takes a message once', async () => {
  const { receive, send, remove } = await aQueue('findings.fifo', { FifoQueue: 'true' })
  const to = (MessageGroupId: string, id: string) => ({ MessageGroupId, MessageDeduplicationId: id })
  await send('a1', to('a', '1'))
  await send('a1', to('a', '1'))
  await send('a2', to('a', '2'))
  await send('b1', to('b', '3'))
  const [a1] = await receive()
  expect(a1?.Body).toBe('a1')
  expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['b1'])
  if (a1 === undefined) throw new Error('There is none.')
  await remove(a1)
  expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['a2'])
  expect(await errorOf(send('c'))).toMatchObject({ name: 'MissingParameter' })
})

it('moves what was received too often to the dead-letter queue', async () => {
  const { sqs, clock, QueueUrl, receive, send } = await aQueue('findings', {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:${accountId}:dead`,
      maxReceiveCount: '2',
    }),
  })
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }))
  await send('poison')
  for (const _ of [1, 2]) {
    expect(await receive()).toHaveLength(1)
    clock.advance(30_000)
  }
  expect(await receive()).toEqual([])
  expect(bodies(await receive({ QueueUrl: QueueUrl?.replace(/findings$/, 'dead') ?? '' }))).toEqual(['poison'])
})

it('tells of a queue what waits in it, and of none that it is not there', async () => {
  const { sqs, QueueUrl, receive, send } = await aQueue()
  await send('one')
  await send('two')
  await receive()
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({
    QueueArn: `arn:aws:sqs:us-east-1:${accountId}:findings`,
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    VisibilityTimeout: '30',
  })
  const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'findings' }))
  expect(found.QueueUrl).toBe(QueueUrl)
  const missing = errorOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'missing' })))
  expect(await missing).toMatchObject({ name: 'QueueDoesNotExist' })
  expect(
    await errorOf(receive({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/999999999999/findings' })),
  ).toMatchObject({
    name: 'QueueDoesNotExist',
  })
})
