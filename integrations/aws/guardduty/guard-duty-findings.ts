import { GetFindingsCommand, GuardDutyClient } from '@aws-sdk/client-guardduty'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { GuardDutyPlace } from '../../../src/domain/finding-key.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

/**
 * What a detector of this account answers about one of its findings, as `get-findings` prints it. A finding that is not there is
 * an empty list. Throws AwsError. https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html
 */
export async function guardDutyFinding(
  connection: AwsConnection,
  { region, detectorId, findingId }: GuardDutyPlace,
): Promise<{ readonly Findings: readonly unknown[] }> {
  const client = new GuardDutyClient(clientOptions(connection, 'read', region))
  try {
    const command = new GetFindingsCommand({ DetectorId: detectorId, FindingIds: [findingId] })
    const send = () => client.send(command)
    const { output } = await sendCommand({ operation: 'guardduty:GetFindings', command, send })
    return { Findings: output.Findings ?? [] }
  } catch (error) {
    // GuardDuty's answer where the account has no such detector: then it has no such finding.
    if (error instanceof AwsError && error.code === 'BadRequestException') return { Findings: [] }
    throw error
  } finally {
    // Connections that clients share outlive this one.
    if (connection.requestHandler === undefined) client.destroy()
  }
}
