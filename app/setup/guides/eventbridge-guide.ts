import { configured, type GuideSetting, newSecret, queuePolicy, secretInShell, shownJson, steps } from './guide.js'

interface EventBridgeGuide extends GuideSetting {
  readonly source: 'guardduty' | 'security-hub'
  readonly title: string
  readonly pattern: object
  readonly trial: string
}

/** A rule that hands the events to an API destination, whose connection holds the secret as the header `x-api-key`. */
function eventBridgeGuide({ source, title, pattern, trial, baseUrl }: EventBridgeGuide): string {
  const name = `tourniquet-${source}`
  return steps(
    title,
    [
      'Make the secret, and serve the source (tourniquet.yaml); restart',
      `${newSecret(source)}\n\n${configured(source)}`,
    ],
    [
      'The connection holds the secret; by file, because a command line can be read by others',
      connection(name, source),
    ],
    [
      'The destination, a role that may call it, and a queue for what could not be delivered',
      destination(name, `${baseUrl}/webhooks/${source}`),
    ],
    ['The rule, in each Region that has findings', rule(name, pattern)],
    ['Try it', trial],
  )
}

function connection(name: string, source: string): string {
  return `(umask 077; cat > connection.json <<EOF
{"Name": "${name}", "AuthorizationType": "API_KEY",
 "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key", "ApiKeyValue": "${secretInShell(source)}"}}}
EOF
)
CONNECTION_ARN=$(aws events create-connection --cli-input-json file://connection.json --query ConnectionArn --output text)
rm connection.json`
}

function destination(name: string, endpoint: string): string {
  return `DESTINATION_ARN=$(aws events create-api-destination --name ${name} --http-method POST \\
  --invocation-rate-limit-per-second 100 --connection-arn "$CONNECTION_ARN" \\
  --invocation-endpoint ${endpoint} --query ApiDestinationArn --output text)
ROLE_ARN=$(aws iam create-role --role-name ${name} --query Role.Arn --output text --assume-role-policy-document \\
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sts:AssumeRole"}]}')
cat > invoke.json <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"events:InvokeApiDestination","Resource":"$DESTINATION_ARN"}]}
EOF
aws iam put-role-policy --role-name ${name} --policy-name invoke --policy-document file://invoke.json
QUEUE_URL=$(aws sqs create-queue --queue-name ${name}-undelivered --query QueueUrl --output text)
QUEUE_ARN=$(aws sqs get-queue-attributes --queue-url "$QUEUE_URL" --attribute-names QueueArn --query Attributes.QueueArn --output text)`
}

function rule(name: string, pattern: object): string {
  return `cat > pattern.json <<'EOF'
${shownJson(pattern)}
EOF
RULE_ARN=$(aws events put-rule --name ${name} --event-pattern file://pattern.json --query RuleArn --output text)
cat > targets.json <<EOF
[{"Id": "tourniquet", "Arn": "$DESTINATION_ARN", "RoleArn": "$ROLE_ARN", "DeadLetterConfig": {"Arn": "$QUEUE_ARN"},
  "RetryPolicy": {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86400}}]
EOF
aws events put-targets --rule ${name} --targets file://targets.json
# Alarm on any message in this queue: a finding that nobody took in.
${queuePolicy('$QUEUE_URL', '$QUEUE_ARN', '$RULE_ARN')}`
}

/** Posts a finding as EventBridge would. */
export function apiKeyCurl(baseUrl: string, source: string): string {
  return `curl -sS ${baseUrl}/webhooks/${source} -H 'content-type: application/json' \\
  -H "x-api-key: ${secretInShell(source)}" --data-binary @finding.json
tourniquet ingest finding.json --source ${source}      # what would be made of it, without a server`
}

export function guardDutyGuide({ baseUrl }: GuideSetting): string {
  return eventBridgeGuide({
    baseUrl,
    source: 'guardduty',
    title:
      "GuardDuty, by EventBridge. In the delegated administrator's account, which sees the findings of the members.",
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      // About credentials; a sequence of Extended Threat Detection has its principals elsewhere.
      detail: {
        service: { archived: [false] },
        resource: {
          $or: [{ accessKeyDetails: { userType: [{ exists: true }] } }, { resourceType: ['AttackSequence'] }],
        },
      },
    },
    trial: `aws guardduty create-sample-findings --detector-id ID --finding-types \\
  UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS   # a sample opens an exercise, which never writes
${apiKeyCurl(baseUrl, 'guardduty')}`,
  })
}

export function securityHubGuide({ baseUrl }: GuideSetting): string {
  const iam = ['AwsIamAccessKey', 'AwsIamRole', 'AwsIamUser', 'AWS::IAM::AccessKey', 'AWS::IAM::Role', 'AWS::IAM::User']
  return eventBridgeGuide({
    baseUrl,
    source: 'security-hub',
    title: `Security Hub (CSPM and V2), by EventBridge: imported findings about IAM principals, and custom actions.
Whoever may call BatchImportFindings can write findings of their own: one that is not of an AWS product is not trusted.`,
    pattern: {
      source: ['aws.securityhub'],
      'detail-type': [
        'Security Hub Findings - Imported',
        'Security Hub Findings - Custom Action',
        'Findings Imported V2',
      ],
      detail: { $or: [{ findings: { Resources: { Type: iam } } }, { findings: { resources: { type: iam } } }] },
    },
    trial: apiKeyCurl(baseUrl, 'security-hub'),
  })
}
