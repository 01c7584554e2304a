import type { Partition } from '../../../src/domain/partition.js'
import type { AwsConnection } from '../client-options.js'

/** The part of the environment that says where AWS is; the SDK's own variables. */
export type EndpointEnvironment = Readonly<Record<string, string | undefined>>

const suffixes: Readonly<Record<Partition, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
}

/**
 * Where IAM Roles Anywhere of a Region answers: the endpoint of the account's configuration; AWS_ENDPOINT_URL_ROLESANYWHERE, else
 * AWS_ENDPOINT_URL, unless AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true; else AWS. The same settings in the SDK's shared
 * configuration file are not read. Throws TypeError for what is no URL.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function anywhereEndpoint(
  { partition, endpoint }: Pick<AwsConnection, 'partition' | 'endpoint'>,
  region: string,
  environment: EndpointEnvironment = process.env,
): URL {
  const isIgnored = environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true'
  const ofEnvironment = environment.AWS_ENDPOINT_URL_ROLESANYWHERE || environment.AWS_ENDPOINT_URL
  const configured = endpoint || (isIgnored ? undefined : ofEnvironment)
  return new URL(configured || `https://rolesanywhere.${region}.${suffixes[partition]}`)
}
