import type { Json } from '../../../domain/canonical-json.js'
import { fieldsOf } from '../../record/record-values.js'
import type { Act } from '../act.js'
import { isFalseAt, isTrueAt, textsUnder } from '../request-values.js'
import { type ActRule, type Judgement, whatOf } from '../rule.js'

/**
 * CloudTrail stopped, deleted, or told to leave things out: what comes after is not seen. ATT&CK T1562.008.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export const trailTampering: ActRule = {
  kind: 'acts',
  id: 'cloudtrail-tampered',
  title: 'CloudTrail stopped, deleted or narrowed',
  technique: 'T1562.008',
  tactic: 'defense-evasion',
  calls: {
    cloudtrail:
      'StopLogging DeleteTrail UpdateTrail PutEventSelectors DeleteEventDataStore UpdateEventDataStore ' +
      'StopEventDataStoreIngestion DeregisterOrganizationDelegatedAdmin PutInsightSelectors DeleteResourcePolicy',
  },
  neverRoutine: true,
  judge: (act) => {
    switch (act.name) {
      case 'UpdateTrail':
        return updateOf(act)
      case 'PutEventSelectors':
        return selectorsOf(act)
      case 'PutInsightSelectors':
      case 'UpdateEventDataStore':
      case 'DeleteResourcePolicy':
        return { severity: 'low', what: whatOf(act) }
      default:
        return { severity: 'high', what: whatOf(act) }
    }
  },
}

/** Other settings of a trail change all the time. */
function updateOf(act: Act): Judgement {
  const why = [
    ...(isFalseAt(act.request, 'isMultiRegionTrail') ? ['other regions are left out'] : []),
    ...(isFalseAt(act.request, 'includeGlobalServiceEvents') ? ['IAM and STS are left out'] : []),
    ...(isFalseAt(act.request, 'enableLogFileValidation') ? ['log files are no longer signed'] : []),
    ...(isFalseAt(act.request, 'isOrganizationTrail') ? ['other accounts are left out'] : []),
    ...(act.request.s3BucketName === undefined ? [] : ['logs go to another bucket or place']),
  ]
  return { severity: why.length > 0 ? 'medium' : 'low', what: whatOf(act), why }
}

function selectorsOf(act: Act): Judgement {
  const { eventSelectors, advancedEventSelectors } = act.request
  if (eventSelectors === undefined && advancedEventSelectors === undefined)
    return { severity: 'low', what: whatOf(act) }
  const selectors = [...listOf(act.request.eventSelectors), ...listOf(act.request.advancedEventSelectors)]
  const classic = listOf(act.request.eventSelectors).map((selector) => fieldsOf(selector) ?? {})
  const hasManagement = classic.some((selector) => !isFalseAt(selector, 'includeManagementEvents'))
  const isAdvanced = listOf(act.request.advancedEventSelectors).length > 0
  const hasAdvanced = textsUnder(selectors, 'equals').includes('Management')
  const why = [
    ...((isAdvanced ? hasAdvanced : hasManagement) ? [] : ['management events are left out']),
    ...(classic.some(({ readWriteType }) => readWriteType === 'ReadOnly') ? ['changes are left out'] : []),
    ...(textsUnder(classic, 'excludeManagementEventSources').length > 0 ? ['services are left out'] : []),
  ]
  const isEmptied = why.some((reason) => reason !== 'services are left out')
  return { severity: isEmptied ? 'high' : why.length > 0 ? 'medium' : 'low', what: whatOf(act), why }
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** The bucket of a trail: by what the log says of trails, or by the name that the console gives. */
export function isTrailBucket(bucket: string, acts: readonly Act[]): boolean {
  return /cloudtrail/i.test(bucket) || acts.some((act) => textsUnder(act.request, 's3BucketName').includes(bucket))
}

/** The lifecycle of S3 holds days as numbers or as texts, under names of two spellings. */
export function isEnabledRule(rule: Json): boolean {
  const fields = fieldsOf(rule) ?? {}
  return fields.Status !== 'Disabled' && !isTrueAt(fields, 'disabled')
}
