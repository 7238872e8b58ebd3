import type { SeededRandom } from '../../simulation/seeded-random.ts';

/**
 * Bits as a JPEG encoder writes them: prefix codes for how many zeros and how large, then the magnitude; quiet parts of a
 * picture (sky) give short codes over and over, so it is not quite as even as noise.
 */
export function jpegScan(random: SeededRandom, size: number): Buffer {
  const out = Buffer.alloc(Math.max(16, Math.ceil(size)));
  let at = 0;
  let bits = 0;
  let held = 0;
  let busy = random.share();
  const put = (value: number, length: number): void => {
    held = (held << length) | (value & ((1 << length) - 1));
    bits += length;
    while (bits >= 8 && at < out.length) {
      const byte = (held >> (bits - 8)) & 255;
      out[at++] = byte;
      if (byte === 255 && at < out.length) out[at++] = 0;
      bits -= 8;
    }
    held &= (1 << bits) - 1;
  };
  while (at < out.length) {
    if (random.chance(0.01)) busy = Math.min(1, random.share() + 0.1);
    const coefficients = 1 + Math.floor(random.exponential(10 * busy));
    for (let one = 0; one < coefficients; one++) {
      const magnitude = Math.min(8, 1 + Math.floor(random.exponential(1 + 1.5 * busy)));
      const zeros = random.chance(0.3) ? random.between(1, 4) : 0;
      put(
        [0b00, 0b01, 0b100, 0b1011, 0b11010, 0b1111000, 0b11111000, 0b1111110110][magnitude - 1]!,
        [2, 2, 3, 4, 5, 7, 8, 10][magnitude - 1]!,
      );
      if (zeros) put(0b11100 + zeros, 5);
      put(random.between(0, 2 ** magnitude - 1), magnitude);
    }
    put(0b1010, 4);
  }
  return out;
}

export function jpeg(random: SeededRandom, size: number): Buffer {
  const exif = Buffer.alloc(random.chance(0.8) ? random.between(200, 900) : 0);
  exif.write('Exif\0\0MM\0*', 0, 'latin1');
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 72, 0, 72, 0, 0]),
    Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]),
    exif,
    // The quantisation and code tables, the same in most files.
    Buffer.from([0xff, 0xdb, 0, 67, 0, ...Array.from({ length: 64 }, (_, index) => 2 + (index >> 2))]),
    Buffer.from([0xff, 0xc4, 0, 31, 0, ...Array.from({ length: 28 }, (_, index) => index)]),
    Buffer.from([0xff, 0xda, 0, 12, 3, 1, 0, 2, 17, 3, 17, 0, 63, 0]),
    jpegScan(random, size),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function boxes(kind: string, random: SeededRandom, size: number): Buffer {
  const body = Buffer.from(random.bytes(Math.max(64, Math.ceil(size))));
  const index = Buffer.alloc(Math.min(4_000, Math.ceil(size / 12)));
  for (let at = 0; at + 4 <= index.length; at += 4) index.writeUInt32BE(at * 37, at);
  return Buffer.concat([
    box('ftyp', Buffer.from(`${kind}\0\0\x02\0${kind}mp41`, 'latin1')),
    box('moov', index),
    box('mdat', body),
  ]);
}

function box(type: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes]);
}

export const heic = (random: SeededRandom, size: number): Buffer => boxes('heic', random, size);
export const mp4 = (random: SeededRandom, size: number): Buffer => boxes('isom', random, size);
export const mov = (random: SeededRandom, size: number): Buffer => boxes('qt  ', random, size);
export const m4a = (random: SeededRandom, size: number): Buffer => boxes('M4A ', random, size);

/** Frames of 417 bytes with their headers, some padded with zeros, behind a title. */
export function mp3(random: SeededRandom, size: number): Buffer {
  const tag = Buffer.alloc(1_034);
  tag.write('ID3\x03\0\0\0\0\x08\0TIT2', 0, 'latin1');
  const parts: Uint8Array[] = [tag];
  for (let length = 0; length < size; length += 417) {
    const padding = random.chance(0.2) ? random.between(10, 200) : 0;
    parts.push(
      Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0]),
      random.bytes(407 - padding),
      Buffer.alloc(padding),
    );
  }
  return Buffer.concat(parts);
}

/** Samples that follow each other closely: not noise. */
export function wav(random: SeededRandom, size: number): Buffer {
  const data = Buffer.alloc(Math.ceil(size / 2) * 2);
  const pitch = 0.01 + random.share() / 10;
  const loud = 500 + random.between(0, 9_000);
  for (let at = 0; at < data.length; at += 2)
    data.writeInt16LE(Math.round(Math.sin(at * pitch) * loud + random.between(-60, 60)), at);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(data.length + 36, 4);
  head.write('WAVEfmt ', 8);
  head.write('data', 36);
  return Buffer.concat([head, data]);
}

export function flac(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([
    Buffer.from('fLaC\0\0\0\x22', 'latin1'),
    Buffer.alloc(34),
    random.bytes(Math.max(64, size)),
  ]);
}

/** A raw picture of a camera: a TIFF header, a preview, sensor data of 14 bits in 16 or packed. */
export function rawPicture(random: SeededRandom, size: number): Buffer {
  const packed = random.chance(0.7);
  const sensor = packed ? Buffer.from(random.bytes(Math.ceil(size))) : Buffer.alloc(Math.ceil(size / 2) * 2);
  if (!packed)
    for (let at = 0; at < sensor.length; at += 2) sensor.writeUInt16LE(2_000 + random.between(0, 500), at);
  return Buffer.concat([
    Buffer.from('II*\0\x10\0\0\0CR\x02\0', 'latin1'),
    Buffer.alloc(600),
    jpegScan(random, size / 5),
    sensor,
  ]);
}

export function gif(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.alloc(780, 7),
    random.bytes(Math.max(64, size)),
    Buffer.from(';'),
  ]);
}

export function webp(random: SeededRandom, size: number): Buffer {
  const head = Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1');
  head.writeUInt32LE(Math.ceil(size) + 12, 4);
  return Buffer.concat([head, random.bytes(Math.max(64, size))]);
}

/** Layers of an image editor: runs of equal bytes and drawn parts. */
export function layers(random: SeededRandom, size: number): Buffer {
  const parts: Uint8Array[] = [Buffer.from('8BPS\0\x01\0\0\0\0\0\0', 'latin1')];
  for (let length = 0; length < size;) {
    const run = random.between(100, 3_000);
    parts.push(random.chance(0.5) ? Buffer.alloc(run, random.between(0, 255)) : random.bytes(run));
    length += run;
  }
  return Buffer.concat(parts);
}
