/** The fields of a record that counting asks about, and those that may ask for more than counting: as kernel/call-kernel.as numbers them. */
export const field = {
  none: 0,
  eventID: 1,
  eventTime: 2,
  eventSource: 3,
  eventName: 4,
  userIdentity: 5,
  awsRegion: 6,
  sourceIPAddress: 7,
  userAgent: 8,
  errorCode: 9,
  errorMessage: 10,
  readOnly: 11,
  recipientAccountId: 12,
  requestParameters: 13,
  responseElements: 14,
  additionalEventData: 15,
} as const
