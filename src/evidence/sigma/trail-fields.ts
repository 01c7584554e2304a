/**
 * Top-level fields of a CloudTrail record: AWS CloudTrail user guide, "CloudTrail record contents for management, data, and
 * network activity events", event version 1.11, with those of Insights events.
 */
const TRAIL_FIELDS: ReadonlySet<string> = new Set([
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'managementEvent',
  'readOnly',
  'resources',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'addendum',
  'sessionCredentialFromConsole',
  'eventContext',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
])

const FIELD_PATH = /^[A-Za-z]\w*(\.\w+)+$/

/** Whether a rule's field can be in a record at all. */
export function isTrailField(name: string): boolean {
  return TRAIL_FIELDS.has(name.split('.')[0] ?? '')
}

/** Whether a plain value of a rule is spelled like a field below one of the record's, `responseElements.accessKey.userName`. */
export function looksLikeFieldPath(text: string): boolean {
  return FIELD_PATH.test(text) && isTrailField(text)
}
