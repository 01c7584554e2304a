import { readFileSync } from 'node:fs'
import { apiKeyCurl } from './eventbridge-guide.js'
import {
  configured,
  type GuideSetting,
  newSecret,
  newSigningSecret,
  secretInShell,
  secretPath,
  shownJson,
  steps,
} from './guide.js'

const MAKE_SECRET = 'Make the secret, and serve the source (tourniquet.yaml); restart'

/** The webhook action sends no headers, so the secret is the end of the address. */
export function splunkGuide({ baseUrl }: GuideSetting): string {
  const url = `${baseUrl}/webhooks/splunk/<SECRET>`
  const allowed = `${baseUrl}/webhooks/splunk/`.replaceAll('.', '\\.').replaceAll('/', '\\/')
  return steps(
    `Splunk's webhook alert action. It can send no headers, so the secret stands in the address: keep the address out of
tickets and screenshots, and its path out of the log of your proxy.`,
    [MAKE_SECRET, `${newSecret('splunk')}\n\n${configured('splunk')}`],
    [
      'Allow the address: $SPLUNK_HOME/etc/system/local/alert_actions.conf (Splunk 9.0 and later; restart Splunk)',
      `[webhook]\nallowlist.tourniquet = ^${allowed}`,
    ],
    [
      'The search says who acted; only its first row is sent, so trigger it for each result',
      `... | table _time eventName awsRegion sourceIPAddress userIdentity.type userIdentity.arn userIdentity.principalId
      userIdentity.accessKeyId userIdentity.sessionContext.sessionIssuer.arn`,
    ],
    [
      'Edit Alert > Trigger Actions > Add Actions > Webhook',
      `URL: ${url}\n\n# or in savedsearches.conf\naction.webhook = 1\naction.webhook.param.url = ${url}\nalert.digest_mode = 0`,
    ],
    [
      'Try it',
      `curl -sS "${baseUrl}/webhooks/splunk/${secretInShell('splunk')}" -H 'content-type: application/json' \\
  --data-binary @finding.json
tourniquet ingest finding.json --source splunk      # what would be made of it, without a server`,
    ],
  )
}

/** Kibana's connector for detection rules, with the body that we ship. */
export function elasticGuide({ baseUrl }: GuideSetting): string {
  return steps(
    "Elastic: Kibana's webhook connector on detection rules of AWS CloudTrail.",
    [MAKE_SECRET, `${newSecret('elastic')}\n\n${configured('elastic')}`],
    [
      'Stack Management > Connectors > Webhook, or by the API. xpack.actions.allowedHosts must allow the host',
      `Method          POST
URL             ${baseUrl}/webhooks/elastic
Authentication  none
HTTP headers    x-api-key: <SECRET>
                content-type: application/json

curl -sS "$KIBANA/api/actions/connector" -H "authorization: ApiKey $KIBANA_API_KEY" -H 'kbn-xsrf: true' \\
  -H 'content-type: application/json' --data-binary @- <<EOF
{"name": "Tourniquet", "connector_type_id": ".webhook", "secrets": {},
 "config": {"method": "post", "hasAuth": false, "url": "${baseUrl}/webhooks/elastic",
  "headers": {"x-api-key": "${secretInShell('elastic')}", "content-type": "application/json"}}}
EOF`,
    ],
    [
      'On each rule: Actions > Webhook, once per rule run, with this body as it is (context.alerts is JSON already: three braces)',
      elasticBodyTemplate().trim(),
    ],
    ['Try it', apiKeyCurl(baseUrl, 'elastic')],
  )
}

/** The body that the connector is given. The build puts it beside the compiled parser, as it is beside the source of that. */
export function elasticBodyTemplate(): string {
  return readFileSync(new URL('../../../integrations/findings/elastic/webhook-body.mustache', import.meta.url), 'utf8')
}

/** Anything else, signed by the Standard Webhooks specification. */
export function genericGuide({ baseUrl }: GuideSetting): string {
  return steps(
    "Any other tool: JSON of Tourniquet's own form, signed as https://www.standardwebhooks.com says. The secret never travels.",
    [MAKE_SECRET, `${newSecret('generic', newSigningSecret)}\n\n${configured('generic')}`],
    [
      'The finding, finding.json. Needed: id, type, severity (0 to 10), updatedAt, and of the principal any one way to name it',
      shownJson(genericExample),
    ],
    ['Send it from a shell', signedCurl(`${baseUrl}/webhooks/generic`)],
    [
      'Or from a program: libraries of Standard Webhooks sign in a line (Node.js: npm install standardwebhooks)',
      `const secret = readFileSync('${secretPath('generic')}', 'utf8').trim()
const [id, now, body] = [\`msg_\${randomUUID()}\`, new Date(), JSON.stringify(finding)]
const headers = { 'content-type': 'application/json', 'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now / 1000)), 'webhook-signature': new Webhook(secret).sign(id, now, body) }
await fetch('${baseUrl}/webhooks/generic', { method: 'POST', headers, body })`,
    ],
    [
      'The same id with a newer updatedAt is an update. What would be made of it, without a server',
      'tourniquet ingest finding.json --source generic',
    ],
  )
}

/** What is signed is `id.timestamp.body`, byte for byte; OpenSSL takes the key in hex. */
export function signedCurl(url: string): string {
  return `SECRET="${secretInShell('generic')}"
ID="msg_$(openssl rand -hex 12)"; NOW="$(date +%s)"
KEY="$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"
SIGNATURE="$({ printf '%s.%s.' "$ID" "$NOW"; cat finding.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)"
curl -sS ${url} -H 'content-type: application/json' -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $NOW" -H "webhook-signature: v1,$SIGNATURE" --data-binary @finding.json`
}

const genericExample = {
  id: 'case-2026-0311',
  type: 'Honeytoken:IAMUser/KeyUsed',
  title: 'A decoy key was used',
  severity: 9,
  updatedAt: '2026-03-01T10:01:30Z',
  principal: { arn: 'arn:aws:iam::111122223333:role/ci-deploy' },
}
