import type { Json } from '../../../../src/domain/canonical-json.js'
import { withoutSecrets } from '../../../../src/evidence/record/without-secrets.js'
import { aRecord, normalised } from './normalised.js'

describe('secrets', () => {
  it('are in no part of an event, however deep', () => {
    const secrets = { sessionToken: 'S3CR3T', secretAccessKey: 'S3CR3T', 'x-amz-security-token': 'S3CR3T' }
    const event = normalised(
      aRecord({
        requestParameters: {
          list: [[{ masterUserPassword: 'S3CR3T' }]],
          sAMLAssertion: 'S3CR3T',
          client_secret: 'S3CR3T',
        },
        responseElements: {
          credentials: { accessKeyId: 'ASIA1', ...secrets },
          accessToken: 'S3CR3T',
          secretString: 'S3CR3T',
        },
        additionalEventData: { deep: { deeper: secrets }, webIdentityToken: 'S3CR3T' },
      }),
    )
    expect(JSON.stringify(event)).not.toContain('S3CR3T')
    expect(event.responseElements).toEqual({ credentials: { accessKeyId: 'ASIA1' } })
  })

  it('names that only sound like one stay', () => {
    const fields = {
      keyId: 'k',
      secretId: 's',
      nextToken: 'n',
      clientRequestToken: 'c',
      passwordReset: true,
      tokenCode: '1',
    }
    expect(withoutSecrets(fields)).toBe(fields)
  })
})

describe('what is kept', () => {
  it('is not copied where nothing has to change', () => {
    const fields = { a: [1, { b: null }], c: { d: 'é' } }
    expect(withoutSecrets(fields)).toBe(fields)
  })

  it.each<[string, { [name: string]: Json }, Json]>([
    ['NUL in a value', { a: 'x\u0000' }, { a: 'x\ufffd' }],
    ['a lone surrogate in a name', { 'a\ud800': 1 }, { 'a\ufffd': 1 }],
    ['a number that JSON cannot hold', { a: [JSON.parse('1e999')] }, { a: [null] }],
  ])('%s is mended', (_, fields, expected) => {
    expect(withoutSecrets(fields)).toEqual(expected)
  })

  it('a field called __proto__ is a field', () => {
    const fields = JSON.parse('{"__proto__": {"polluted": true}, "password": "x"}')
    const kept = withoutSecrets(fields)
    expect(Object.keys(kept)).toEqual(['__proto__'])
    expect(kept.polluted).toBeUndefined()
  })

  it('what is nested beyond reason is cut there, and does not exhaust the stack', () => {
    const fields = { a: JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) }
    expect(JSON.stringify(withoutSecrets(fields))).toContain('nested too deeply')
  })
})
