import { describe, expect, test } from 'vitest';
import { lockPolicy } from '../locks/lock-policy.ts';
import { notices, type LockState } from '../locks/lock-state.ts';
import { provenNow } from './protection-state.ts';
import {
  backupWords,
  noticeSaid,
  noticeWords,
  protectionWords,
  stateGlyph,
  type ProtectionInWords,
} from './protection-words.ts';

const now = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;
const until = now + 29.5 * day;
const policy = lockPolicy(30);
const all: ProtectionInWords = {
  snapshots: 3,
  least: until,
  now,
  state: 'protected',
  hiddenNeeded: 0,
  proven: 'proven',
};
const states: readonly LockState[] = ['protected', 'thinning', 'at-risk', 'lapsed'];

describe('the sentence about a backup set', () => {
  test('says until when, dates first', () => {
    expect(protectionWords(all)).toBe('Everything is protected until 22 December 2026 (29 days).');
  });

  test.each(states.slice(1))('says what to do where it is %s', (state) => {
    expect(protectionWords({ ...all, state })).toMatch(/holdfast locks renew/);
    expect(protectionWords({ ...all, state, least: now - day })).toMatch(/holdfast locks renew/);
  });

  test('names what is missing, and what was hidden', () => {
    expect(protectionWords({ ...all, state: 'lapsed', least: 0 })).toMatch(
      /no confirmed lock.*holdfast check/,
    );
    expect(protectionWords({ ...all, state: 'at-risk', hiddenNeeded: 1 })).toMatch(
      /^At risk: 1 object that backups need was hidden or stored over/,
    );
    expect(protectionWords({ ...all, snapshots: 0, least: Number.POSITIVE_INFINITY })).toMatch(
      /^Nothing is backed up/,
    );
  });

  test.each(states)('never says that anything is protected without a proof (%s)', (state) => {
    const unproven = protectionWords({ ...all, state, proven: 'unproven' });
    expect(unproven).not.toMatch(/protected/i);
    expect(unproven).toMatch(/not proven yet: run `holdfast locks prove`/);
    expect(protectionWords({ ...all, state, proven: 'disproved' })).toMatch(/^Not protected/);
    expect(stateGlyph(state, 'unproven')).not.toBe('●');
    expect(stateGlyph(state, 'disproved')).toBe('✕');
  });

  test('a backup says the same', () => {
    expect(backupWords(until, now, 'proven', '2 files')).toBe(
      'Protected until 22 December 2026 (29 days): 2 files.',
    );
    expect(backupWords(until, now, 'unproven', '2 files')).toMatch(
      /^Locked until .*not proven yet.*: 2 files\.$/,
    );
    expect(backupWords(until, now, 'disproved', '2 files')).toMatch(/^Not protected/);
  });

  test.each(notices)('a notice (%s) says when and what to do', (notice) => {
    expect(noticeWords(notice, until, now)).toMatch(/22 December 2026 \(29 days\).*holdfast locks renew/);
    expect(noticeWords(notice, now - 1, now)).toMatch(/have ended.*holdfast locks renew/);
    expect(noticeSaid(notice, until, now)).toEqual({ code: `event-locks-${notice}`, on: { day: until } });
    expect(noticeSaid(notice, now - 1, now)).toEqual({ code: 'event-locks-ended' });
  });
});

describe('a proof', () => {
  const at = now - 35 * day;
  test.each([
    ['none', null, null, 'unproven'],
    ['of the lock, however old', { at: 0, ok: true }, null, 'proven'],
    ['of the key, a month old', null, { at, ok: true }, 'proven'],
    ['of the key, older', null, { at: at - 1, ok: true }, 'unproven'],
    ['of the lock that failed', { at: now, ok: false }, { at: now, ok: true }, 'disproved'],
    ['of the key that failed', { at: now, ok: true }, { at: 0, ok: false }, 'disproved'],
  ] as const)('%s', (_, lockHalf, keyHalf, proven) => {
    expect(provenNow({ lockHalf, keyHalf }, now, policy)).toBe(proven);
  });
});
