import { expect, test } from 'vitest';
import { compileCut } from './compile-cut.ts';
import { cutWasm } from './cut-wasm.ts';

test('the committed module is what cut.as compiles to', async () => {
  expect(Buffer.from(await compileCut()).toString('base64')).toBe(cutWasm);
});
