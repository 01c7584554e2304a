import fc from 'fast-check'
import { redactLine, redactValue } from '../../app/redact.js'

describe('a log line', () => {
  it.each([
    ['a token', { token: 'tok-12345678' }],
    ['a secret somewhere below', { a: { b: [{ secretAccessKey: 'abc' }] } }],
    ['a header', { headers: { Authorization: 'Bearer x', 'x-api-key': 'y' } }],
    ['an external id', { assumeRole: { externalId: 'ours-17' } }],
    ['a session token', { credentials: { sessionToken: 'z', SessionToken: 'z' } }],
    ['the address of a database', { url: 'postgres://u:p@h/d' }],
  ])('does not show %s', (_, fields) => {
    expect(JSON.stringify(redactValue(fields))).not.toMatch(/tok-|abc|Bearer|"[yz]"|ours-17|postgres:/)
    expect(JSON.stringify(redactValue(fields))).toContain('[redacted]')
  })

  it('shows the route that failed, since that is no secret', () => {
    expect(redactValue({ url: '/api/incidents/:id' })).toEqual({ url: '/api/incidents/:id' })
  })

  it('loses passwords in addresses and bearer tokens wherever they stand', () => {
    const line = '{"error":"connect postgres://app:hunter2@db/x failed, Bearer abcdefgh12345678 was sent"}'
    expect(redactLine(line, [])).toBe(
      '{"error":"connect postgres://app:[redacted]@db/x failed, Bearer [redacted] was sent"}',
    )
  })

  it.each([
    ['the right secret', '/webhooks/splunk/3f9a1c77e2b84d05b6c1f0a9', '/webhooks/splunk/[redacted]'],
    [
      'one that was nearly right',
      'GET https://x/webhooks/splunk/3f9a1c77x?a=b',
      'GET https://x/webhooks/splunk/[redacted]?a=b',
    ],
    ['one in escapes', '/webhooks/splunk/3f%39a', '/webhooks/splunk/[redacted]'],
    ['one of two segments', '/webhooks/splunk/3f9a/1c77 was', '/webhooks/splunk/[redacted] was'],
    ['one in another case of the path', '/WebHooks/Splunk/3f9a', '/WebHooks/Splunk/[redacted]'],
  ])('loses what stands behind the path of Splunk: %s', (_what, text, shown) => {
    expect(JSON.parse(redactLine(JSON.stringify({ error: text }), []))).toEqual({ error: shown })
  })

  it('stays JSON, and loses every secret that the process knows, however it was spelt in JSON', () => {
    const secret = fc.string({ minLength: 6 }).filter((text) => !/^[\s\w]{0,8}$/.test(text))
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (known, before, after) => {
        const line = JSON.stringify({ error: `${before}${known}${after}` })
        const shown = redactLine(line, [known])
        expect(() => JSON.parse(shown)).not.toThrow()
        expect(shown).not.toContain(JSON.stringify(known).slice(1, -1))
      }),
    )
  })
})
