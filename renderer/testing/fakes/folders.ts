import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';

const names = [
  'Documents',
  'Pictures',
  'Music',
  '<img src=x onerror=alert(1)>',
  '\u202Egnp.exe',
  'two\nlines',
  `${'long '.repeat(2000)}name`,
];

const manyNames = Array.from({ length: 5000 }, (_, index) => `Folder ${index + 1}`);

/** A computer with some folders, one with very many, and one that may not be read. */
export const folderHandlers: FakeHandlers = {
  'app.folder': async ({ path, files }) => {
    const here = path ?? '/home/anna';
    if (here.includes('secret'))
      throw new FakeFailure({
        code: 'path-impossible',
        details: { path: here, reason: 'it may not be read' },
        words: `"${here}" cannot be used: it may not be read.`,
        retry: 'never',
      });
    const inside = here === '/home/anna' ? names : here.endsWith('Pictures') ? manyNames : [];
    return {
      path: here,
      parent: here === '/' ? null : here.slice(0, here.lastIndexOf('/')) || '/',
      entries: [
        ...inside.map((name) => ({ name, path: `${here}/${name}`, folder: true })),
        ...(files ? [{ name: 'Laptop.holdfast-settings.json', path: `${here}/s.json`, folder: false }] : []),
      ],
      cut: here.endsWith('Pictures'),
      shortcuts: [
        { name: 'anna', path: '/home/anna' },
        { name: 'Documents', path: '/home/anna/Documents' },
        { name: 'Pictures', path: '/home/anna/Pictures' },
        { name: '/', path: '/' },
      ],
    };
  },
  'app.make-folder': async ({ parent, name }) => ({ path: `${parent}/${name}` }),
};
