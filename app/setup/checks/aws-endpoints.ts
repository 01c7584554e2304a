import type { AccountConfig } from '../../account-config.js'
import { type CheckLine, green, yellow } from '../check-line.js'

const variables = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_CLOUDTRAIL']

/** Says loudly where what is called AWS is not: containment there contains nobody. */
export function checkAwsEndpoints(account: AccountConfig, env: NodeJS.ProcessEnv): CheckLine {
  const name = `aws ${account.id} endpoint`
  const ignored = /^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? '')
  const set = variables.flatMap((variable) =>
    ignored || !env[variable] ? [] : [{ from: variable, url: env[variable] ?? '' }],
  )
  const all = account.endpoint === null ? set : [{ from: 'endpoint', url: account.endpoint }]
  const foreign = all.filter(({ url }) => !isAws(url))
  if (foreign.length === 0) return green(name, 'AWS itself')
  const list = foreign.map(({ from, url }) => `${from} is ${withoutLogin(url)}`).join(', ')
  return yellow(
    name,
    `THIS IS NOT AWS: ${list}`,
    'Right for an exercise. For live work, take it out of the configuration and the environment.',
  )
}

function isAws(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' && /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/.test(hostname)
}

function withoutLogin(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'no URL'
}
