import { expect, test } from 'vitest';
import { keyStep } from './virtual-tree-keys.ts';

const place = { active: 5, count: 10, page: 4, expanded: null, parent: 2 } as const;

test('arrows, Home, End and pages stay inside the list', () => {
  expect(keyStep('ArrowDown', { ...place, active: 9 })).toEqual({ kind: 'move', to: 9 });
  expect(keyStep('ArrowUp', { ...place, active: 0 })).toEqual({ kind: 'move', to: 0 });
  expect(keyStep('PageDown', place)).toEqual({ kind: 'move', to: 9 });
  expect(keyStep('PageUp', place)).toEqual({ kind: 'move', to: 1 });
  expect(keyStep('Home', place)).toEqual({ kind: 'move', to: 0 });
  expect(keyStep('End', place)).toEqual({ kind: 'move', to: 9 });
});

test('right opens, then goes in; left closes, then goes out', () => {
  expect(keyStep('ArrowRight', { ...place, expanded: false })).toEqual({ kind: 'open', open: true });
  expect(keyStep('ArrowRight', { ...place, expanded: true })).toEqual({ kind: 'move', to: 6 });
  expect(keyStep('ArrowRight', place)).toBeNull();
  expect(keyStep('ArrowLeft', { ...place, expanded: true })).toEqual({ kind: 'open', open: false });
  expect(keyStep('ArrowLeft', place)).toEqual({ kind: 'move', to: 2 });
  expect(keyStep('ArrowLeft', { ...place, parent: null })).toBeNull();
  expect(keyStep('Tab', place)).toBeNull();
});
