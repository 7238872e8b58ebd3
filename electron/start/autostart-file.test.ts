import { expect, test } from 'vitest';
import { autostartFile, autostartText } from './autostart-file.ts';

test('it lies where the desktop looks', () => {
  expect(autostartFile('/home/a', {})).toBe('/home/a/.config/autostart/holdfast.desktop');
  expect(autostartFile('/home/a', { XDG_CONFIG_HOME: '/c' })).toBe('/c/autostart/holdfast.desktop');
  expect(autostartFile('/home/a', { XDG_CONFIG_HOME: '' })).toBe(
    '/home/a/.config/autostart/holdfast.desktop',
  );
});

test('paths of any kind are one argument each, and no command', () => {
  const exec = autostartText(['/opt/My $Apps/a"b`c\\d 100%', '--hidden'])
    .split('\n')
    .find((line) => line.startsWith('Exec='));
  expect(exec).toBe('Exec="/opt/My \\\\$Apps/a\\\\"b\\\\`c\\\\\\\\d 100%%" "--hidden"');
});
