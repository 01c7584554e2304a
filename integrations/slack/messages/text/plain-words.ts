import { visibleText } from '../../../../src/report/visible-text.js'
import { shortKeys } from './short-keys.js'

/**
 * External text for `plain_text`, where mrkdwn is not read. Whether Slack decodes entities there is not documented: brackets
 * and an ampersand that could begin one are replaced, so that it reads the same either way.
 */
export function plainWords(text: string, most = 200): string {
  const cut = text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`
  return visibleText(shortKeys(cut))
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/&(?=[a-z#]\w*;)/gi, '＆')
}
