import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'

const operation = 'cloudtrail:LookupEvents'

/** When the newest event of a Region's history happened, as ISO; null where the last 90 days have none. One request. */
export async function newestEventAt(connection: AwsConnection, region: string): Promise<string | null> {
  const client = new CloudTrailClient(clientOptions(connection, 'paced', region))
  try {
    const command = new LookupEventsCommand({ MaxResults: 1 })
    const { output } = await sendCommand({ operation, command, send: () => client.send(command) })
    return output.Events?.[0]?.EventTime?.toISOString() ?? null
  } finally {
    client.destroy()
  }
}
