import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Takes a picture of each page (HTML by the name of its picture), with Chromium. */
export function drawPages(pages: Readonly<Record<string, string>>, into: string): void {
  const work = mkdtempSync(join(tmpdir(), 'slack-pictures-'))
  for (const [name, html] of Object.entries(pages))
    draw(html, join(work, `${name}.html`), join(resolve(into), `${name}.png`))
  rmSync(work, { recursive: true })
}

/** Chromium takes pictures of a window, so the page tells its own height first. */
function draw(html: string, file: string, picture: string): void {
  writeFileSync(file, `${html}<script>document.title = 'height ' + document.body.scrollHeight</script>`)
  const measured = chromium(['--dump-dom', '--window-size=752,100', file])
  const height = Number(/<title>height (\d+)/.exec(measured)?.[1] ?? 0)
  if (height === 0) throw new Error(`${picture} has no height.`)
  chromium([`--screenshot=${picture}`, `--window-size=752,${height + 4}`, '--hide-scrollbars', file])
}

function chromium(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`chromium failed: ${stderr}`)
  return stdout
}
