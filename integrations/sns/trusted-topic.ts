/** A topic of the configuration, and where SNS of its Region keeps the certificates that it signs with. */
export interface TrustedTopic {
  readonly partition: string
  readonly region: string
  /** `sns.eu-west-1.amazonaws.com`: made of the configuration, never of a message. */
  readonly host: string
  isCertificateUrl(url: string): boolean
}

/** What SNS calls its certificates: `SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem`. */
const certificateName = /^SimpleNotificationService-[0-9a-f]{8,64}\.pem$/

/** By their ARN. Throws RangeError for what is no topic's. */
export function trustedTopics(arns: readonly string[]): ReadonlyMap<string, TrustedTopic> {
  return new Map(arns.map((arn) => [arn, trustedTopic(arn)]))
}

function trustedTopic(arn: string): TrustedTopic {
  const [, partition, service, region] = arn.split(':')
  if (partition === undefined || service !== 'sns' || region === undefined || region === '') {
    throw new RangeError(`${arn} is not the ARN of a topic.`)
  }
  const host = `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
  const start = `https://${host}/`
  // The text itself is compared, not what a URL parser makes of it: that mends dots, tabs and other scripts.
  const isCertificateUrl = (url: string) => url.startsWith(start) && certificateName.test(url.slice(start.length))
  return { partition, region, host, isCertificateUrl }
}
