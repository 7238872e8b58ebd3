import type { SetSettings } from '../../contract/sets.ts';
import type { Settings } from '../settings.ts';

/** Of a home that is set up; nothing is where it points to. */
export const sampleSettings: Settings = {
  version: 1,
  store: { kind: 'b2', endpoint: 'https://api.example.org', bucket: 'bucket' },
  prefix: '',
  repositoryId: '0'.repeat(32),
  fingerprint: 'f',
  protectDays: 30,
  secrets: 'sealed-file',
  space: 'by-hand',
  strict: false,
  ping: null,
  guard: false,
};

export const sampleSetSettings: SetSettings = {
  name: 'Main',
  sources: ['/home'],
  excludes: { patterns: [], presets: [], ifPresent: [], maxFileBytes: null, oneFileSystem: false },
  schedule: { kind: 'daily', at: '03:00', days: [] },
  limits: { uploadBytesPerSecond: null, hours: null, onBattery: true, onMetered: true },
  ping: null,
  guard: false,
  deadManDays: null,
};
