import type { KindName } from './contents/kinds.ts';
import type { Day } from './day.ts';

export const profiles = {
  office: { documents: 900, photos: 200, mail: 150, downloads: 120, applications: 300, music: 50 },
  family: {
    documents: 250,
    photos: 1_200,
    music: 250,
    videos: 40,
    downloads: 100,
    applications: 200,
    phone: 150,
  },
  developer: { projects: 1_500, documents: 150, photos: 100, downloads: 100, applications: 300 },
  student: { documents: 500, projects: 350, photos: 400, music: 150, downloads: 150, applications: 200 },
  business: { documents: 900, mail: 350, databases: 40, downloads: 80, applications: 250, photos: 80 },
  maker: { shoots: 500, music: 350, photos: 300, documents: 150, videos: 60, applications: 200 },
} satisfies Record<string, Partial<Record<keyof typeof areas, number>>>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

const documentKinds: readonly (readonly [KindName, string])[] = [
  ['docx', 'docx'], ['docx', 'docx'], ['docx', 'docx'], ['docx', 'xlsx'], ['docx', 'xlsx'], ['docx', 'pptx'], ['pdf', 'pdf'],
  ['pdf', 'pdf'], ['pdf', 'pdf'], ['ole', 'doc'], ['ole', 'xls'], ['odt', 'odt'], ['text', 'txt'], ['text', 'md'], ['rtf', 'rtf'],
  ['table', 'csv'], ['jpeg', 'jpg'], ['png', 'png'], ['html', 'html'], ['zip', 'zip'],
]; // prettier-ignore

const downloadKinds: readonly (readonly [KindName, string])[] = [
  ['pdf', 'pdf'], ['pdf', 'pdf'], ['zip', 'zip'], ['exe', 'exe'], ['jpeg', 'jpg'], ['docx', 'docx'], ['png', 'png'], ['gz', 'gz'],
  ['sevenZip', '7z'], ['rar', 'rar'], ['mp4', 'mp4'], ['webp', 'webp'], ['table', 'csv'], ['html', 'html'], ['calendar', 'ics'],
]; // prettier-ignore

const topics = [
  'letters',
  'taxes',
  'insurance',
  'house',
  'work',
  'club',
  'school',
  'travel',
  'car',
  'health',
  'projects',
  'archive',
];

