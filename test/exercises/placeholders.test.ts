import fc from 'fast-check'
import { fillJson, fillText, parsePlaceholder, placeholdersIn } from '../../exercises/placeholders.js'

describe('placeholders', () => {
  it.each([
    ['now', { kind: 'now', offsetMs: 0 }],
    ['now-5m', { kind: 'now', offsetMs: -300_000 }],
    ['now+PT1H', { kind: 'now', offsetMs: 3_600_000 }],
    [' account ', { kind: 'account', id: null }],
    ['account:222222222222', { kind: 'account', id: '222222222222' }],
    ['role:ci-deploy:arn', { kind: 'role', name: 'ci-deploy', account: null, of: 'arn' }],
    ['role:222222222222/audit:id', { kind: 'role', name: 'audit', account: '222222222222', of: 'id' }],
    ['profile:build agents:arn', { kind: 'profile', name: 'build agents', account: null, of: 'arn' }],
    ['user:ana@example.com:key', { kind: 'user', name: 'ana@example.com', account: null, of: 'key' }],
    ['step:mint:session', { kind: 'step', id: 'mint', of: 'session' }],
    ['person:approver', { kind: 'person', role: 'approver' }],
  ])('reads %s', (text, placeholder) => {
    expect(parsePlaceholder(text)).toEqual(placeholder)
  })

  it.each([
    '',
    'now-',
    'now-5',
    'role:ci-deploy:key',
    'role:ci-deploy',
    'step:mint:arn',
    'process.env',
    'account:2',
    'role:2/x:arn',
    'profile:x:key',
    '__proto__',
  ])('refuses %j', (text) => {
    expect(parsePlaceholder(text)).toBeNull()
  })

  it('fills in every text inside of JSON, and no key', () => {
    const filled = fillJson(
      { '{{account}}': ['{{account}}', { a: 'x {{region}} y' }, 5, null] },
      ({ kind }) => `<${kind}>`,
    )
    expect(filled).toEqual({ '{{account}}': ['<account>', { a: 'x <region> y' }, 5, null] })
  })

  it('leaves what it does not know as it is written', () => {
    expect(fillText('{{now}} {{nonsense}} {{region}}', ({ kind }) => (kind === 'now' ? 'then' : null))).toBe(
      'then {{nonsense}} {{region}}',
    )
  })

  it('does not fill in what was filled in', () => {
    expect(fillText('{{account}}', () => '{{region}}')).toBe('{{region}}')
  })

  it('changes no text without braces', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(placeholdersIn(text).length === 0)
        expect(fillText(text, () => 'x')).toBe(text)
      }),
    )
  })
})
