import type { Act } from '../act.js'
import { numberAt, valueAt } from '../request-values.js'
import { type ActRule, always, whatOf } from '../rule.js'

/** Records of the network and of name resolution switched off or deleted. Nothing that runs needs that. ATT&CK T1562.008. */
export const networkLogsDeleted: ActRule = {
  kind: 'acts',
  id: 'network-logs-deleted',
  title: 'VPC flow logs or DNS query logs deleted',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: {
    ec2: 'DeleteFlowLogs',
    route53resolver: 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    route53: 'DeleteQueryLoggingConfig',
  },
  judge: always('high'),
}

/** What CloudWatch keeps, and who it would call, taken away. ATT&CK T1562.008. */
export const logsDeleted: ActRule = {
  kind: 'acts',
  id: 'cloudwatch-logs-or-alarms-deleted',
  title: 'Logs, alarms or event rules deleted or disabled',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: {
    logs: 'DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteSubscriptionFilter DeleteMetricFilter',
    monitoring: 'DeleteAlarms DisableAlarmActions',
    events: 'DeleteRule DisableRule RemoveTargets',
    s3: 'PutBucketLogging',
  },
  judge: (act) => {
    if (act.name === 'PutBucketLogging' && hasLogging(act)) return null
    if (act.name !== 'PutRetentionPolicy') return { severity: 'low', what: whatOf(act) }
    const days = numberAt(act.request, 'retentionInDays')
    return days === undefined || days > 3 ? null : { severity: 'low', what: `${whatOf(act)}: ${days} day(s)` }
  },
  many: [{ atLeast: 5, severity: 'medium' }],
}

/** Access logs are switched off by a status that names no bucket for them. */
function hasLogging({ request }: Act): boolean {
  return valueAt(request, 'BucketLoggingStatus.LoggingEnabled') !== undefined
}

/** Bedrock no longer says what its models were asked, or no longer refuses anything. ATT&CK T1562.008. */
export const bedrockLoggingDeleted: ActRule = {
  kind: 'acts',
  id: 'bedrock-oversight-removed',
  title: 'Bedrock’s invocation log or guardrail deleted',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: { bedrock: 'DeleteModelInvocationLoggingConfiguration DeleteGuardrail UpdateGuardrail' },
  judge: (act) => {
    const severity = act.name === 'DeleteGuardrail' ? 'medium' : act.name === 'UpdateGuardrail' ? 'low' : 'high'
    return { severity, what: whatOf(act) }
  },
}
