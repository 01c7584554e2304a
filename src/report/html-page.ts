import { type HtmlValue, html, type SafeHtml } from './html.js'
import { reportStyle } from './html-style.js'

/** What a page is made of. Texts are not escaped yet; what is HTML already comes from `html`. */
export interface HtmlPage {
  readonly title: string
  /** Above all; '' for none. */
  readonly banner: string
  /** Style of this kind of page, beside that of all of them. */
  readonly style?: SafeHtml
  /** What stands in the header: whose page it is, the title, the verdict. */
  readonly header: HtmlValue
  /** The sections as the contents name them, in order. */
  readonly contents: readonly { readonly id: string; readonly title: string }[]
  readonly main: HtmlValue
  readonly footer: HtmlValue
}

/**
 * One self-contained page, in light and dark and on paper: no script, nothing loaded from anywhere (its own policy forbids both).
 * Every text goes through `html`, which escapes it.
 */
export function htmlPage({ title, banner, style, header, contents, main, footer }: HtmlPage): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${reportStyle}${style ?? ''}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
${banner === '' ? '' : html`<p class="banner">${banner}</p>`}
<header>
${header}
</header>
<nav aria-label="Contents"><ul>${contents.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
<main id="content">
${main}
</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`
  return page.toString()
}
