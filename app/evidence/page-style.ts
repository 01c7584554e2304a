import { html } from '../../src/report/html.js'

/** Beside the look that all reports share: charts, the tree, and links to records. */
export const pageStyle = html`
.statement { margin: 0 0 4px; } .paragraph { max-width: 80ch; }
.entries { margin: 0; padding-left: 22px; } .entries > li { margin-bottom: 14px; } .entries ul { margin: 4px 0 0; padding-left: 20px; }
.entries .name { font-weight: 700; font-size: 16px; } .note { color: var(--soft); font-size: 13px; }
.ids a { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin-left: 4px; text-decoration: none; white-space: nowrap; }
.ids a:hover, .ids a:focus { text-decoration: underline; } tr:target, tr:target td { background: var(--open-bg); }
.chart { margin: 0; } .chart svg { width: 100%; height: auto; } .chart text, .tree text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.chart .axis { stroke: var(--soft); } .chart .grid { stroke: var(--line); stroke-dasharray: 3 4; }
rect.ok { fill: #4493f8; } rect.failed { fill: #d1242f; } figcaption { color: var(--soft); font-size: 13px; }
.key { display: inline-block; width: 10px; height: 10px; margin-left: 8px; } .key.ok { background: #4493f8; } .key.failed { background: #d1242f; }
.tree .link { fill: none; stroke: var(--line); stroke-width: 1.5; } .tree .link.inferred { stroke: var(--soft); stroke-dasharray: 3 4; } .tree circle.other { fill: var(--soft); } .tree circle.proposed { fill: var(--bad); }
.tree text.who { fill: var(--text); font-size: 14px; font-weight: 600; } .tree text.proposed { fill: var(--bad); }
td.long { min-width: 190px; } .tree a text.record { fill: var(--link); } td.event { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
@media print { .ids a { color: #000; } .scroll svg.tree { width: 100%; height: auto; } rect.ok { fill: #999; } rect.failed { fill: #000; } }
`
