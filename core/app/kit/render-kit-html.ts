import { createHash } from 'node:crypto';
import { kitCodeSvg } from './kit-code.ts';
import { escapeHatch, kitSteps, kitWarning, type KitStep } from './kit-instructions.ts';
import { kitFields, linesToFill, type KitPage } from './kit-page.ts';
import { kitPageStyle } from './kit-page-style.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const safe = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** Commands stand between backticks in our words. */
const inWords = (text: string): string => safe(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/**
 * The kit as a page to print: everything in the file itself, no script, and a policy that forbids it to fetch or run
 * anything. `readKit` reads it back.
 */
export function renderKitHtml({ kit, madeOn, program }: KitPage): string {
  const styleHash = createHash('sha256').update(kitPageStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const words = kit.words.map((word, index) => `<li><i>${index + 1}</i> <b>${safe(word)}</b></li>`);
  const fields = kitFields(kit).map(
    ([name, value]) => `<tr><th>${safe(name)}:</th><td>${safe(value)}</td></tr>`,
  );
  const lines = linesToFill.map((name) => `<p><span>${safe(name)}:</span><u></u></p>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>Holdfast recovery kit</title><style>${kitPageStyle}</style></head>
<body><main>
<header><h1>Holdfast recovery kit</h1><p>made on ${madeOn.toISOString().slice(0, 10)} by ${safe(program)}</p></header>
<p class="warning">${inWords(kitWarning)}</p>
<h2>Recovery words (24, in this order):</h2>
<ol class="words">
${words.join('\n')}
</ol>
<div class="place"><table>
${fields.join('\n')}
</table>
<figure>${kitCodeSvg(kit)}<figcaption>all of the above, for a camera</figcaption></figure></div>
<div class="fill">
${lines.join('\n')}
</div>
<h2>After an attack or a loss</h2>
<ol class="steps">
${kitSteps(kit).map(step).join('\n')}
</ol>
<p class="hatch">${inWords(escapeHatch)}</p>
</main></body></html>
`;
}

function step({ text, commands = [] }: KitStep): string {
  const typed = commands
    .map(
      (command) =>
        `<pre>${command
          .split(/ (?=--)/)
          .map(option)
          .join(' ')}</pre>`,
    )
    .join('');
  return `<li>${inWords(text)}${typed}</li>`;
}

/** Stays in one line where it can: whoever types from paper must not wonder whether a line ends in a space. */
const option = (text: string): string => `<span>${safe(text)}</span>`;
