import { expect, test } from 'vitest';
import type { Notice } from '../../core/contract/notice.ts';
import { english } from '../words/english.ts';
import { german } from '../words/german.ts';
import { noticeWords } from './notice-words.ts';

const notice = (kind: string): Notice => ({
  id: 'n',
  at: 0,
  set: null,
  urgency: 'normal',
  kind,
  figures: {},
  words: '3 files were skipped: look at them.',
  error: null,
  screen: 'activity',
});

test('English has the engine’s sentence, German its own', () => {
  expect(noticeWords(notice('files-skipped'), english)).toEqual({
    title: 'Some files were skipped',
    body: '3 files were skipped: look at them.',
  });
  expect(noticeWords(notice('files-skipped'), german)).toEqual({
    title: 'Einige Dateien wurden ausgelassen',
    body: 'Ansehen und entscheiden.',
  });
});

test('a kind that the shell does not know still says something', () => {
  expect(noticeWords(notice('new-kind'), german)).toEqual({
    title: 'In Holdfast ist etwas zu tun',
    body: '3 files were skipped: look at them.',
  });
});
