import type { Players, Table } from '../../../exercises/players.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import type { SlackRun } from './slack-run.js'

/** People in Slack play their roles; the file's good script plays those that nobody has. */
export function slackPlayers(run: SlackRun): Players {
  const { exercise, cast } = run
  const others = scriptedPlayers(
    'good',
    exercise.players.good.filter(({ by }) => !cast.has(by)),
  )
  return {
    name: 'people',
    begin: async (table: Table) => {
      run.sit(table)
      await others.begin(table)
    },
    see: (event, table) => others.see(event, table),
    end: () => {
      run.end()
      others.end()
    },
  }
}
