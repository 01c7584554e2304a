/** What `tourniquet init` was told. */
export interface NewConfig {
  readonly accountId: string | null
  readonly approvers: readonly { readonly name: string; readonly tokenSha256: string }[]
  /** Relative to the configuration. */
  readonly secretsFile: string
}

/** Passes every check and is nobody's account: `doctor` says that it does not match the credentials. */
export const PLACEHOLDER_ACCOUNT = '111122223333'

/**
 * The text of a new tourniquet.yaml: every key, explained, with values that write nothing to AWS. What is optional stands
 * as a comment that can be used by taking the `#` away. Hashes only: neither a token nor a webhook secret is in it.
 */
export function newConfigText(wanted: NewConfig): string {
  return [
    placesText(),
    accountText(wanted),
    containmentText(),
    peopleText(wanted),
    sourcesText(wanted),
    restText(),
  ].join('')
}

function placesText(): string {
  return `# Tourniquet. Every key is here; one that is not known is an error, so that a misspelt one is never ignored.
# Check it with: tourniquet config check       Every key in detail: docs/configuration.md

# The embedded PostgreSQL, reports and undo cards. Relative to the folder that the program is started in.
dataDir: .tourniquet

server:
  host: 127.0.0.1           # plain HTTP: anywhere else only behind a proxy that ends TLS
  port: 8080
  publicUrl: null           # https://tourniquet.example.com: where senders reach you; only shown, by \`tourniquet sources\`

# The system of record. null: the PostgreSQL that comes with Tourniquet, in dataDir. DATABASE_URL, or DATABASE_URL_FILE
# (a file that holds it), wins over this: keep passwords there.
database:
  url: null                 # postgres://tourniquet_runtime@db.example.com:5432/tourniquet
  migrateUrl: null          # the owner of the tables, for \`tourniquet migrate\` alone; then url need not be able to change the record

# Carries work, and may be wiped at any time. null: on the database. REDIS_URL and REDIS_URL_FILE win over this.
# A Redis must have maxmemory-policy noeviction, and should have its AOF on.
queue:
  url: null                 # redis://redis.example.com:6379

`
}

function accountText({ accountId }: NewConfig): string {
  return `# The AWS account that is served. Credentials are the AWS SDK's own settings, never kept here.
accounts:
  - id: "${accountId ?? PLACEHOLDER_ACCOUNT}"${accountId === null ? '      # <- YOUR account id, twelve digits, in quotes' : ''}
    name: ""                # for people
    partition: aws          # aws, aws-cn or aws-us-gov
    mode: observe           # observe: plans only, nothing is written. guarded: writes once people approved the plan
    # preAuthorised: {minSeverity: 9, playbooks: [compromised-principal], until: "2027-01-01T00:00:00Z"}  # blocks that need nobody's answer
    # investigateRole: arn:aws:iam::${accountId ?? PLACEHOLDER_ACCOUNT}:role/tourniquet-investigate  # assumed to look; tourniquet iam-policy
    # containRole: arn:aws:iam::${accountId ?? PLACEHOLDER_ACCOUNT}:role/tourniquet-contain          # assumed to write; left out: not assumed
    # externalId: ...                        # what the trust policies of these roles ask for
    # lookupRegions: [us-east-1, eu-west-1]  # whose event history is read; left out: the partition's home Region
    slackChannel: null      # where its incidents are shown, if not in slack.channel
    evidence:               # who did what, before people are asked: the event history always, and what is named here
      logGroups: []                        # that a trail writes to; each collection scans them (CloudWatch Logs Insights bills by GB)
      logsBy: insights                     # or filter: read by FilterLogEvents, slower, without that price
      bucket: null                         # that a trail delivers to
      # bucket: {name: example-trail, region: us-east-1, prefix: "", organization: null}   # o-... for an organization's trail
      detective: "off"                     # auto: Amazon Detective is asked to investigate, where it is switched on
      geoFile: null                        # places of addresses (MaxMind's format), asnFile their networks
      asnFile: null
      flaggedFile: null                    # addresses that somebody warns of, one a line
      sigma: []                            # Sigma rules for CloudTrail, files and folders: their matches join the evidence
      budgetSeconds: 60                    # how long the question waits; what has not answered by then is said
      refreshMinutes: null                 # collected again while people are asked; null: every 5 minutes
    confirmFindings: false  # true: GuardDuty and Security Hub are asked whether they have a finding, before people are asked
    # endpoint: http://127.0.0.1:4566        # only for an account that is not AWS (tourniquet simulate)

# Whom nobody may block, whatever is approved. Read again at each plan and each write: no restart is needed.
protected:
  - arn: "arn:aws:iam::*:role/break-glass-*"       # * and ? stand for anything
  # - uniqueId: AROAEXAMPLE00000001                # ids never change hands, names do
  # - raisingTag: {key: tier, value: critical}     # takes one approval more; without value: any. A tag never protects

`
}

