import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { subscriptionsOf } from '../../simulated-aws/operations/sns/topics.js'
import { accountId, errorOf, rootKey, setUp, tearDown } from './fixture.js'

afterEach(tearDown)

async function aTopic() {
  const { account } = await setUp()
  const connection = { endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 }
  const [sns, sqs] = [new SNSClient(connection), new SQSClient(connection)]
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'findings' }))
  return { account, sns, sqs, TopicArn }
}

it('confirms a subscription by its token, and by no other', async () => {
  const { account, sns, TopicArn } = await aTopic()
  const asked = await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: 'https://x.example/' }))
  expect(asked.SubscriptionArn).toBe('pending confirmation')
  const confirm = (Token: string) =>
    sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' }))
  expect(await errorOf(confirm('made up'))).toMatchObject({ name: 'InvalidParameterException' })
  const [subscription] = subscriptionsOf(account.account)
  expect(subscription?.isConfirmed).toBe(false)
  const { SubscriptionArn } = await confirm(subscription?.token ?? '')
  expect(SubscriptionArn).toMatch(`${TopicArn}:`)
  expect(subscription).toMatchObject({ isConfirmed: true, authenticatesUnsubscribe: true })
})

it('publishes to the queues of a topic, in an envelope', async () => {
  const { sns, sqs, TopicArn } = await aTopic()
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'findings' }))
  const Endpoint = `arn:aws:sqs:us-east-1:${accountId}:findings`
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }))
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: '{"a":1}', Subject: 'b' }))
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'b',
    Message: '{"a":1}',
  })
})

it('knows no topic that nobody made', async () => {
  const { sns, TopicArn } = await aTopic()
  const publish = sns.send(new PublishCommand({ TopicArn: `${TopicArn}-2`, Message: 'a' }))
  expect(await errorOf(publish)).toMatchObject({ name: 'NotFoundException' })
})
