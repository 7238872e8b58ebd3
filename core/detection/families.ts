/**
 * What a file's first bytes say it is. A family's place in this list is stored in snapshots (Entry.look), so the list
 * only grows at its end, up to 4,096 names.
 */
export const families = [
  'unknown',
  'empty',
  'text',
  'utf-16 text',
  'markup',
  'mail',
  'zip',
  'ole',
  'pdf',
  'png',
  'jpeg',
  'gif',
  'webp',
  'wav',
  'avi',
  'mp4',
  'heic',
  'mkv',
  'mp3',
  'flac',
  'ogg',
  'gzip',
  'bzip2',
  'xz',
  'zstd',
  'lz4',
  '7z',
  'rar',
  'tar',
  'sqlite',
  'elf',
  'pe',
  'mach-o',
  'class',
  'font',
  'psd',
  'tiff',
  'bmp',
  'rtf',
  'pst',
  'disk image',
  'git pack',
  'zlib',
  'asf',
  'midi',
  'icon',
  'shortcut',
  'archive',
  'data table',
  'wasm',
  'python bytecode',
  'property list',
  'postscript',
  'drawing',
  'mpeg',
  'dicom',
  'djvu',
  'key vault',
  'sealed',
  'pointer',
] as const;

export type Family = (typeof families)[number];

/** Bytes in hex, `..` stands for any byte. Magic numbers: each format's own specification. */
const magics: readonly (readonly [family: Family, offset: number, hex: string])[] = [
  ['zip', 0, '504b0304'],
  ['zip', 0, '504b0506'],
  ['zip', 0, '504b0708'],
  ['ole', 0, 'd0cf11e0a1b11ae1'],
  ['pdf', 0, '255044462d'],
  ['pdf', 0, 'efbbbf255044462d'],
  ['png', 0, '89504e470d0a1a0a'],
  ['jpeg', 0, 'ffd8ff'],
  ['jpeg', 0, '0000000c6a502020'],
  ['gif', 0, '47494638'],
  ['webp', 0, '52494646........57454250'],
  ['wav', 0, '52494646........57415645'],
  ['wav', 0, '464f524d........41494646'],
  ['avi', 0, '52494646........41564920'],
  ['heic', 4, '6674797068656963'],
  ['heic', 4, '6674797068656978'],
  ['heic', 4, '667479706d696631'],
  ['heic', 4, '6674797061766966'],
  ['mp4', 4, '66747970'],
  ['mp4', 4, '6d6f6f76'],
  ['mp4', 4, '6d646174'],
  ['mp4', 4, '77696465'],
  ['mkv', 0, '1a45dfa3'],
  ['mp3', 0, '494433'],
  ['mp3', 0, 'fffb'],
  ['mp3', 0, 'fffa'],
  ['mp3', 0, 'fff3'],
  ['mp3', 0, 'fff2'],
  ['mp3', 0, 'fff1'],
  ['mp3', 0, 'fff9'],
  ['flac', 0, '664c6143'],
  ['ogg', 0, '4f676753'],
  ['gzip', 0, '1f8b08'],
  ['bzip2', 0, '425a68'],
  ['xz', 0, 'fd377a585a00'],
  ['zstd', 0, '28b52ffd'],
  ['lz4', 0, '04224d18'],
  ['lz4', 0, '6d6f7a4c7a3430'],
  ['7z', 0, '377abcaf271c'],
  ['rar', 0, '526172211a07'],
  ['tar', 257, '7573746172'],
  ['sqlite', 0, '53514c69746520666f726d6174203300'],
  ['elf', 0, '7f454c46'],
  ['pe', 0, '4d5a..00'],
  ['mach-o', 0, 'feedface'],
  ['mach-o', 0, 'feedfacf'],
  ['mach-o', 0, 'cefaedfe'],
  ['mach-o', 0, 'cffaedfe'],
  ['class', 0, 'cafebabe'],
  ['class', 0, '6465780a30'],
  ['font', 0, '774f4646'],
  ['font', 0, '774f4632'],
  ['font', 0, '4f54544f'],
  ['font', 0, '74746366'],
  ['font', 0, '0001000000'],
  ['psd', 0, '38425053'],
  ['tiff', 0, '49492a00'],
  ['tiff', 0, '4d4d002a'],
  ['tiff', 0, '49492b00'],
  ['tiff', 0, '49495500'],
  ['tiff', 0, '4949524f'],
  ['tiff', 0, '46554a4946494c4d'],
  ['bmp', 0, '424d........00000000'],
  ['rtf', 0, '7b5c727466'],
  ['pst', 0, '2142444e'],
  ['disk image', 0, '4b444d56'],
  ['disk image', 0, '434f5744'],
  ['disk image', 0, '514649fb'],
  ['disk image', 0, '7668647866696c65'],
  ['disk image', 0, '636f6e6563746978'],
  ['disk image', 64, '7f10dabe'],
  ['git pack', 0, '5041434b000000'],
  ['git pack', 0, 'ff744f63'],
  ['git pack', 0, '44495243000000'],
  ['zlib', 0, '7801'],
  ['zlib', 0, '785e'],
  ['zlib', 0, '789c'],
  ['zlib', 0, '78da'],
  ['asf', 0, '3026b2758e66cf11'],
  ['midi', 0, '4d546864'],
  ['icon', 0, '00000100'],
  ['icon', 0, '00000200'],
  ['icon', 0, '69636e73'],
  ['shortcut', 0, '4c00000001140200'],
  ['archive', 0, '213c617263683e0a'],
  ['archive', 0, '4d534346'],
  ['archive', 0, '4d5357494d'],
  ['archive', 0, 'edabeedb'],
  ['archive', 0, '43723234'],
  ['data table', 0, '50415231'],
  ['data table', 0, '894844460d0a1a0a'],
  ['data table', 0, '934e554d5059'],
  ['data table', 0, '4152524f5731'],
  ['wasm', 0, '0061736d'],
  ['python bytecode', 2, '0d0a000000'],
  ['property list', 0, '62706c697374'],
  ['postscript', 0, '25215053'],
  ['postscript', 0, 'c5d0d3c6'],
  ['drawing', 0, '41433130'],
  ['drawing', 0, '424c454e444552'],
  ['mpeg', 0, '000001ba'],
  ['mpeg', 0, '000001b3'],
  ['mpeg', 0, '464c5601'],
  ['dicom', 128, '4449434d'],
  ['djvu', 0, '41542654464f524d'],
  ['key vault', 0, '03d9a29a'],
  ['key vault', 0, 'feedfeed'],
  // What people seal files with: age, OpenSSL, GnuPG (to a key, with a password, armoured), LUKS.
  ['sealed', 0, '6167652d656e6372797074696f6e2e6f7267'],
  ['sealed', 0, '53616c7465645f5f'],
  ['sealed', 0, '85....03'],
  ['sealed', 0, '8c0d04'],
  ['sealed', 0, '2d2d2d2d2d424547494e20504750204d455353414745'],
  ['sealed', 0, '4c554b53babe'],
  // A stand-in for contents kept elsewhere: Git LFS ("version https://git-lfs").
  ['pointer', 0, '76657273696f6e2068747470733a2f2f6769742d6c6673'],
];

