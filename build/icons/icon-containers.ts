/** One picture of an icon: PNG bytes of a square. */
export type Picture = { readonly size: number; readonly png: Buffer };

/** Windows' .ico, its pictures as PNG, which Windows reads since Vista. */
export function makeIco(pictures: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 0 says 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Types of .icns entries that hold PNG; Retina ones count twice the points. */
const icnsTypes: Readonly<Record<string, number>> = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};

/** macOS's .icns. @param pictures of 32, 64, 128, 256, 512 and 1024 */
export function makeIcns(pictures: readonly Picture[]): Buffer {
  const entries = Object.entries(icnsTypes).map(([type, size]) => {
    const png = pictures.find((picture) => picture.size === size)?.png;
    if (!png) throw new Error(`no picture of ${size}`);
    return entry(type, png);
  });
  return entry('icns', Buffer.concat(entries));
}

function entry(type: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([head, bytes]);
}
