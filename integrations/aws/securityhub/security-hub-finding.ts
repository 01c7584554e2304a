import { GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

export interface SecurityHubPlace {
  readonly region: string
  readonly accountId: string
  readonly id: string
}

/**
 * What Security Hub of one Region has under an id, of this account alone: administrators see the findings of members as well.
 * Throws AwsError. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export async function securityHubFinding(
  connection: AwsConnection,
  { region, accountId, id }: SecurityHubPlace,
): Promise<{ readonly Findings: readonly unknown[] }> {
  const client = new SecurityHubClient(clientOptions(connection, 'read', region))
  try {
    const command = new GetFindingsCommand({
      Filters: {
        Id: [{ Value: id, Comparison: 'EQUALS' }],
        AwsAccountId: [{ Value: accountId, Comparison: 'EQUALS' }],
      },
      MaxResults: 100,
    })
    const send = () => client.send(command)
    const { output } = await sendCommand({ operation: 'securityhub:GetFindings', command, send })
    return { Findings: output.Findings ?? [] }
  } finally {
    if (connection.requestHandler === undefined) client.destroy()
  }
}
