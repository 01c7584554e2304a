import { SQSClient, CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { DetectiveClient, ListGraphsCommand, StartInvestigationCommand } from '@aws-sdk/client-detective'
import { guardDutySample } from '../integrations/findings/guardduty/sample.js'
const connection = { endpoint: 'http://127.0.0.1:4599', region: 'us-east-1', credentials: { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'administrator-secret' } }
const c = new SQSClient(connection)
const { QueueUrl } = await c.send(new CreateQueueCommand({ QueueName: 'findings' }))
if (process.argv[2] === 'send') {
  const event = guardDutySample({ accountId: '111122223333', partition: 'aws', region: 'us-east-1', roleName: 'ci-deploy', sessionName: 'b', accessKeyId: 'ASIAEXAMPLE0000000001', findingId: process.argv[3] ?? 'd0bfe135ab8b4dd8c3eaae7df9900073', firstSeenAt: '2026-11-22T09:40:00Z', lastSeenAt: '2026-11-22T09:58:00Z', updatedAt: '2026-11-22T10:01:30.120Z', remoteIp: '198.51.100.7' })
  await c.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }))
  await c.send(new SendMessageCommand({ QueueUrl, MessageBody: 'not json at all' }))
}
if (process.argv[2] === 'investigate') {
  const d = new DetectiveClient(connection)
  const { GraphList } = await d.send(new ListGraphsCommand({}))
  await d.send(new StartInvestigationCommand({ GraphArn: GraphList![0]!.Arn!, EntityArn: 'arn:aws:iam::111122223333:user/admin', ScopeStartTime: new Date(Date.now() - 86400000), ScopeEndTime: new Date() }))
}
console.log(QueueUrl)
