import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

/**
 * Confirms a subscription by its token, at SNS of the topic's Region, signed by our own credentials: then it can be ended by
 * its owner and the topic's alone, and not by whoever sees an UnsubscribeURL. Failures throw AwsError.
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export async function confirmSubscription(
  connection: AwsConnection,
  { topicArn, token }: { readonly topicArn: string; readonly token: string },
): Promise<void> {
  const client = new SNSClient(clientOptions(connection, 'read', topicArn.split(':')[3]))
  const command = new ConfirmSubscriptionCommand({
    TopicArn: topicArn,
    Token: token,
    AuthenticateOnUnsubscribe: 'true',
  })
  try {
    await sendCommand({ operation: 'sns:ConfirmSubscription', command, send: () => client.send(command) })
  } finally {
    client.destroy()
  }
}
