import { agentTokens } from './agent-tokens.js'
import { operatingSystemIn } from './operating-system-in.js'

/** More than AWS keeps of one. The rest of a longer text says nothing. */
const readLength = 1024
const mostProducts = 4

/**
 * What program a user agent names, without versions, builds and run ids: product, SDK and operating system, as in
 * `aws-cli v2 (Linux)`, `Terraform, terraform-provider-aws with aws-sdk-go v1 (Linux)`, `Boto3 (Windows)`, `Firefox (macOS)`,
 * `AWS console`. Major versions stay where they are another program: of the CLI and of SDKs. The result is short, has no
 * control characters and is the same for the same text; what nothing is known of keeps its own name without digits.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-user-agent.html (format of newer SDKs)
 */
export function userAgentFamily(raw: string): string {
  const text = unwrapped(raw.slice(0, readLength))
  if (text === '') return 'none'
  if (isConsole(text)) return 'AWS console'
  const service = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com$/i.exec(text)?.[1]
  if (service !== undefined) return `AWS service ${service.toLowerCase().slice(0, 64)}`
  const os = operatingSystemIn(text)
  const name = /^Mozilla\b/.test(text) ? browserIn(text) : programIn(text)
  return os === null ? name : `${name} (${os})`
}

/** Some services put the agent of the caller into brackets. */
function unwrapped(text: string): string {
  const trimmed = text.trim()
  return (trimmed.startsWith('[') ? trimmed.replace(/^\[|\]$/g, '') : trimmed).trim()
}

/** `AWS Internal` stands in most of what the console calls; `S3Console/0.4, aws-internal/3 aws-sdk-java/…` in the rest. */
function isConsole(text: string): boolean {
  return (
    /^AWS Internal\b/i.test(text) ||
    /^(console|signin)\.([a-z0-9-]{1,32}\.){0,3}amazon(aws)?\.com/i.test(text) ||
    /^(\w{1,32} ?)?Console(\/[\d.]+)?(,| )/i.test(text) ||
    /^(EC2ConsoleFrontend|AWSConsole|AWS Console)/i.test(text) ||
    /\baws-internal\//.test(text)
  )
}

const browsers = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'headless Chrome'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/PowerShell\//, 'PowerShell'],
] as const

function browserIn(text: string): string {
  return browsers.find(([pattern]) => pattern.test(text))?.[1] ?? 'another browser'
}

function programIn(text: string): string {
  const { products, sdk, environment } = agentTokens(text)
  const shown = [...products.slice(0, mostProducts), ...(products.length > mostProducts ? ['…'] : [])]
  const named = [...shown, ...(environment === null ? [] : [`in ${environment}`])].join(', ')
  if (named === '') return sdk ?? 'another program'
  return sdk === null ? named : `${named} with ${sdk}`
}
