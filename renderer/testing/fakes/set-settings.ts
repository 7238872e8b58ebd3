import type { SetFacts, SetSettings } from '../../../core/contract/sets.ts';

export const setSettings: SetSettings = {
  name: 'Laptop',
  sources: ['/home/anna/Documents', '/home/anna/Pictures'],
  excludes: {
    patterns: ['*.iso'],
    presets: ['caches', 'trash'],
    ifPresent: ['.nobackup'],
    maxFileBytes: null,
    oneFileSystem: true,
  },
  schedule: { kind: 'daily', at: '18:00', days: [] },
  limits: { uploadBytesPerSecond: null, hours: null, onBattery: true, onMetered: false },
  ping: null,
  guard: false,
  deadManDays: null,
};

export const setFacts: SetFacts = {
  place: '"harbour-7f3a" at https://api.backblazeb2.com, prefix laptop/',
  storage: 'b2',
  bucket: 'harbour-7f3a',
  prefix: 'laptop',
  repositoryId: 'b7c2f0a4d1e84a55',
  fingerprint: 'copper-anchor-74',
  protectDays: 30,
  space: 'automatic',
  strict: false,
  secrets: 'keychain',
  keyWords: {
    words: 'The stored key may read, add and hide files, lengthen locks in the bucket "harbour-7f3a".',
    said: {
      code: 'key-bounded',
      where: [{ code: 'where-prefix', name: 'harbour-7f3a', prefix: 'laptop' }],
      rights: [{ code: 'may-read' }, { code: 'may-add' }, { code: 'may-lengthen' }],
    },
  },
  ended: null,
};
