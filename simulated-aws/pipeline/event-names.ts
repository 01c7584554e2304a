import { iamAction } from '../seed/iam-action.js'

/** The action that policies know an operation by; an operation that is not known is taken by its own name. */
export function actionOf(service: string, operation: string): string {
  return iamAction(service, operation) ?? `${service}:${operation}`
}

/** Data events are on no default trail and not in the event history, so LookupEvents never shows them. */
const dataEvents = [
  /^s3:(Get|Head|Put|Delete|Copy|Restore|Select|List)Objects?/,
  /^s3:(ListObjectsV2|HeadBucket|UploadPart|CompleteMultipartUpload|CreateMultipartUpload)$/,
  /^lambda:Invoke$/,
  /^dynamodb:(Get|Put|Delete|Update|BatchGet|BatchWrite|TransactGet|TransactWrite)Items?$/,
  /^dynamodb:(Query|Scan)$/,
  /^sns:Publish/,
  /^sqs:(Send|Receive|Delete)Message/,
]

export function isDataEvent(service: string, operation: string): boolean {
  return dataEvents.some((pattern) => pattern.test(`${service}:${operation}`))
}

/** CloudTrail counts AssumeRole and its like as reads. */
export function isReadOnly(operation: string): boolean {
  return /^(Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|AssumeRole)/.test(operation)
}
