/** What an agent is made of: `name/version` after `name/version`, with remarks in parentheses. */
export interface AgentTokens {
  /** Each once, in the order in which they stand. */
  readonly products: readonly string[]
  readonly sdk: string | null
  /** Where it runs, if it says so: `CloudShell`, `AWS_Lambda`. */
  readonly environment: string | null
}

/** Partners' marks, languages, libraries below the SDK, and the fields `name#value` of newer SDKs. */
const noise = new RegExp(
  `^(${[
    'apn|hashicorp|gzip|vendor|cfg|md|ua|m|api|os|lang|ft|app|business-metrics|retry-mode|internal|kotlin|scala|java|promise|async|io',
    'http|exec-env|nodejs|node|python|ruby|php|go|rust|perl|openjdk.*|java_hotspot.*|dynamic_.*|oracle.*|botocore|awscrt|urllib3|requests',
    'linux|windows.*|darwin|mac_?os.*|macos|win32|win64|ubuntu|freebsd|amd64|arm64|x86_64|callback|guzzlehttp|curl|hotspot.*|resource|exe|source|command|prompt|aws|sdk|terraform-provider-.*|waiter|paginator',
  ].join('|')})$`,
  'i',
)

const cli = /^aws-cli$/i
const sdkName =
  /^(aws-sdk-[a-z0-9.+-]{1,24}|aws-sdk|boto3?|aws-tools|awspowershell(\.[a-z]{1,16})?|aws-chalice|amplify)$/i

export function agentTokens(text: string): AgentTokens {
  const products: string[] = []
  let sdk: string | null = null
  for (const token of text.replace(/\([^()]*\)/g, ' ').split(/[\s;]+/)) {
    const [, name = '', version = ''] = /^([^/#,]*)[/#]?(.*)$/.exec(token) ?? []
    if (sdkName.test(name)) sdk ??= sdkCalled(name, version)
    else if (cli.test(name)) products.push(`aws-cli v${majorOf(version)}`)
    else if (!noise.test(name)) products.push(withoutRun(name))
  }
  // Botocore alone is a program that uses the library below Boto3.
  if (sdk === null && products.length === 0 && /\bbotocore\//i.test(text)) sdk = 'Botocore'
  return { products: [...new Set(products)].filter((name) => name !== ''), sdk, environment: environmentIn(text) }
}

/** `aws-sdk-go-v2/1.36` is version 2, `aws-sdk-nodejs/2` and `aws-sdk-js/3` are two versions of one, Boto3 says it itself. */
function sdkCalled(name: string, version: string): string {
  const plain = name.toLowerCase()
  if (plain === 'boto3') return 'Boto3'
  if (/^aws-?powershell/.test(plain) || plain === 'aws-tools') return 'AWS Tools for PowerShell'
  const named = plain.replace(/^aws-sdk-nodejs$/, 'aws-sdk-js').replace(/^aws-sdk-ruby\d$/, 'aws-sdk-ruby')
  if (/-v\d$/.test(named)) return named.replace(/-v(\d)$/, ' v$1')
  const major = majorOf(version)
  return major === '' ? named : `${named} v${major}`
}

function majorOf(version: string): string {
  return /^v?(\d{1,3})/.exec(version)?.[1] ?? ''
}

/** Ids of runs, dates and builds change every day: `stratus-red-team_11a6ef34-…`, `job-20240501`. Letters, and few of them. */
function withoutRun(name: string): string {
  const shown = name.replace(/[^\w.@:+-]/g, '').slice(0, 64)
  const folded = shown
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{1,12})?/gi, '*')
    .replace(/[0-9a-f]*\d[0-9a-f]*\d[0-9a-f]*\d[0-9a-f]*/gi, '*')
  return /[a-z]/i.test(folded) ? folded.replace(/\*[*_.-]*/g, '*') : ''
}

function environmentIn(text: string): string | null {
  const name = /\bexec-env\/([\w.-]{1,80})/.exec(text)?.[1]
  return name === undefined ? null : withoutRun(name.replace(/[\d.x]+$/, '')) || null
}