/** What fills a home, area by area: each adds about `count` files. */
const areas = {
  documents(day: Day, count: number): void {
    for (let made = 0; made < count; made++) newDocument(day, day.random.between(2_016, 2_026));
    day.create(day.home('Documents/passwords.kdbx'), 'kdbx');
    if (day.random.chance(0.2)) day.create(day.home('Documents/private.hc'), 'vault');
  },
  photos(day: Day, count: number): void {
    for (let made = 0; made < count;)
      made += newShoot(day, day.random.between(2_012, 2_026), day.random.between(8, 60));
  },
  shoots(day: Day, count: number): void {
    for (let made = 0; made < count;) made += newRawShoot(day, day.random.between(20, 80));
  },
  music(day: Day, count: number): void {
    for (let made = 0; made < count;) {
      const [kind, extension] = day.random.pick([
        ['mp3', 'mp3'],
        ['mp3', 'mp3'],
        ['m4a', 'm4a'],
        ['flac', 'flac'],
        ['wav', 'wav'],
      ] as const);
      const album = `Music/Artist ${day.random.between(1, 40)}/Album ${day.random.between(1, 90)}`;
      const titles = day.random.between(8, 16);
      for (let title = 1; title <= titles; title++)
        day.create(day.home(`${album}/${String(title).padStart(2, '0')} Title.${extension}`), kind);
      day.create(day.home(`${album}/cover.jpg`), 'jpeg');
      made += titles + 1;
    }
  },
  videos(day: Day, count: number): void {
    for (let made = 0; made < count; made++)
      day.create(
        day.home(`Videos/clip ${made}.${day.random.chance(0.7) ? 'mp4' : 'mov'}`),
        day.random.chance(0.7) ? 'mp4' : 'mov',
      );
  },
  mail(day: Day, count: number): void {
    for (const box of ['Inbox', 'Sent', 'Archive', 'Lists'])
      day.create(day.home(`Mail/Local Folders/${box}`), 'mailbox');
    day.create(day.home('Mail/outlook.pst'), 'pst');
    day.create(day.home('Mail/global-messages-db.sqlite'), 'sqlite');
    for (let made = 0; made < count; made++) newLetter(day);
  },
  databases(day: Day, count: number): void {
    for (let made = 0; made < count; made++) {
      day.create(day.home(`Accounting/ledger-${made}.db`), 'sqlite');
      day.create(day.home(`Accounting/index-${made}.dat`), 'ownFormat');
    }
  },
  projects(day: Day, count: number): void {
    for (let made = 0; made < count;)
      made += newProject(day, `Projects/project-${day.hex(4)}`, day.random.between(120, 420));
  },
  applications(day: Day, count: number): void {
    for (const name of ['places', 'cookies', 'history', 'favicons'])
      day.create(day.home(`.config/browser/${name}.sqlite`), 'sqlite');
    for (let made = 0; made < count / 3; made++) newCacheFile(day);
    for (let made = 0; made < count / 3; made++) newProgramFile(day, day.random.between(1, 4), made);
    for (let made = 0; made < count / 6; made++)
      day.create(
        day.home(
          `.config/app-${day.random.between(1, 15)}/settings-${made}.${day.random.pick(['json', 'xml', 'ini'])}`,
        ),
        'json',
      );
    for (let made = 0; made < count / 8; made++)
      day.create(day.home(`.local/share/logs/app-${made}.log`), 'log');
  },
  downloads(day: Day, count: number): void {
    for (let made = 0; made < count; made++) newDownload(day);
  },
  /** A backup of a telephone: names are hashes, without extensions. */
  phone(day: Day, count: number): void {
    for (let made = 0; made < count; made++) newPhoneFile(day);
    day.create(day.home('Backups/Phone/Manifest.db'), 'sqlite');
    day.create(day.home('Backups/Phone/Info.plist'), 'plist');
  },
};

export function fillHome(day: Day, profile: ProfileName): void {
  for (const [area, count] of Object.entries(profiles[profile]))
    areas[area as keyof typeof areas](day, Math.round(count * (0.7 + day.random.share() * 0.6)));
}

export function newDocument(day: Day, year = 2_026): void {
  const [kind, extension] = day.random.pick(documentKinds);
  const folder = `Documents/${day.random.pick(topics)}${day.random.chance(0.6) ? `/${year}` : ''}`;
  day.create(
    day.home(
      `${folder}/${day.random.pick(['Letter', 'Report', 'Invoice', 'Notes', 'Scan', 'Plan', 'List'])} ${day.hex(5)}.${extension}`,
    ),
    kind,
  );
}

export function newDownload(day: Day): void {
  const [kind, extension] = day.random.pick(downloadKinds);
  day.create(
    day.home(
      `Downloads/${day.random.pick(['file', 'setup', 'document', 'image', 'statement'])}-${day.hex(6)}.${extension}`,
    ),
    kind,
  );
}

export function newLetter(day: Day): void {
  day.create(
    day.home(`Mail/${day.random.pick(['cur', 'Archive/cur', 'Sent/cur'])}/${day.hex(10)}.eml`),
    'mail',
  );
}

export function newShoot(day: Day, year: number, count: number): number {
  const folder = `Pictures/${year}/${year}-${String(day.random.between(1, 12)).padStart(2, '0')} ${day.random.pick(topics)} ${day.hex(2)}`;
  const first = day.random.between(1, 9_000);
  const apple = day.random.chance(0.3);
  for (let one = 0; one < count; one++) {
    const name = `${folder}/IMG_${String(first + one).padStart(4, '0')}`;
    if (day.random.chance(0.05))
      day.create(day.home(`${name}.${apple ? 'MOV' : 'mp4'}`), apple ? 'mov' : 'mp4');
    else day.create(day.home(`${name}.${apple ? 'HEIC' : 'jpg'}`), apple ? 'heic' : 'jpeg');
  }
  return count;
}

