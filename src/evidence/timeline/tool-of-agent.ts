import { operatingSystemIn } from '../indicators/operating-system-in.js'
import { userAgentFamily } from '../indicators/user-agent-family.js'
import { remembered } from '../record/remembered.js'

const readLength = 1024
const mostTokens = 4
const longestToken = 40

/** What newer SDKs say besides the product, partners' marks, and where it runs. */
const aside =
  /^(md|ua|os|lang|cfg|exe|prompt|command|ft|api|app|m|exec-env|retry-mode|source|apn|hashicorp|linux|windows|darwin|macos|aws-internal)$/i

/** The id of a run or an installation: there would be as many tools as runs. */
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** Asked once an address and principal; the texts may be long, so not many are held. */
const mostRemembered = 256

/**
 * What a user agent is shown as: the products it names with their versions, and the operating system, as in
 * `aws-cli/2.15.0 Python/3.11.6 (Linux)`; of browsers, the console and AWS services what program it is (`userAgentFamily`). Forms of one
 * tool that differ in the command, in settings or in the id of a run are shown alike. Records choose the text: escape it.
 */
export const toolOf: (userAgent: string) => string = remembered(toolIn, mostRemembered)

function toolIn(userAgent: string): string {
  if (userAgent.trim() === '') return 'no user agent'
  const family = userAgentFamily(userAgent)
  const text = userAgent.slice(0, readLength)
  if (/^\W?Mozilla\b/.test(text) || /^AWS (console|service )/.test(family)) return family
  const tokens = text
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[[\]]/g, ' ')
    .split(/[\s;]+/)
    .filter(isProduct)
    .map((token) => token.replace(uuid, '*').replace(/\/$/, '').slice(0, longestToken))
  if (tokens.length === 0) return family
  const os = operatingSystemIn(text)
  return [...new Set(tokens)].slice(0, mostTokens).join(' ') + (os === null ? '' : ` (${os})`)
}

function isProduct(token: string): boolean {
  const [name = ''] = token.split('/')
  return /^[\w.@+-]*[a-z][\w.@+-]*$/i.test(name) && !token.includes('#') && !aside.test(name)
}
