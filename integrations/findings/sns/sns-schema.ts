/**
 * A message of Amazon SNS as it posts it to an endpoint by HTTPS, and as `Records[].Sns` of what Lambda is handed (which people
 * replay; there `SigningCertURL` is spelt `SigningCertUrl`). `Message` is a text: the event of EventBridge, as JSON.
 *
 * ```json
 * {"Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
 *  "TopicArn": "arn:aws:sns:eu-west-1:111122223333:findings", "Subject": "GuardDuty",
 *  "Message": "{\"source\": \"aws.guardduty\", \"detail-type\": \"GuardDuty Finding\", \"detail\": {…}}",
 *  "Timestamp": "2026-03-01T10:03:00.000Z", "SignatureVersion": "2", "Signature": "…",
 *  "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-….pem",
 *  "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=…"}
 * ```
 * The parser reads what is inside and no more: whether SNS signed it, for which topic, how old it is and whether it was seen
 * before is judged elsewhere, before. No address in it is ever visited.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
import { z } from 'zod'

export const snsMessageSchema = z.object({
  Type: z.string(),
  MessageId: z.string().max(256),
  TopicArn: z.string().max(2048),
  Message: z.string(),
})
export type SnsMessage = z.infer<typeof snsMessageSchema>
