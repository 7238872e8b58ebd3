import { expect, test } from 'vitest';
import { homeOf, targetOf } from './restore-place.ts';

const back = { place: 'original', folder: null, home: null } as const;

test('back to where it was goes through the nearest folder that all of it lies in', () => {
  expect(targetOf(back, ['/home/ada/a', '/home/ada/b'], 'linux')).toEqual({
    destination: '/home/ada',
    mapHome: null,
  });
  expect(targetOf(back, ['/home/ada/a/x', '/home/ada/b'], 'linux')).toEqual({
    destination: '/home/ada',
    mapHome: { from: '/home/ada', to: '/' },
  });
  expect(targetOf(back, ['C:\\Data\\x', 'C:\\y'], 'win32')).toEqual({
    destination: 'C:\\',
    mapHome: { from: 'C:\\', to: '/' },
  });
});

test('two drives have no folder in common, so there is no one way back', () => {
  expect(targetOf(back, ['C:\\a\\x', 'D:\\y'], 'win32')).toBeNull();
});

test('a home folder of another name takes what lay in the old one, and nothing else', () => {
  const home = { from: '/home/ada', to: '/home/bob' };
  expect(targetOf({ ...back, home }, ['/home/ada/a/x', '/home/ada/b'], 'linux')).toEqual({
    destination: '/home/bob',
    mapHome: { from: '/home/ada', to: '/' },
  });
  expect(targetOf({ ...back, home }, ['/home/ada/a', '/srv/b'], 'linux')).toBeNull();
  expect(targetOf({ ...back, home: { from: ' ', to: '/home/bob' } }, ['/home/ada/a'], 'linux')).toBeNull();
});

test('nothing is planned before a folder is chosen, or without anything to restore', () => {
  expect(targetOf({ place: 'chosen', folder: null, home: null }, ['/a'], 'linux')).toBeNull();
  expect(targetOf(back, [], 'linux')).toBeNull();
});

test('home folders are known by how the three systems name them', () => {
  expect(homeOf('/home/ada/x')).toBe('/home/ada');
  expect(homeOf('/Users/ada')).toBe('/Users/ada');
  expect(homeOf('C:\\Users\\ada\\x')).toBe('C:\\Users\\ada');
  expect(homeOf('/srv/data')).toBeNull();
});
