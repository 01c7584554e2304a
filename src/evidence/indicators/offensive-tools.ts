/**
 * Distributions and tools for attacks that name themselves in a user agent. GuardDuty has findings of its own for the first
 * three (`PenTest:IAMUser/KaliLinux` and its like).
 */
const tools: readonly (readonly [RegExp, string])[] = [
  [/kali/i, 'Kali Linux'],
  [/parrot/i, 'Parrot Linux'],
  [/pentoo/i, 'Pentoo Linux'],
  [/stratus-red-team/i, 'Stratus Red Team'],
  [/\bpacu\b/i, 'Pacu'],
  [/cloudfox/i, 'CloudFox'],
  [/grimoire[_-]/i, 'Grimoire'],
  [/trufflehog/i, 'TruffleHog'],
  [/enumerate-?iam/i, 'enumerate-iam'],
  [/weird-?aal/i, 'weirdAAL'],
  [/s3-?browser/i, 'S3 Browser'],
  [/peirates/i, 'Peirates'],
  [/\bnuclei\b/i, 'Nuclei'],
  [/sqlmap/i, 'sqlmap'],
  [/masscan|zgrab/i, 'a mass scanner'],
]

/** The name of the first one that the text mentions within its first thousand characters; null for none. */
export function offensiveToolIn(userAgent: string): string | null {
  const text = userAgent.slice(0, 1024)
  return tools.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
