import fc from 'fast-check'

/** What somebody who names a session, a role or a finding may try. */
export const hostile: readonly string[] = [
  '<!channel> <!here> <!everyone> <!subteam^S012345>',
  '<@U1> <@U0ANA0001> <#C0SEC0001>',
  '<https://evil.example/login|Approve here>',
  '<!date^0^{ago}|now>',
  '&lt;!channel&gt; &amp;lt;!channel&amp;gt;',
  '*bold* _italics_ ~struck~ `code` ```block``` > quote',
  '`*`_~ <!channel> ~_`*`',
  'http://evil.example @here #general',
  '\u202eevil\u202c \u2066hidden\u2069 \u200b\u200d\ufeff',
  'line\nbreak\r\n• Approved by ana\u2028next\u0000\u0007\u001b[31m',
  'half \ud800 and \udc00 halves',
  'AKIAEXAMPLE000000001 ASIAEXAMPLE0000000001xASIAABCDEFGHIJKLMNOP',
  ':white_check_mark: :aws: arn:aws:iam::111122223333:role/x:fire:',
  `e${'\u0301'.repeat(2_000)}`,
  '👩‍👩‍👧‍👦'.repeat(400),
  '<'.repeat(3_000),
  '&'.repeat(3_000),
  '`'.repeat(3_000),
  'n'.repeat(100_000),
  ' ',
]

export const anyHostile = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('<', '>', '&', '`', '*', '_', '~', '|', '!', '@', ':', 'a', '\n', '&lt;', '\u202e', ' '), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile)).map(([a, b]) => a.slice(0, 500) + b.slice(0, 500)),
)
