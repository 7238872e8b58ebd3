import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leakingStyles } from './leaking-styles.ts';

const top = join(import.meta.dirname, '../../renderer');

test('a screen looks the same whichever screens were opened before it', () => {
  const files = readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:tsx|css)$/.test(path) && !path.startsWith('secret'))
    .map((path) => [path, readFileSync(join(top, path), 'utf8')] as const);
  expect(files.length).toBeGreaterThan(100);
  expect(leakingStyles(new Map(files))).toEqual([]);
});

test('a rule of one screen that takes hold on another is found, one under a class of its own is not', () => {
  const files = new Map([
    [
      'main.tsx',
      "import './app.css';\nimport { part } from './part.tsx';\nconst One = import('./screens/one/one.tsx');",
    ],
    ['app.css', '.mark { color: red; }'],
    ['part.tsx', '<b className="part" />'],
    ['screens/one/one.tsx', "import './one.css';\n<i className={isOn ? 'mark on' : 'mark'} />"],
    [
      'screens/one/one.css',
      '/* .part {} */\n.one .mark,\n.mark.on,\n.part > b { color: red; }\n@media print { .on { color: red; } }',
    ],
    ['screens/two/two.tsx', '<i className={`mark ${on}`} />\n<p className="two on">'],
  ]);
  expect(leakingStyles(files)).toEqual([
    'screens/two/two.tsx: .mark.on of screens/one/one.css',
    'screens/two/two.tsx: .part > b of screens/one/one.css',
    'screens/two/two.tsx: .on of screens/one/one.css',
  ]);
});
