import { defaultProvider } from '@aws-sdk/credential-provider-node'
import type { AwsConnection, AwsCredentials } from './client-options.js'

/** A connection's credentials for a client that is not the SDK's: those given, or those that the SDK would find. Kept until they end. */
export function credentialSource({
  credentials,
}: AwsConnection): () => Promise<AwsCredentials & { expiration?: Date }> {
  if (credentials === undefined) return defaultProvider()
  return typeof credentials === 'function' ? credentials : async () => ({ ...credentials })
}