function containmentText(): string {
  return `# What is done to whom once it is approved.
containment:
  modes:
    role: [deny-all]                 # or deny-session (the one of the finding), revoke-sessions (those issued before)
    user: [deny-all, disable-keys]   # or revoke-sessions
    group: [deny-all]                # takes one approval more
    rolesAnywhereProfile: [disable-profile, disable-trust-anchors]   # anchors that came or changed along with it
  policyName: null                   # null: DenyAll-<containment id>, which can overwrite nothing
  propagationWindowSeconds: 10       # IAM answers about 4 s before it enforces; calls in that window prove nothing
  suspectLookbackMinutes: 15         # who was made this long before the block may be the attacker's way back

`
}

function peopleText({ approvers }: NewConfig): string {
  const people = approvers.map(
    ({ name, tokenSha256 }) => `      - name: ${JSON.stringify(name)}\n        tokenSha256: ${tokenSha256}`,
  )
  return `# Named people, each with a token of their own (\`openssl rand -hex 24\`). Only its hash is kept: printf %s TOKEN | sha256sum
approvals:
  contain:
    approvers:
${people.join('\n')}
        # slack: U0123456789     # the id of the member, who may then decide in Slack; tokenSha256 may be left out
        # email: ana@example.com # optional; who is the subject of a finding does not decide on it
    quorum: 1                # distinct people who must approve a block; 2 is better
    expiresMinutes: 30       # no answer is never a yes
    remindAfterMinutes: null # null: people are reminded half way
    onExpiry: needsHuman     # or escalate: everybody is asked once more, and escalateTo with them
    escalateTo: []           # names of people with a token; goes with onExpiry: escalate
    bySeverity: {}           # what is other for critical, high, medium or low findings:
    # bySeverity:
    #   critical: {expiresMinutes: 10, remindAfterMinutes: 3, onExpiry: escalate}
  restore:
    # approvers: [...]       # left out: the same people; quorum, expiresMinutes, onExpiry and escalateTo as above
    quorum: 1

# Who may freeze, unfreeze and reconcile through the server: names from above, or name and tokenSha256.
operators: [${JSON.stringify(approvers[0]?.name ?? '')}]
# Who may read incidents and nothing else.
viewers: []

`
}

