/** Of the printed kit: black on white whatever the screen prefers, as it is for paper. One page of A4 or Letter. */
export const kitPageStyle = `
:root { color-scheme: light; --ink: #14191c; --quiet: #525c62; --line: #c4ccd0; --teal: #0f6b6b; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 13px/1.42 system-ui, -apple-system, "Segoe UI", Roboto,
  "Helvetica Neue", Arial, sans-serif; }
main { max-width: 180mm; margin: 0 auto; padding: 10mm 0; }
header { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 2px solid var(--ink);
  padding-bottom: 6px; }
h1 { margin: 0; font-size: 22px; line-height: 1.2; font-weight: 650; }
header p { margin: 0; color: var(--quiet); font-size: 12px; }
.warning { margin: 9px 0 12px; }
h2 { margin: 14px 0 6px; font-size: 14px; line-height: 1.3; font-weight: 650; break-after: avoid; }
.words { margin: 0; padding: 8px 12px; list-style: none; border: 1.5px solid var(--ink); border-radius: 6px;
  display: grid; grid-template-columns: repeat(4, 1fr); gap: 3px 10px; break-inside: avoid; }
.words li { display: flex; gap: 8px; align-items: baseline; white-space: nowrap; }
.words i { width: 20px; text-align: right; font-style: normal; font-size: 11px; color: var(--quiet);
  font-variant-numeric: tabular-nums; }
.words b { font: 600 16px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.place { display: flex; justify-content: space-between; gap: 20px; margin-top: 12px; align-items: flex-start;
  break-inside: avoid; }
.place table { border-collapse: collapse; flex: 1; min-width: 0; }
.place th { text-align: left; vertical-align: top; font-weight: 500; color: var(--quiet); padding: 4px 14px 4px 0; width: 1%; }
.place td { padding: 4px 0; line-break: anywhere;
  font: 13px/1.42 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.place tr + tr th, .place tr + tr td { border-top: 1px solid var(--line); }
figure { margin: 0; width: 52mm; flex: none; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { text-align: center; font-size: 11px; color: var(--quiet); }
.fill { margin: 4px 0 0; break-inside: avoid; }
.fill p { display: flex; gap: 10px; align-items: baseline; margin: 0; padding-top: 12px; }
.fill u { flex: 1; border-bottom: 1px solid var(--ink); text-decoration: none; }
.steps { margin: 0; padding-left: 20px; }
.steps li { margin: 0 0 4px; padding-left: 2px; break-inside: avoid; }
pre, code { font: 12px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
pre { margin: 2px 0 0; padding: 2px 8px; background: #f1f3f4; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
code { white-space: nowrap; }
pre span { display: inline-block; max-width: 100%; }
.hatch { margin: 8px 0 0; padding-top: 7px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12px; }
@media screen and (max-width: 720px) { main { padding: 20px; } .words { grid-template-columns: repeat(2, 1fr); }
  .place { flex-direction: column; } }
@page { margin: 11mm 15mm; }
@media print { main { max-width: none; padding: 0; } body { font-size: 9pt; line-height: 1.36; } pre, code { font-size: 8.2pt; }
  .words b { font-size: 12pt; } h2 { margin: 9px 0 4px; } .steps li { margin-bottom: 2px; } .place { margin-top: 9px; } figure { width: 47mm; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;
