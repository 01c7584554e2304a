import { Command } from 'commander'
import type { ExitCode } from './exit-codes.js'
import { EXIT } from './exit-codes.js'

/** `tourniquet slack manifest`: what is pasted at Slack to make the app. */
export function slackCommand(finish: (code: ExitCode) => void): Command {
  return new Command('slack')
    .description('set up the Slack app: docs/slack.md has the five minutes that it takes')
    .addCommand(
      new Command('manifest')
        .description('print the manifest of the Slack app, to be pasted at https://api.slack.com/apps')
        .option('--url <address>', 'HTTP mode: where this server is seen from outside (https); without it, Socket Mode')
        .action(async ({ url }: { url?: string }) => finish(await printManifest(url))),
    )
}

async function printManifest(url: string | undefined): Promise<ExitCode> {
  const { manifestText } = await import('../../integrations/slack/manifest/manifest-text.js')
  try {
    process.stdout.write(manifestText(url === undefined ? { mode: 'socket' } : { mode: 'http', publicUrl: url }))
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`slack manifest: ${error.message}\n`)
    return EXIT.usage
  }
}
