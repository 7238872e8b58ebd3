import { families, type Family } from './families.ts';
import { extensionOf } from './file-name.ts';
import { familyName, noiseIn } from './look.ts';
import { noisyForText } from './thresholds.ts';

const writing = ['text', 'utf-16 text', 'markup', 'mail'] as const;
const picture = ['jpeg', 'png', 'gif', 'webp', 'heic', 'tiff', 'bmp', 'psd', 'icon'] as const;
const film = ['mp4', 'mkv', 'avi', 'mpeg', 'asf', 'ogg'] as const;
const sound = ['mp3', 'mp4', 'flac', 'ogg', 'wav', 'asf', 'midi'] as const;
const office = ['zip', 'ole', 'rtf', 'markup', 'text', 'mail'] as const;
const program = ['pe', 'elf', 'mach-o'] as const;

/**
 * What a file of this name is, wherever it comes from. Only extensions that promise something: .dat, .db, .log, .bin and
 * the like promise nothing. Wide on purpose: people name a PNG .jpg and an HTML table .xls; what counts is that none of
 * it looks like noise.
 */
const expectations: readonly (readonly [extensions: string, families: readonly Family[]])[] = [
  ['docx docm dotx xlsx xlsm xltx pptx pptm potx ppsx vsdx', office],
  ['doc dot xls xlt ppt pps pot mpp vsd pub msg', office],
  ['odt ods odp odg odf ott epub pages numbers', ['zip', 'markup']],
  ['zip jar war apk xpi whl nupkg ipa cbz kmz 3mf', ['zip']],
  ['pdf ai', ['pdf', 'postscript']],
  ['ps eps', ['postscript', 'pdf']],
  ['rtf', ['rtf', ...writing]],
  ['jpg jpeg jpe jfif png gif webp heic heif avif tif tiff bmp dib psd psb ico icns', picture],
  ['cr2 nef arw dng orf rw2 pef raf srw', ['tiff']],
  ['mp4 m4v mov 3gp cr3 mkv webm avi mpg mpeg vob wmv flv m2ts ogv', film],
  ['mp3 m4a m4b aac flac ogg opus oga wav aif aiff wma mid midi', sound],
  ['gz tgz svgz', ['gzip', 'tar', 'markup']],
  ['bz2 tbz2', ['bzip2']],
  ['xz txz', ['xz']],
  ['zst', ['zstd']],
  ['7z', ['7z']],
  ['rar cbr', ['rar', 'zip']],
  ['tar', ['tar', 'gzip']],
  ['cab msi', ['archive', 'ole']],
  ['deb a rpm', ['archive']],
  ['sqlite sqlite3', ['sqlite']],
  ['exe dll sys ocx so dylib node', program],
  ['class', ['class']],
  ['ttf otf ttc woff woff2', ['font']],
  ['pst ost', ['pst']],
  ['vmdk qcow2 vhd vhdx vdi', ['disk image', 'text']],
  ['mbox eml emlx ics vcf ldif', writing],
  ['txt md csv tsv json xml html htm xhtml svg css scss less rst tex bib srt', [...writing, 'property list']],
  ['js mjs cjs jsx tsx py rb php pl sh bash bat cmd ps1 java kt c cc cpp cxx h hpp cs go rs', writing],
  ['swift scala lua sql vue yml yaml toml ini cfg conf properties gradle cmake ipynb tf', writing],
  ['ts mts', [...writing, 'mpeg']],
  ['dwg blend', ['drawing', 'zstd', 'gzip']],
  ['dcm', ['dicom']],
  ['djvu', ['djvu']],
  ['kdbx kdb', ['key vault']],
  // Sealed files and keyrings; GnuPG has more kinds of packets than are worth telling apart.
  ['gpg pgp asc age enc', ['sealed', 'unknown', ...writing]],
];

const byExtension = new Map<string, ReadonlySet<Family>>();
for (const [extensions, kinds] of expectations)
  for (const extension of extensions.split(' ')) byExtension.set(extension, new Set(kinds));

const texts: ReadonlySet<Family> = new Set(writing);

/**
 * Whether contents of this look are what the file's name promises. 'unknown': the name promises nothing, the file is
 * empty, or a newer program wrote the look.
 */
export function looksRight(name: string, look: number): 'right' | 'wrong' | 'unknown' {
  const expected = byExtension.get(extensionOf(name));
  const family = familyName(look);
  if (expected === undefined || family === 'empty' || family === 'pointer') return 'unknown';
  if (look >= families.length * 16) return 'unknown';
  if (!expected.has(family)) return 'wrong';
  return texts.has(family) && noiseIn(look) >= noisyForText ? 'wrong' : 'right';
}

/** Whether the name promises a type at all. */
export function promisesType(name: string): boolean {
  return byExtension.has(extensionOf(name));
}

/** Kinds that people make once and then keep: photos, films, music, scans, packed folders. */
const keptKinds = new Set(
  [...picture, ...film, ...sound, 'pdf', 'zip', 'djvu', 'dicom', 'pst', 'ole', 'key vault'].filter(
    (family) => family !== 'icon',
  ),
);
const personal = new Set(
  [...byExtension].filter(([, kinds]) => [...kinds].some((kind) => keptKinds.has(kind))).map(([key]) => key),
);
const writtenOnce = new Set(
  [...byExtension]
    .filter(
      ([, kinds]) =>
        !kinds.has('ole') && !kinds.has('text') && [...kinds].some((kind) => keptKinds.has(kind)),
    )
    .map(([key]) => key),
);

/** Documents, pictures, films, music, mail stores: what a person has made or collected, by extension. */
export function isPersonal(name: string): boolean {
  return personal.has(extensionOf(name)) || /\.(txt|rtf|csv|mbox|eml|odt|ods)$/i.test(name);
}

/** Photos, films, music, scans, packed folders: hardly ever changed once they are made. */
export function isWrittenOnce(name: string): boolean {
  return writtenOnce.has(extensionOf(name));
}
