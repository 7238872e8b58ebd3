/** Of the printed audit: everything in the file itself, so that it can be kept and read anywhere. */
export const auditPageStyle = `
:root { color-scheme: light; --ink: #1d2529; --quiet: #5f6b72; --line: #dfe4e6; --paper: #fff; --wash: #f5f7f7;
  --teal: #0f6b6b; --amber: #9a6200; --orange: #b44a00; --red: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
  "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 840px; margin: 32px auto; padding: 48px 56px 40px; background: var(--paper); border: 1px solid var(--line);
  border-radius: 8px; }
header { display: flex; justify-content: space-between; gap: 24px; color: var(--quiet); padding-bottom: 16px;
  border-bottom: 1px solid var(--line); }
header b { color: var(--teal); letter-spacing: .02em; }
h1 { display: flex; gap: 16px; align-items: flex-start; margin: 32px 0 8px; font-size: 26px; line-height: 1.3; font-weight: 600;
  text-wrap: balance; }
h1 .glyph { flex: none; width: 32px; text-align: center; }
.good .glyph { color: var(--teal); } .thin .glyph { color: var(--amber); } .risk .glyph { color: var(--orange); }
.bad .glyph { color: var(--red); }
.lead { margin: 0 0 32px 48px; font-size: 15px; } .lead p { margin: 0 0 4px; }
h1 code { font-size: .8em; } .lead .quiet { font-size: 14px; }
.facts { display: grid; grid-template-columns: 1.45fr 1fr 1.1fr 1.1fr; border: 1px solid var(--line); border-radius: 8px; margin: 0 0 40px; }
.facts div { padding: 16px; border-left: 1px solid var(--line); } .facts div:first-child { border-left: 0; }
.facts dt, th { font-size: 12px; font-weight: 500; color: var(--quiet); }
.facts dd { margin: 4px 0 0; font-size: 17px; font-weight: 600; line-height: 1.3; }
.facts small { display: block; font-size: 12px; font-weight: 400; color: var(--quiet); }
h2 { margin: 40px 0 12px; font-size: 16px; line-height: 24px; font-weight: 600; }
.finding { border: 1px solid var(--line); border-left: 4px solid var(--amber); border-radius: 8px; padding: 12px 16px; margin: 0 0 12px;
  break-inside: avoid; }
.finding.alarm { border-left-color: var(--red); }
.finding h3 { margin: 0 0 4px; font-size: 12px; font-weight: 600; color: var(--amber); }
.finding.alarm h3 { color: var(--red); }
.finding p { margin: 0 0 6px; } .finding p:last-child { margin: 0; }
.finding .todo b { font-weight: 600; }
.finding ul { margin: 6px 0 0; padding: 0; list-style: none; font: 11px/1.6 ui-monospace, Menlo, Consolas, monospace;
  color: var(--quiet); overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; padding: 0 12px 6px 0; } td { padding: 7px 12px 7px 0; border-top: 1px solid var(--line);
  vertical-align: top; }
td:last-child, th:last-child { padding-right: 0; } tr { break-inside: avoid; }
.number { text-align: right; white-space: nowrap; } .quiet { color: var(--quiet); } .warn { color: var(--orange); }
code { font: 12px ui-monospace, Menlo, Consolas, monospace; }
.date { white-space: nowrap; } .margin { width: 96px; } .margin i { display: block; height: 6px; margin-top: 7px; border-radius: 3px; background: var(--line);
  overflow: hidden; } .margin i b { display: block; height: 100%; background: var(--teal); }
.gone .margin i b { background: var(--quiet); } .gone td { color: var(--quiet); }
figure { margin: 0; break-inside: avoid; } svg { width: 100%; height: auto; display: block; } svg .bars { fill: var(--teal); }
svg .floor { stroke: var(--line); } svg line.promise { stroke: var(--amber); stroke-dasharray: 3 3; }
svg text { font-size: 11px; fill: var(--quiet); } svg text.promise { fill: var(--amber); }
figcaption, .note { color: var(--quiet); font-size: 12.5px; margin-top: 4px; }
.wide { overflow-x: auto; }
.pairs td:first-child { width: 46%; color: var(--quiet); }
footer { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12px; }
@media (max-width: 700px) { main { margin: 0; padding: 24px; border: 0; border-radius: 0; } .facts { grid-template-columns: 1fr 1fr; }
  .facts div:nth-child(3) { border-left: 0; } .margin { display: none; } }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e4e9eb; --quiet: #9caab1; --line: #313b40; --paper: #181f22;
  --wash: #0f1416; --teal: #4db6b2; --amber: #e0a548; --orange: #f0915c; --red: #f28b82; } }
@page { margin: 16mm; }
@media print { body { background: none; font-size: 10.5pt; } main { margin: 0; padding: 0; border: 0; max-width: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } h2 { break-after: avoid; } }
`;
