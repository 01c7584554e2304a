import { drawMessage, drawMrkdwn } from './draw-blocks.js'

describe('the page that draws blocks', () => {
  it.each([
    ['*bold* and `code *x*`', '<b>bold</b> and <code>code *x*</code>'],
    ['&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
    ['<!channel>', '<span class="unknown">!channel</span>'],
    ['<https://a.example|log in>', '<span class="link">log in</span>'],
    ['```\n<i>\n```', '<pre>&lt;i&gt;</pre>'],
  ])('%j is drawn as Slack reads it', (text, html) => {
    expect(drawMrkdwn(text)).toBe(html)
  })

  it('shows what it does not know instead of leaving it out, and runs nothing of it', () => {
    const page = drawMessage({ blocks: [{ type: '<script>' }] })
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script>')
  })
})