export function newRawShoot(day: Day, count: number): number {
  const folder = `Shoots/2026-${String(day.random.between(1, 12)).padStart(2, '0')} ${day.hex(3)}`;
  for (let one = 0; one < count; one++) {
    day.create(day.home(`${folder}/DSC_${1_000 + one}.NEF`), 'rawPicture');
    day.create(day.home(`${folder}/DSC_${1_000 + one}.xmp`), 'xml');
    if (day.random.chance(0.2)) day.create(day.home(`${folder}/edited/DSC_${1_000 + one}.psd`), 'layers');
  }
  return count * 2;
}

export function newCacheFile(day: Day): void {
  const kind = day.random.pick([
    'gz',
    'jpeg',
    'png',
    'webp',
    'minified',
    'html',
    'json',
    'ownFormat',
    'webFont',
    'gz',
  ] as const);
  day.create(day.home(`.cache/browser/entries/${day.hex(16)}${day.random.chance(0.5) ? '_0' : ''}`), kind);
}

export function newPhoneFile(day: Day): void {
  const name = day.hex(40);
  const kind = day.random.pick(['jpeg', 'sqlite', 'plist', 'heic', 'ownFormat', 'vault'] as const);
  day.create(day.home(`Backups/Phone/${name.slice(0, 2)}/${name}`), kind === 'vault' ? 'plist' : kind);
}

export function newProgramFile(day: Day, program: number, number: number): void {
  const [kind, extension] = day.random.pick([
    ['exe', 'dll'], ['exe', 'exe'], ['elf', 'so'], ['html', 'html'], ['ownFormat', 'pak'], ['icon', 'ico'], ['font', 'ttf'],
    ['jar', 'jar'], ['pyc', 'pyc'], ['png', 'png'],
  ] as const); // prettier-ignore
  day.create(
    day.home(
      `Applications/program-${program}/${day.random.pick(['bin', 'lib', 'share', 'help'])}/part-${number}.${extension}`,
    ),
    kind,
  );
}

export function newPackage(day: Day, folder: string): number {
  const files = day.random.between(3, 14);
  for (const [name, kind] of [
    ['package.json', 'json'],
    ['README.md', 'text'],
    ['LICENSE', 'text'],
  ] as const)
    day.create(`${folder}/${name}`, kind);
  for (let one = 0; one < files; one++) {
    day.create(`${folder}/lib/part${one}.js`, day.random.chance(0.2) ? 'minified' : 'code');
    if (day.random.chance(0.4)) day.create(`${folder}/lib/part${one}.js.map`, 'sourceMap');
    if (day.random.chance(0.3)) day.create(`${folder}/lib/part${one}.d.ts`, 'code');
  }
  return files * 1.7 + 3;
}

export function newGitObjects(day: Day, project: string, count: number): void {
  for (let one = 0; one < count; one++)
    day.create(`${project}/.git/objects/${day.hex(2)}/${day.hex(38)}`, 'gitObject');
}

/** Sources, packages, what a build made, and git. */
export function newProject(day: Day, folder: string, count: number): number {
  const project = day.home(folder);
  for (let one = 0; one < count / 4; one++)
    day.create(
      `${project}/src/${day.random.pick(['core', 'ui', 'model', 'net'])}/part-${one}.${day.random.pick(['ts', 'ts', 'js', 'css', 'py', 'c', 'h'])}`,
      'code',
    );
  for (let one = 0; one < count / 40; one++) day.create(`${project}/assets/picture-${one}.png`, 'png');
  for (let filled = 0; filled < count / 2;)
    filled += newPackage(day, `${project}/node_modules/package-${day.hex(3)}`);
  for (let one = 0; one < count / 20; one++) day.create(`${project}/dist/chunk-${day.hex(8)}.js`, 'minified');
  newGitObjects(day, project, Math.round(count / 6));
  day.create(`${project}/.git/objects/pack/pack-${day.hex(40)}.pack`, 'gitPack');
  day.create(`${project}/.git/index`, 'ownFormat');
  day.create(`${project}/README.md`, 'text');
  return count;
}
