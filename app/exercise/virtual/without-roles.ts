import type { ConnectedAwsAccount } from '../../../integrations/aws/aws-account.js'
import type { AwsAccess } from '../../../src/ports.js'

/** One connection for everything, as where no roles are configured. */
export function withoutRoles(aws: Omit<ConnectedAwsAccount, 'close'>): AwsAccess {
  const { partition, accountId } = aws
  return { partition, accountId, reader: () => aws, writer: () => aws }
}
