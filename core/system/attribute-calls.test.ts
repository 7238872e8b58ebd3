import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What a process loads, and what it then does, where Node says that the platform is this one. */
function on(platform: string): unknown {
  const program = `
    import { registerHooks } from 'node:module';
    Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} });
    let loaded = false;
    registerHooks({ resolve: (name, context, next) => {
      loaded ||= name.startsWith('@napi-rs/xattr');
      return next(name, context);
    } });
    const { readExtendedAttributes } = await import('./core/source/extended-attributes.ts');
    await import('./core/restore/item-placer.ts');
    const { attributeCalls } = await import('./core/system/attribute-calls.ts');
    let refusal = '';
    try {
      attributeCalls.setAttributeSync('no such file', 'user.note', 'x');
    } catch ({ code }) {
      refusal = code;
    }
    const read = readExtendedAttributes('package.json') ?? null;
    process.stdout.write(JSON.stringify({ loaded, read, refusal }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  });
  return JSON.parse(stdout || JSON.stringify(stderr));
}

test('on Windows, for which it has no binary, the package is not loaded, and files have no attributes', () => {
  expect(on('win32')).toEqual({ loaded: false, read: null, refusal: 'ENOTSUP' });
});

test('elsewhere it is', () => {
  expect(on('linux')).toMatchObject({ loaded: true, refusal: 'GenericFailure' });
});
