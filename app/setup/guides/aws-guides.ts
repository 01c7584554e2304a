import { apiKeyCurl } from './eventbridge-guide.js'
import { configured, type GuideSetting, newSecret, queuePolicy, secretInShell, steps } from './guide.js'

/** Detective sends nothing: it is asked, or somebody forwards. */
export function detectiveGuide({ baseUrl }: GuideSetting): string {
  return steps(
    'Amazon Detective. It sends no investigations to anybody: Tourniquet asks for them, or you forward them.',
    [
      'Let Tourniquet ask (tourniquet.yaml); restart. The role that looks needs `tourniquet iam-policy --as investigate`',
      'sources:\n  detective:\n    pull: {everyMinutes: 15}',
    ],
    [
      'Or forward by yourself: make the secret, and serve the source',
      `${newSecret('detective')}\n\n${configured('detective')}\n
aws detective list-investigations --graph-arn "$GRAPH_ARN" |
  curl -sS ${baseUrl}/webhooks/detective -H 'content-type: application/json' \\
    -H "x-api-key: ${secretInShell('detective')}" --data-binary @-`,
    ],
    ['Try it', apiKeyCurl(baseUrl, 'detective')],
  )
}

/** There is no secret: AWS signs, and the topic is the sender. */
export function snsGuide({ baseUrl }: GuideSetting): string {
  return steps(
    `Amazon SNS: findings of GuardDuty, Security Hub or Detective that a topic carries. SNS signs each message; there is no
secret. Whoever may publish to a topic that you name can bring findings: let its policy name the publishers.`,
    ['A topic that signs by SHA-256, with EventBridge as its only publisher', topic],
    [
      'Name the topic (tourniquet.yaml); restart. A topic that is not named is refused, whoever signed',
      'sources:\n  sns:\n    topics: ["arn:aws:sns:eu-west-1:111122223333:findings"]   # what $TOPIC_ARN holds',
    ],
    [
      'Subscribe. Tourniquet confirms it by the API (sns:ConfirmSubscription), and visits no address that a message names',
      `aws sns subscribe --topic-arn "$TOPIC_ARN" --protocol https --notification-endpoint ${baseUrl}/webhooks/sns
aws sns list-subscriptions-by-topic --topic-arn "$TOPIC_ARN"    # an ARN in place of PendingConfirmation
# Leave RawMessageDelivery off: a raw message carries no signature.`,
    ],
    [
      'Try it. Only SNS can, since only SNS can sign; your own publishing is for you to allow in the policy of the topic',
      'aws sns publish --topic-arn "$TOPIC_ARN" --message file://finding.json\ntourniquet ingest finding.json --source guardduty',
    ],
  )
}

const topic = `TOPIC_ARN=$(aws sns create-topic --name findings --attributes SignatureVersion=2 --query TopicArn --output text)
RULE_ARN=$(aws events put-rule --name findings-to-sns --query RuleArn --output text --event-pattern \\
  '{"source":["aws.guardduty"],"detail-type":["GuardDuty Finding"],"detail":{"service":{"archived":[false]}}}')
cat > topic-policy.json <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},
 "Action":"sns:Publish","Resource":"$TOPIC_ARN","Condition":{"ArnEquals":{"aws:SourceArn":"$RULE_ARN"}}}]}
EOF
aws sns set-topic-attributes --topic-arn "$TOPIC_ARN" --attribute-name Policy --attribute-value file://topic-policy.json
aws events put-targets --rule findings-to-sns --targets "Id=sns,Arn=$TOPIC_ARN"`

/** Nothing listens: Tourniquet fetches. */
export function sqsGuide(): string {
  return steps(
    `Amazon SQS: Tourniquet reads a queue, so that no port need be open. A message is as authentic as the policy of the queue:
whoever may send to it can bring findings.`,
    ['A queue, one for what could not be taken in, and one rule of EventBridge as the only sender', queue],
    [
      'Name the queue, and what is in it (tourniquet.yaml); restart. The credentials of the program need\nwhat `tourniquet iam-policy --pull $QUEUE_ARN` prints',
      `sources:
  sqs:
    queues:
      - url: https://sqs.eu-west-1.amazonaws.com/111122223333/findings   # what $QUEUE_URL holds
        source: guardduty          # or security-hub, sns, generic, ...`,
    ],
    [
      'Try it, once you may send to the queue yourself',
      'aws sqs send-message --queue-url "$QUEUE_URL" --message-body file://finding.json',
    ],
  )
}

const queue = `arn_of() { aws sqs get-queue-attributes --queue-url "$1" --attribute-names QueueArn --query Attributes.QueueArn --output text; }
UNREAD_ARN=$(arn_of "$(aws sqs create-queue --queue-name findings-unread --query QueueUrl --output text)")
cat > queue.json <<EOF
{"VisibilityTimeout": "60", "RedrivePolicy": "{\\"deadLetterTargetArn\\":\\"$UNREAD_ARN\\",\\"maxReceiveCount\\":5}"}
EOF
QUEUE_URL=$(aws sqs create-queue --queue-name findings --attributes file://queue.json --query QueueUrl --output text)
QUEUE_ARN=$(arn_of "$QUEUE_URL")
RULE_ARN=$(aws events put-rule --name findings-to-sqs --query RuleArn --output text --event-pattern \\
  '{"source":["aws.guardduty"],"detail-type":["GuardDuty Finding"],"detail":{"service":{"archived":[false]}}}')
aws events put-targets --rule findings-to-sqs --targets "Id=sqs,Arn=$QUEUE_ARN"
${queuePolicy('$QUEUE_URL', '$QUEUE_ARN', '$RULE_ARN')}`
