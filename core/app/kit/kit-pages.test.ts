import jsQR from 'jsqr';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../crypto/keys.ts';
import { masterToWords } from '../../crypto/recovery-words.ts';
import { readKit } from '../../recovery/read-kit.ts';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import { kitCodeSvg, kitCodeText } from './kit-code.ts';
import type { KitPage } from './kit-page.ts';
import { renderKitHtml } from './render-kit-html.ts';
import { renderKitText } from './render-kit-text.ts';
import { renderKitFor } from './write-kit.ts';

const master = new Uint8Array(32).map((_, index) => index * 7 + 3);

const b2: RecoveryKit = {
  words: masterToWords(master),
  fingerprint: fingerprint(master),
  store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket: 'my-backups' },
  prefix: 'laptop/',
  repositoryId: '0123456789abcdef0123456789abcdef',
};
/** As long as everything can be. */
const s3: RecoveryKit = {
  ...b2,
  store: {
    kind: 's3',
    endpoint: 'https://s3.dualstack.ap-southeast-2.amazonaws.com:8443/path',
    region: 'ap-southeast-2',
    bucket: 'b'.repeat(63),
  },
  prefix: `${'folder-'.repeat(14)}/${'x'.repeat(100)}/`,
};
const kits = {
  b2,
  s3,
  's3 of another provider': { ...b2, store: { ...s3.store, endpoint: 'https://s3.example.org' } },
};

const pageOf = (kit: RecoveryKit): KitPage => ({
  kit,
  madeOn: new Date('2026-11-22'),
  program: 'holdfast 1.2.3',
});

describe.each(Object.entries(kits))('the kit of %s', (_, kit) => {
  test('reads back from text, page and code', () => {
    for (const text of [renderKitText(pageOf(kit)), renderKitHtml(pageOf(kit)), kitCodeText(kit)])
      expect(readKit(text)).toEqual(kit);
  });

  test('its code is read by a camera that knows nothing of us', () => {
    const seen = look(kitCodeSvg(kit));
    expect(seen).toBe(kitCodeText(kit));
    expect(readKit(seen ?? '')).toEqual(kit);
  });

  test('says when and by what it was made, how to make a key, and how to go on without Holdfast', () => {
    for (const text of [renderKitText(pageOf(kit)), renderKitHtml(pageOf(kit))])
      for (const said of [
        'made on 2026-11-22 by holdfast 1.2.3',
        'Account e-mail at the provider',
        'Where its second factor is',
        'Make a key that may only read',
        'recover timeline --kit FILE',
        'recover restore SNAPSHOT --kit FILE --to FOLDER',
        'recover hold SNAPSHOT --kit FILE',
        'docs/format.md',
      ])
        expect(text.replaceAll(/<\/?(?:span|code|pre)>/g, '').replaceAll(/\s+/g, ' ')).toContain(said);
  });
});

test('how to make a key fits the provider', () => {
  const flat = (kit: RecoveryKit): string => renderKitText(pageOf(kit)).replaceAll(/\s+/g, ' ');
  expect(flat(b2)).toMatch(/Application Keys.*my-backups.*Read Only/);
  expect(flat(s3)).toMatch(/AWS: IAM.*s3:ListBucketVersions.*s3:GetObjectRetention/);
  expect(flat(kits['s3 of another provider'])).not.toContain('AWS');
});

test('a code with one corner covered is still read, and one without its middle is not', () => {
  const svg = kitCodeSvg(b2);
  const spot = (x: number, y: number, size: number): string =>
    svg.replace('</svg>', `<path fill="#fff" d="M${x} ${y}h${size}v${size}h-${size}z"/></svg>`);
  expect(look(spot(50, 50, 8))).toBe(kitCodeText(b2));
  expect(look(spot(20, 20, 45))).not.toBe(kitCodeText(b2));
});

describe('the page', () => {
  const html = renderKitHtml(pageOf(b2));

  test('runs nothing and fetches nothing, and its policy forbids it too', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|@import|url\(|(?:src|href)=/i);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
    );
    // Attributes would need a wider policy.
    expect(html).not.toContain('style="');
  });

  test('what a place is called cannot become markup', () => {
    const sly = { ...b2, store: { ...b2.store, bucket: '<script>x</script>' } };
    expect(renderKitHtml(pageOf(sly))).not.toContain('<script');
  });

  test('is chosen by the ending of the name', () => {
    for (const name of ['kit.html', '/tmp/KIT.HTM']) expect(renderKitFor(name, pageOf(b2))).toBe(html);
    for (const name of ['kit.txt', 'kit', 'html'])
      expect(renderKitFor(name, pageOf(b2))).toMatch(/^HOLDFAST/);
  });
});

test('nothing but the words looks like a numbered word, for whoever picks them out by eye', () => {
  const found = [...renderKitText(pageOf(b2)).matchAll(/(?<=\s)\d{1,2} ([a-z]{3,8})(?=\s)/g)];
  expect(found.map(([, word]) => word)).toEqual(b2.words);
});

test('a page of text is not wider than paper', () => {
  const lines = renderKitText(pageOf(b2)).split('\n');
  for (const line of lines.filter((one) => !one.includes('holdfast setup')))
    expect(line.length).toBeLessThan(81);
  // Commands are typed as they are, so they are not broken.
  expect(lines.filter((line) => line.includes('holdfast setup'))).toHaveLength(1);
});

/** Draws the SVG, four pixels to a module, and looks at the pixels. */
function look(svg: string): string | undefined {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 4;
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(128);
  for (const [, colour, path = ''] of svg.matchAll(/<path fill="(#\w+)" d="([^"]+)"\/>/g))
    for (const [, x, y, w, h] of path.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g))
      fill(
        pixels,
        width,
        [x, y, w, h].map((n) => Number(n) * scale),
        colour === '#000' ? 0 : 255,
      );
  return jsQR.default(pixels, width, width)?.data;
}

function fill(
  pixels: Uint8ClampedArray,
  width: number,
  [left = 0, top = 0, wide = 0, high = 0]: readonly number[],
  shade: number,
): void {
  for (let y = top; y < top + high; y += 1)
    for (let x = left; x < left + wide; x += 1) pixels.set([shade, shade, shade, 255], (y * width + x) * 4);
}
