import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpsCertificateFetch } from '../../../integrations/sns/certificate-fetch.js'
import { CERTIFICATE_URL, confirmation, notification, signingPem, snsWorld } from '../../support/sns/sns-world.js'

const HOST = 'sns.eu-west-1.amazonaws.com'
const FILE = 'SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem'

/** A server that nobody may talk to: it would serve the very certificate that the message was signed with. */
let canary: Server
let canaryPort: number
let connections = 0

beforeAll(async () => {
  canary = createServer((_, response) => response.end(signingPem()))
  canary.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done))
  const { port } = canary.address() as AddressInfo
  canaryPort = port
})
afterAll(() => new Promise((done) => canary.close(done)))

const hostile: readonly (readonly [string, (port: number) => string])[] = [
  ['the canary itself', (port) => `http://127.0.0.1:${port}/${FILE}`],
  ['the canary by name', (port) => `http://localhost:${port}/${FILE}`],
  ['the canary in hexadecimal', (port) => `http://0x7f000001:${port}/${FILE}`],
  ['the canary as IPv6', (port) => `http://[::ffff:127.0.0.1]:${port}/${FILE}`],
  ['the metadata of an instance', () => `http://169.254.169.254/${FILE}`],
  ['the metadata over IPv6', () => `http://[fd00:ec2::254]/${FILE}`],
  ['the metadata in decimal', () => `http://2852039166/${FILE}`],
  ['no TLS', () => `http://${HOST}/${FILE}`],
  ['another scheme', () => `ftp://${HOST}/${FILE}`],
  ['a file', () => `file:///etc/passwd`],
  ['data', () => `data:application/x-pem-file,${encodeURIComponent(FILE)}`],
  ['the scheme in capitals', () => `HTTPS://${HOST}/${FILE}`],
  ['no scheme', () => `//${HOST}/${FILE}`],
  ['a user before the canary', (port) => `https://${HOST}@127.0.0.1:${port}/${FILE}`],
  ['a user and a password', (port) => `https://${HOST}:443@127.0.0.1:${port}/${FILE}`],
  ['a user before the right host', () => `https://user@${HOST}/${FILE}`],
  ['an empty user', () => `https://@${HOST}/${FILE}`],
  ['a backslash', (port) => `https://127.0.0.1:${port}\\@${HOST}/${FILE}`],
  ['a backslash for a slash', (port) => `https:\\\\127.0.0.1:${port}\\${FILE}`],
  ['a port', () => `https://${HOST}:8443/${FILE}`],
  ['the usual port', () => `https://${HOST}:443/${FILE}`],
  ['a query', () => `https://${HOST}/${FILE}?x=1`],
  ['an empty query', () => `https://${HOST}/${FILE}?`],
  ['a fragment', () => `https://${HOST}/${FILE}#.pem`],
  ['the host as a fragment', (port) => `https://127.0.0.1:${port}/#${HOST}/${FILE}`],
  ['a dot at the end of the host', () => `https://${HOST}./${FILE}`],
  ['the host in capitals', () => `https://${HOST.toUpperCase()}/${FILE}`],
  ['letters of another script', () => `https://sns.eu-west-1.аmazonaws.com/${FILE}`],
  ['a dot of another script', () => `https://sns.eu-west-1。amazonaws.com/${FILE}`],
  ['a letter in full width', () => `https://ｓns.eu-west-1.amazonaws.com/${FILE}`],
  ['a soft hyphen', () => `https://sns.eu-west-1.ama\u00adzonaws.com/${FILE}`],
  ['punycode', () => `https://sns.eu-west-1.xn--mazonaws-66e.com/${FILE}`],
  ['a tab in the host', () => `https://sns.eu-west-1.amazon\taws.com/${FILE}`],
  ['a line break at the end', () => `${CERTIFICATE_URL}\n`],
  ['a space at the start', () => ` ${CERTIFICATE_URL}`],
  ['a zero byte', () => `https://${HOST}\u0000.evil.example/${FILE}`],
  ['another Region', () => `https://sns.us-east-1.amazonaws.com/${FILE}`],
  ['the Region of China', () => `https://sns.eu-west-1.amazonaws.com.cn/${FILE}`],
  ['no Region', () => `https://sns.amazonaws.com/${FILE}`],
  ['a bucket that is called like SNS', () => `https://sns.s3.amazonaws.com/${FILE}`],
  ['a bucket of the Region', () => `https://sns.eu-west-1.s3.amazonaws.com/${FILE}`],
  ['a name that ends otherwise', () => `https://${HOST}.evil.example/${FILE}`],
  ['a name that begins otherwise', () => `https://evil-${HOST}/${FILE}`],
  ['a host below', () => `https://a.${HOST}/${FILE}`],
  ['amazonaws.com of somebody else', () => `https://sns.eu-west-1.evil-amazonaws.com/${FILE}`],
  ['an encoded slash', () => `https://${HOST}%2f${FILE}`],
  ['an encoded slash in the path', () => `https://${HOST}/..%2f${FILE}`],
  ['a way up', () => `https://${HOST}/../${FILE}`],
  ['a folder', () => `https://${HOST}/a/${FILE}`],
  ['two slashes', () => `https://${HOST}//${FILE}`],
  ['an encoded letter in the path', () => `https://${HOST}/%53impleNotificationService-01d088a6.pem`],
  ['another file', () => `https://${HOST}/evil.pem`],
  ['a certificate without a name', () => `https://${HOST}/SimpleNotificationService-.pem`],
  ['a name that is not hexadecimal', () => `https://${HOST}/SimpleNotificationService-01d088a6/../x.pem`],
  ['no certificate but an action', () => `https://${HOST}/?Action=ConfirmSubscription&Token=x`],
  ['another ending', () => `https://${HOST}/SimpleNotificationService-01d088a6.pem.txt`],
  ['nothing', () => ''],
  ['a name alone', () => FILE],
]

it('names more than forty addresses, each once', () => {
  const names = hostile.map(([name]) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(40)
})

it.each(hostile)('makes no connection for %s', async (_, addressOf) => {
  const asked: unknown[] = []
  const counting: typeof fetch = (input, init) => {
    asked.push(input)
    return fetch(input, init)
  }
  const world = snsWorld({ fetchCertificate: httpsCertificateFetch(counting) })
  const url = addressOf(canaryPort)
  const canaryUrl = `http://127.0.0.1:${canaryPort}/`
  const asNotification = await world.signed(notification({ SigningCertURL: url }))
  const asConfirmation = await world.signed(confirmation({ SigningCertURL: url, SubscribeURL: canaryUrl }))
  expect(asNotification).toMatchObject({ kind: 'refused', status: 401, error: 'certificateAddress' })
  expect(asConfirmation).toMatchObject({ kind: 'refused', status: 401, error: 'certificateAddress' })
  expect(asked).toEqual([])
  expect(connections).toBe(0)
})

it('would have been seen to talk to the canary', async () => {
  await fetch(`http://127.0.0.1:${canaryPort}/`)
  expect(connections).toBe(1)
})
