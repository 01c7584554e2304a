/** What a guide is made for. Secrets stand in no guide: the commands read them from the file in which they are kept. */
export interface GuideSetting {
  /** `https://tourniquet.example.com`, without a slash at its end. */
  readonly baseUrl: string
}

/** The file that the examples keep a source's secret in, as `tourniquet init` does. */
export function secretPath(source: string): string {
  return `secrets/${source}`
}

/** Reads the newest secret of a source in a shell, without showing it. */
export function secretInShell(source: string): string {
  return `$(grep -v '^#' ${secretPath(source)} | tail -1)`
}

/** Makes a secret in a file of its own; behind one that is there, which stays in force while they are exchanged. */
export function newSecret(source: string, make = 'openssl rand -hex 24'): string {
  return `(umask 077; mkdir -p secrets; ${make} >> ${secretPath(source)})`
}

export const newSigningSecret = 'printf "whsec_%s\\n" "$(openssl rand -base64 32)"'

export function configured(source: string): string {
  return `sources:\n  ${source}:\n    secretsFile: ${secretPath(source)}`
}

/** Paragraphs with a number, each of which somebody does. Nothing is indented: the end of a here-document may not be. */
export function steps(title: string, ...each: readonly (readonly [string, string])[]): string {
  return [title, ...each.map(([what, how], index) => `${index + 1}. ${what}\n\n${how}`)].join('\n\n')
}

/** JSON with lists of texts on one line, as people write it. */
export function shownJson(value: object): string {
  const text = JSON.stringify(value, null, 2)
  return text.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s*\n\s*/g, ' ')}]`)
}

/** Lets one rule of EventBridge send to a queue. Policies are text inside of JSON, which is easier to read in a file. */
export function queuePolicy(url: string, queueArn: string, ruleArn: string): string {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
      },
    ],
  }
  return `cat > queue-policy.json <<EOF
${JSON.stringify({ Policy: JSON.stringify(policy) })}
EOF
aws sqs set-queue-attributes --queue-url "${url}" --attributes file://queue-policy.json`
}
