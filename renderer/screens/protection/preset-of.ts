import type { Retention } from '../../../core/contract/protection.ts';
import { retentionPresets } from '../../../core/contract/retention-presets.ts';

export type PresetName = keyof typeof retentionPresets | 'own';

export const rules = [
  'all',
  'daily',
  'weekly',
  'monthly',
  'yearly',
] as const satisfies readonly (keyof Retention)[];

export const presetNames = Object.keys(retentionPresets) as (keyof typeof retentionPresets)[];

export const presetOf = (retention: Retention): PresetName =>
  presetNames.find((name) => rules.every((rule) => retentionPresets[name][rule] === retention[rule])) ??
  'own';
