import { html } from './html.js'

/** The look of the page: system fonts, one column, tables that scroll in themselves, and ink-saving on paper. */
export const reportStyle = html`
:root { --bg: #f6f7f9; --card: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d8dee4; --link: #0550ae;
  --good: #116329; --good-bg: #e6f6ea; --open: #7d4e00; --open-bg: #fff4d6; --bad: #a40e26; --bad-bg: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --card: #161b22; --text: #e6edf3; --soft: #9aa4af;
  --line: #30363d; --link: #79c0ff; --good: #7ee2a0; --good-bg: #0f2d1a; --open: #f2cc60; --open-bg: #2f2408;
  --bad: #ffa198; --bad-bg: #3a1216; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 0 16px 48px; background: var(--bg); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { margin: 0 0 16px; font-size: 28px; line-height: 1.2; }
h1 small { display: block; margin-top: 4px; color: var(--soft); font-size: 14px; font-weight: 400; }
h2 { margin: 0 0 12px; font-size: 20px; }
h3 { margin: 20px 0 8px; font-size: 15px; }
p { margin: 0 0 12px; max-width: 80ch; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 13px; }
pre { margin: 0 0 12px; padding: 12px; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px;
  background: var(--bg); white-space: pre-wrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 8px; padding: 8px; background: var(--card); }
.banner { position: sticky; top: 0; z-index: 1; margin: 0 -16px; max-width: none; padding: 8px 16px; text-align: center;
  background: #7d4e00; color: #ffffff; font-weight: 700; letter-spacing: .04em; }
header { padding-top: 28px; }
.eyebrow { margin: 0 0 4px; color: var(--soft); font-size: 12px; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
.verdict { padding: 16px 20px; border: 1px solid currentColor; border-left-width: 8px; border-radius: 8px; }
.verdict > p { color: var(--text); }
.verdict .headline { margin-bottom: 4px; color: inherit; font-size: 22px; font-weight: 700; line-height: 1.25; }
.good { color: var(--good); } .open { color: var(--open); } .bad { color: var(--bad); }
.verdict.good { background: var(--good-bg); } .verdict.open { background: var(--open-bg); } .verdict.bad { background: var(--bad-bg); }
dl { margin: 0; } dd { margin: 0; }
.verdict dl, .tiles { display: grid; gap: 8px 16px; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); }
dt { color: var(--soft); font-size: 13px; }
.verdict dd, .tiles dd { font-weight: 600; }
.tiles { margin-top: 16px; } .tiles > div { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.tiles dd { font-size: 20px; font-variant-numeric: tabular-nums; }
.status { font-weight: 600; }
.path { margin-top: 24px; } .path h2 { font-size: 14px; color: var(--soft); font-weight: 600; }
.path ol { display: flex; flex-wrap: wrap; gap: 8px 22px; margin: 0; padding: 0; list-style: none; }
.path li { position: relative; padding: 6px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
.path li:not(:last-child)::after { content: '→'; content: '→' / ''; position: absolute; right: -19px; top: 14px; color: var(--soft); }
.path b { display: block; font-size: 14px; } .path span { color: var(--soft); font-size: 12px; }
.path .now { border: 2px solid var(--link); } .path .now b { color: var(--link); }
nav { margin: 24px 0 0; } nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
main > section { margin-top: 20px; padding: 20px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.facts { display: grid; margin-bottom: 12px; }
.facts > div { display: grid; grid-template-columns: minmax(110px, 200px) 1fr; gap: 12px; padding: 5px 0; border-bottom: 1px solid var(--line); }
.scroll { margin: 16px 0 4px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { padding-bottom: 6px; text-align: left; font-weight: 600; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 64px; overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; overflow-wrap: normal; }
td.number { font-variant-numeric: tabular-nums; } td.time { white-space: nowrap; }
td.text { min-width: 125px; max-width: 420px; overflow-wrap: anywhere; } td.status { min-width: 140px; } td.code { min-width: 150px; overflow-wrap: anywhere; }
.more, footer { color: var(--soft); font-size: 13px; } footer { margin-top: 24px; }
@media (max-width: 560px) { h1 { font-size: 24px; } main > section { padding: 14px; }
  .facts > div { grid-template-columns: 1fr; gap: 0; } .tiles dd { font-size: 17px; } }
@media print {
  :root { --bg: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; }
  body { max-width: none; padding: 0; font-size: 11px; } nav, .skip { display: none; }
  .banner { position: static; border: 2px solid #000; color: #000; background: #fff; }
  main > section { padding: 8px 0; border: 0; border-top: 1px solid #000; border-radius: 0; }
  .facts { display: block; } .facts > div { break-inside: avoid; padding: 2px 0; } dt { font-size: 10px; }
  .scroll { overflow: visible; } table, code, pre { font-size: 10px; } td.time { white-space: normal; }
  tr, .verdict, .tiles > div { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
}
`
