import type { SeededRandom } from '../../simulation/seeded-random.ts';

const opcodes = Buffer.from('4889e5554883ec208b45f8c9c3e80000000fb6c085ff7410488d3d', 'hex');

/** Machine code: some bytes far more often than others, tables of zeros, strings, at times a packed part. */
function machineCode(random: SeededRandom, size: number): Buffer {
  const out = Buffer.alloc(Math.max(64, Math.ceil(size)));
  const packedFrom = random.chance(0.3) ? Math.floor(out.length * (0.6 + random.share() * 0.3)) : out.length;
  for (let at = 0; at < out.length; at++)
    out[at] =
      at >= packedFrom || random.chance(0.25)
        ? random.between(0, 255)
        : random.chance(0.2)
          ? 0
          : opcodes[random.between(0, opcodes.length - 1)]!;
  return out;
}

const withHead =
  (head: string) =>
  (random: SeededRandom, size: number): Buffer =>
    Buffer.concat([Buffer.from(head, 'latin1'), machineCode(random, size)]);

export const exe = withHead('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0');
export const elf = withHead('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0');
export const wasm = withHead('\0asm\x01\0\0\0');
export const javaClass = withHead('\xca\xfe\xba\xbe\0\0\0\x37');
/** Compiled Python: no header that anybody else knows. */
export const pyc = withHead('\xa7\r\r\n\0\0\0\0');
export const font = withHead('\0\x01\0\0\0\x0f\0\x80');
/** What some application keeps for itself in a form of its own. */
export const ownFormat = withHead('\x07\0\0\0DATA\x10\0\0\0');

export function webFont(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([Buffer.from('wOF2\0\x01\0\0', 'latin1'), random.bytes(Math.max(64, size))]);
}

export function icon(random: SeededRandom, size: number): Buffer {
  const body = Buffer.alloc(Math.max(200, Math.ceil(size)));
  for (let at = 0; at < body.length; at++) body[at] = random.chance(0.7) ? 255 : random.between(0, 40);
  return Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 32, 32]), body]);
}
