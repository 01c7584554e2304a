import fc from 'fast-check'
import {
  canonicalPolicy,
  decodePolicyDocument,
  plainPolicyText,
  samePolicy,
} from '../../../src/containment/policy-text.js'

const statement = (changes: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', ...changes }] })

describe('reading a policy', () => {
  it('a plus stays a plus, and percent-encoded bytes come back exactly', () => {
    const text = '{"Statement":[{"Resource":"arn:aws:s3:::a+b %é/(1)*"}]}'
    expect(decodePolicyDocument(encodeURIComponent(text))).toEqual({ ok: true, document: JSON.parse(text) })
    expect(decodePolicyDocument(text)).toEqual({ ok: true, document: JSON.parse(text) })
  })

  it.each(['', '%', '%7B', '{', '[]', 'null', '"text"', '%E0%A4%A', '{"a":1'])('%j is refused as a value', (text) => {
    expect(decodePolicyDocument(text)).toMatchObject({ ok: false })
  })

  it('no text whatever makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(encodeURIComponent)), (text) => {
        expect(typeof decodePolicyDocument(text).ok).toBe('boolean')
        expect(typeof plainPolicyText(text)).toBe('string')
        expect(canonicalPolicy(text) === null).toBe(!decodePolicyDocument(text).ok)
      }),
    )
  })

  it('a lone percent sign leaves the text as it is', () => {
    expect(plainPolicyText('100%')).toBe('100%')
  })
})

describe('two policies are the same', () => {
  it.each([
    ['keys in another order', '{"Version":"1","Statement":[]}', '{"Statement":[],"Version":"1"}'],
    ['one action or a list of one', statement({ Action: '*' }), statement({ Action: ['*'] })],
    ['one resource or a list of one', statement({ NotResource: 'a' }), statement({ NotResource: ['a'] })],
    ['one statement or a list of one', '{"Statement":{"Effect":"Deny"}}', '{"Statement":[{"Effect":"Deny"}]}'],
    [
      'one principal or a list of one',
      statement({ Principal: { AWS: 'x' } }),
      statement({ Principal: { AWS: ['x'] } }),
    ],
    ['actions in another order', statement({ Action: ['a', 'b', 'a'] }), statement({ Action: ['b', 'a'] })],
    [
      'a condition value or a list of one, true or "true"',
      statement({ Condition: { Bool: { 'aws:SecureTransport': true } } }),
      statement({ Condition: { Bool: { 'aws:SecureTransport': ['true'] } } }),
    ],
    ['white space', '{ "Statement" : [ ] }', '{"Statement":[]}'],
  ])('despite %s', (_, a, b) => {
    expect(samePolicy(a, b)).toBe(true)
    expect(samePolicy(encodeURIComponent(a), b)).toBe(true)
  })

  it.each([
    ['the effect', statement({ Action: '*' }), statement({ Action: '*' }).replace('Deny', 'Allow')],
    ['the action', statement({ Action: '*' }), statement({ Action: 's3:*' })],
    ['an added condition', statement({}), statement({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['an added statement', '{"Statement":[{"Effect":"Deny"}]}', '{"Statement":[{"Effect":"Deny"},{"Effect":"Allow"}]}'],
    ['NotAction for Action', statement({ Action: '*' }), statement({ NotAction: '*' })],
    ['the Sid', statement({ Sid: 'A' }), statement({ Sid: 'B' })],
    ['the version', '{"Version":"2012-10-17"}', '{"Version":"2008-10-17"}'],
    ['readability', statement({}), 'nonsense'],
  ])('but not with another %s', (_, a, b) => {
    expect(samePolicy(a, b)).toBe(false)
  })

  it('two unreadable texts are never the same policy', () => {
    expect(samePolicy('nonsense', 'nonsense')).toBe(false)
  })

  it('every policy is the same as itself, encoded or not', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(object, (value) => {
        const text = JSON.stringify(value)
        fc.pre(canonicalPolicy(text) !== null)
        expect(samePolicy(text, text)).toBe(true)
        expect(samePolicy(text, encodeURIComponent(text))).toBe(true)
      }),
    )
  })
})
