import { joined, type Mrkdwn, type MrkdwnValue, mrkdwn } from '../text/mrkdwn.js'

/** The first few, then how many more there are: a list must not grow with what an attacker does. */
export function firstFew(items: readonly MrkdwnValue[], most: number, none = 'none'): Mrkdwn {
  if (items.length === 0) return mrkdwn`${none}`
  const shown = joined(items.slice(0, most), ', ')
  return items.length <= most ? shown : mrkdwn`${shown} and ${items.length - most} more`
}

/** One a line with a bullet, so that no external text can begin a line and be taken for a quote or a list. */
export function bullets(items: readonly MrkdwnValue[], most: number, where = ''): Mrkdwn {
  const shown = items.slice(0, most).map((item) => mrkdwn`• ${item}`)
  const left = items.length - shown.length
  return joined([...shown, ...(left > 0 ? [mrkdwn`• and ${left} more${where}`] : [])], '\n')
}