function sourcesText({ secretsFile }: NewConfig): string {
  return `# Who may bring findings. A source that is null is not served. What to set up at the sender: tourniquet sources NAME
# Secrets: one in force, and a second while it is exchanged; GUARDDUTY_SECRETS, SPLUNK_SECRETS, ... (or ..._FILE) win.
sources:
  guardduty:                 # EventBridge sends the secret as the header x-api-key
    secretsFile: ${JSON.stringify(secretsFile)}   # one a line, mode 0600; relative to this file
    # secrets: ["..."]       # instead, or as well; a file is safer
  security-hub: null         # the same way: CSPM, V2 and custom actions
  detective: null            # asked by us, or forwarded with x-api-key
  # detective:
  #   pull: {everyMinutes: 15}
  elastic: null              # Kibana's webhook connector, with x-api-key
  splunk: null               # sends no headers: the secret ends the address, /webhooks/splunk/SECRET
  generic: null              # anything else, signed by Standard Webhooks: whsec_ and base64 of 24 to 64 bytes
  # generic:
  #   secretsFile: secrets/generic
  sns: null                  # signed by AWS: no secret, but topics
  # sns:
  #   topics: ["arn:aws:sns:eu-west-1:111122223333:findings"]
  #   signatureVersions: ["2"]    # "1" is SHA-1, which a topic uses until its SignatureVersion is set to 2
  #   maxAgeMinutes: 60
  #   confirmSubscriptions: true  # by the API; false: somebody confirms by hand
  sqs: null                  # read by us: no inbound port is needed
  # sqs:
  #   queues:
  #     - url: https://sqs.eu-west-1.amazonaws.com/111122223333/findings
  #       source: guardduty       # what is in it
  #       region: null            # only where the URL does not tell it
  #       concurrency: 10

# Which findings start which playbook, first match first; what is built in comes after it (docs/playbooks.md).
routing: []
# routing:
#   - types: ["*:IAMUser/*"]         # of the finding's type or title, * and ? stand for anything
#     sources: [guardduty]
#     rules: []                      # ids of Elastic's rules, whole names of Splunk's searches
#     minSeverity: 7
#     playbook: compromised-principal

`
}

function restText(): string {
  return `limits:
  holdDownMinutes: 60        # after a restore, only newer activity asks people again
  blocksPerAccountPerHour: 5 # further ones wait until somebody looks: tourniquet allow-blocks

# The record is chained, signed and anchored: docs/audit.md. Only an anchor outside this host proves that nobody re-made it.
audit:
  checkpointSeconds: 5       # how long a record waits for its checkpoint
  keyFile: null              # the signing key; null: made in dataDir
  publicKeys: []             # that verification trusts, older ones too; none: the one of keyFile
  anchors: null              # null: a file in dataDir, which is on this host
  # anchors:
  #   - kind: file
  #     path: /mnt/append-only/tourniquet.jsonl
  #     outside: true        # your word that whoever owns this host cannot change it
  #   - kind: s3             # versioning and Object Lock must be on: nobody can delete it, root included
  #     bucket: example-anchors
  #     region: eu-central-1
  #     prefix: tourniquet
  #     retainDays: 365
  #     endpoint: null       # only for S3 that is not AWS's

# A second port for health and metrics, for \`tourniquet work\` and for scrapers. It has no token: keep it to yourself.
health:
  host: 127.0.0.1
  port: null                 # 9090, say
  metricsTokenSha256: null   # reads /metrics of the web server: printf %s TOKEN | sha256sum

# Slack: cards, buttons and /tourniquet; docs/slack.md has the five minutes that it takes. null: people decide on the command
# line and over the API. The secrets may stand in SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_SIGNING_SECRET (or ..._FILE).
slack: null
# slack:
#   botToken: xoxb-...       # better in the environment
#   appToken: null           # xapp-...: Socket Mode, no inbound port. Either this
#   signingSecret: null      # or this: Slack posts to https://.../slack/events
#   teamId: T0123456789
#   appId: A0123456789
#   channel: C0123456789     # private, and your own; accounts[].slackChannel names another for one account
#   exerciseChannel: null    # exercises are shown there and nowhere else
#   approverGroup: null      # S0123456789: whoever decides must be in this user group as well
#   owners: {}               # who is asked "was this you?": {session-or-user-name: U0123456789}; else the address's member
#   noteReaction: pushpin    # puts a message on the timeline
#   apiUrl: https://slack.com/api/
#   consoleUrl: null         # where incidents are seen in a browser; cards link there

# Only for exercises against a simulated account: time that runs faster. Never beside a live account.
# exercise:
#   timeScale: 60
`
}
