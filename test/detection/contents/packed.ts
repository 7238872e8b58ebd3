import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { SeededRandom } from '../../simulation/seeded-random.ts';
import { prose, sourceCode, table, xml } from './plain-text.ts';
import { jpegScan } from './media.ts';

type Member = { readonly name: string; readonly bytes: Uint8Array; readonly stored?: boolean };

/** A real zip container: local headers, central directory, end record. */
function zipOf(members: readonly Member[]): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, stored } of members) {
    const body = stored ? bytes : deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(stored ? 0 : 8, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(body.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), body);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

/** docx, xlsx, pptx: parts of XML, often a picture that is stored as it is. */
export function officeDocument(random: SeededRandom, size: number): Buffer {
  const members: Member[] = [
    { name: '[Content_Types].xml', bytes: xml(random, 1_200) },
    { name: '_rels/.rels', bytes: xml(random, 600) },
  ];
  const picture = random.chance(0.4) && size > 12_000;
  members.push({ name: 'word/document.xml', bytes: Buffer.concat([xml(random, size), prose(random, size)]) });
  if (picture)
    members.push({ name: 'word/media/image1.jpeg', bytes: jpegScan(random, size / 2), stored: true });
  return zipOf(members);
}

/** odt, ods, epub: the first member says which, uncompressed. */
export function openDocument(random: SeededRandom, size: number): Buffer {
  return zipOf([
    { name: 'mimetype', bytes: Buffer.from('application/vnd.oasis.opendocument.text'), stored: true },
    { name: 'content.xml', bytes: Buffer.concat([xml(random, size), prose(random, size * 2)]) },
    { name: 'styles.xml', bytes: xml(random, 3_000) },
  ]);
}

export function zipArchive(random: SeededRandom, size: number): Buffer {
  const members: Member[] = [];
  for (let filled = 0; filled < size; filled += 6_000) {
    const picture = random.chance(0.4);
    members.push({
      name: `folder/file${members.length}.${picture ? 'jpg' : 'txt'}`,
      bytes: picture ? jpegScan(random, 6_000) : prose(random, 15_000),
      stored: picture,
    });
  }
  return zipOf(members);
}

export function jar(random: SeededRandom, size: number): Buffer {
  const members: Member[] = [
    { name: 'META-INF/MANIFEST.MF', bytes: Buffer.from('Manifest-Version: 1.0\r\n') },
  ];
  for (let filled = 0; filled < size; filled += 2_500)
    members.push({ name: `org/example/C${members.length}.class`, bytes: sourceCode(random, 8_000) });
  return zipOf(members);
}

export function gzipped(random: SeededRandom, size: number): Buffer {
  return gzipSync(Buffer.concat([prose(random, size * 2), table(random, size * 2)]));
}

export function sevenZip(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([
    Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
    random.bytes(24),
    random.bytes(Math.max(64, size)),
  ]);
}

export function rar(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), random.bytes(Math.max(64, size))]);
}

/** A loose object of git. */
export function gitObject(random: SeededRandom, size: number): Buffer {
  const bytes = sourceCode(random, size);
  return deflateSync(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]), { level: 1 });
}

export function gitPack(random: SeededRandom, size: number): Buffer {
  const parts: Buffer[] = [Buffer.from('PACK\0\0\0\x02\0\0\x01\0', 'latin1')];
  for (let length = 0; length < size;) {
    const part = gitObject(random, random.between(500, 6_000));
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

export function png(random: SeededRandom, size: number): Buffer {
  const width = 64 + random.between(0, 200);
  const grain = random.between(1, 24);
  const height = Math.max(8, Math.round((size * 3) / width / 3));
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let at = 0; at < raw.length; at++)
    raw[at] = at % (width * 3 + 1) === 0 ? 0 : (at / 40 + random.between(0, grain)) & 255;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    pngChunk(
      'IHDR',
      Buffer.from([0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, 8, 2, 0, 0, 0]),
    ),
    pngChunk('IDAT', deflateSync(raw)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), bytes]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(bytes.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** Objects in text, streams deflated or pictures, a table of places at the end. */
export function pdf(random: SeededRandom, size: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1')];
  let length = 0;
  const scanned = random.chance(0.4);
  for (let number = 1; length < size; number++) {
    const body = scanned
      ? jpegScan(random, random.between(3_000, 20_000))
      : deflateSync(prose(random, random.between(2_000, 16_000)));
    const head = `${number} 0 obj\n<< /Length ${body.length} /Filter /${scanned ? 'DCTDecode' : 'FlateDecode'} >>\nstream\n`;
    parts.push(Buffer.from(head), body, Buffer.from('\nendstream\nendobj\n'));
    length += head.length + body.length + 18;
  }
  parts.push(
    Buffer.from(`xref\n0 1\n${'0000000017 00000 n\n'.repeat(parts.length)}trailer\n<< /Size 9 >>\n%%EOF\n`),
  );
  return Buffer.concat(parts);
}
