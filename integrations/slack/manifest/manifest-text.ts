import { stringify } from 'yaml'
import { type ManifestMode, slackManifest } from './slack-manifest.js'

/** Stands in `slack/manifest-http.yaml` until somebody writes their own. */
export const EXAMPLE_URL = 'https://tourniquet.example.com'

/** The manifest as it is pasted at https://api.slack.com/apps: YAML, with what is to be done with it in comments. */
export function manifestText(how: ManifestMode): string {
  const notes =
    how.mode === 'socket'
      ? [
          'Socket Mode: Tourniquet opens the connection, no inbound port. Make an app-level token with connections:write.',
        ]
      : [
          'HTTP: Slack posts to the address below. Put yours in its three places, or have it written:',
          '`tourniquet slack manifest --url https://...`.',
        ]
  const head = [
    'Paste this at https://api.slack.com/apps: Create New App, From a manifest.',
    ...notes,
    'Generated: change integrations/slack/manifest instead.',
  ]
  return `${head.map((line) => `# ${line}\n`).join('')}${stringify(slackManifest(how), { lineWidth: 120 })}`
}