type Magic = { readonly family: number; readonly offset: number; readonly bytes: readonly number[] };

/** Any byte will do here. */
const any = -1;

const byFirstByte = new Map<number, Magic[]>();
const atAnyStart: Magic[] = [];
for (const [family, offset, hex] of magics) {
  const bytes = (hex.match(/../g) ?? []).map((pair) => (pair === '..' ? any : Number.parseInt(pair, 16)));
  const magic = { family: families.indexOf(family), offset, bytes };
  const first = bytes[0] ?? any;
  if (offset > 0 || first === any) atAnyStart.push(magic);
  else byFirstByte.set(first, [...(byFirstByte.get(first) ?? []), magic]);
}

/** The family that the first bytes name, as its place in `families`; 0: none. */
export function magicFamily(head: Uint8Array): number {
  const first = head[0];
  if (first === undefined) return 0;
  for (const magic of byFirstByte.get(first) ?? []) if (fits(head, magic)) return magic.family;
  for (const magic of atAnyStart) if (fits(head, magic)) return magic.family;
  // A transport stream starts every 188 bytes with 0x47; two in a row are no accident of text ("G").
  if (first === 0x47 && head[188] === 0x47 && head[376] === 0x47) return families.indexOf('mpeg');
  return 0;
}

function fits(head: Uint8Array, { offset, bytes }: Magic): boolean {
  return bytes.every((byte, index) =>
    byte === any ? head.length > offset + index : head[offset + index] === byte,
  );
}
