import { type Mrkdwn, mention, moment, mrkdwn } from './mrkdwn.js'

/** A person, mentioned where their Slack id is known; everybody else by name. */
export function person(name: string, slackIds: ReadonlyMap<string, string>): Mrkdwn {
  const id = slackIds.get(name)
  return id === undefined ? mrkdwn`${name}` : mention(id)
}

/** `Today at 14:32`, in the reader's time zone. */
export function localTime(at: string): Mrkdwn {
  return moment(at, '{date_short_pretty} at {time}')
}

/** `20 minutes ago`, kept up to date by Slack without an edit. */
export function ago(at: string): Mrkdwn {
  return moment(at, '{ago}')
}

/** `10:04:06Z`; with its day where that is another than the one of `since`. What is no time stays as it is. */
export function utcTime(at: string, since: string | null): string {
  const parsed = Date.parse(at)
  if (Number.isNaN(parsed)) return at
  const text = new Date(parsed).toISOString()
  const isSameDay = since !== null && text.slice(0, 10) === since.slice(0, 10)
  return isSameDay ? `${text.slice(11, 19)}Z` : `${text.slice(0, 10)} ${text.slice(11, 19)}Z`
}
