import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { confirmSubscription } from '../../../../integrations/aws/sns/confirm-subscription.js'
import { subscriptionsOf } from '../../../../simulated-aws/operations/sns/topics.js'
import { rootKey, setUp, tearDown } from '../../../simulated-aws/fixture.js'

afterEach(tearDown)

it('confirms by the API, signed, so that an UnsubscribeURL ends nothing', async () => {
  const { account } = await setUp()
  const sns = new SNSClient({ endpoint: account.url, region: 'eu-west-1', credentials: rootKey })
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'findings' }))
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: 'https://tourniquet.example.com/' }))
  const [subscription] = subscriptionsOf(account.account)
  const connection = { partition: 'aws', endpoint: account.url, credentials: account.adminCredentials } as const
  await confirmSubscription(connection, { topicArn: TopicArn, token: subscription?.token ?? '' })
  expect(subscription).toMatchObject({ isConfirmed: true, authenticatesUnsubscribe: true })
  const again = confirmSubscription(connection, { topicArn: TopicArn, token: 'another' })
  await expect(again).rejects.toMatchObject({ name: 'AwsError', kind: 'malformed' })
})
