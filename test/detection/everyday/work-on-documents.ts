import { newDocument, newDownload, newLetter } from '../person.ts';
import { extensionOf, split } from '../modelled-tree.ts';
import type { EverydayChange } from './everyday-change.ts';

const documentExtensions = ['docx', 'xlsx', 'pptx', 'odt', 'doc', 'xls', 'txt', 'md', 'rtf', 'csv'];

export const workOnDocuments: readonly EverydayChange[] = [
  {
    name: 'edits documents',
    chance: 0.8,
    apply(day) {
      const documents = day.paths('Documents', documentExtensions);
      for (const path of day.some(documents, day.heavy(4, 40))) day.save(path);
    },
  },
  {
    name: 'writes new documents',
    chance: 0.6,
    apply(day) {
      for (let left = day.heavy(3, 25); left > 0; left--) newDocument(day);
    },
  },
  {
    name: 'downloads',
    chance: 0.5,
    apply(day) {
      for (let left = day.heavy(3, 20); left > 0; left--) newDownload(day);
    },
  },
  {
    name: 'gets and writes mail',
    chance: 0.1,
    chanceOf: { office: 0.9, business: 0.95 },
    apply(day) {
      for (let left = day.heavy(6, 60); left > 0; left--) newLetter(day);
      for (const box of [
        'Local Folders/Inbox',
        'Local Folders/Sent',
        'outlook.pst',
        'global-messages-db.sqlite',
      ])
        day.save(day.home(`Mail/${box}`));
    },
  },
  {
    name: 'compacts and archives mail',
    chance: 0.005,
    chanceOf: { office: 0.03, business: 0.03 },
    apply(day) {
      for (const [path] of day.tree.filesIn(day.home('Mail/Local Folders'))) day.save(path);
      day.save(day.home('Mail/outlook.pst'));
      const letters = day.paths('Mail/cur', ['eml']);
      for (const path of day.some(letters, day.heavy(30, 200)))
        if (day.random.chance(0.7)) day.tree.move(path, day.home(`Mail/Archive/cur/${split(path).name}`));
        else day.tree.remove(path);
    },
  },
  {
    name: 'turns .doc and .xls into .docx and .xlsx',
    chance: 0.004,
    apply(day) {
      const old = day.paths('Documents', ['doc', 'xls']);
      for (const path of day.random.chance(0.5) ? old : day.some(old, 40)) {
        day.create(`${path}x`, 'docx');
        if (day.random.chance(0.9)) day.tree.remove(path);
      }
    },
  },
  {
    name: 'exports everything as PDF',
    chance: 0.004,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 4);
      if (folder)
        for (const [path] of day.tree.filesIn(folder)) day.create(day.renameExtension(path, 'pdf'), 'pdf');
    },
  },
  {
    name: 'makes scanned PDFs smaller',
    chance: 0.004,
    chanceOf: { office: 0.01, business: 0.01 },
    apply(day) {
      const scans = day.paths('Documents', ['pdf']);
      for (const path of day.some(scans, day.heavy(40, 200))) day.save(path);
    },
  },
  {
    name: 'imports bank statements and bookings',
    chance: 0.03,
    chanceOf: { business: 0.9 },
    apply(day) {
      for (const [path] of day.tree.filesIn(day.home('Accounting')))
        if (day.random.chance(0.5)) day.save(path);
      for (let left = day.heavy(2, 30); left > 0; left--) {
        day.create(day.home(`Accounting/statements/statement-${day.hex(6)}.csv`), 'table');
        day.create(day.home(`Accounting/statements/statement-${day.hex(6)}.pdf`), 'pdf');
      }
    },
  },
  {
    name: 'replaces a word in all notes',
    chance: 0.004,
    apply(day) {
      const notes = day.paths('Documents', ['txt', 'md', 'html', 'csv', 'rtf']);
      for (const path of notes) if (day.random.chance(0.7)) day.save(path);
    },
  },
  {
    name: 'encrypts one folder with a tool, file by file',
    chance: 0.001,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 4);
      if (!folder) return;
      const tool = day.random.pick([
        ['gpg', 'pgp'],
        ['age', 'age'],
        ['aes', 'vault'],
      ] as const);
      for (const [path] of day.tree.filesIn(folder)) {
        day.create(`${path}.${tool[0]}`, tool[1]);
        day.tree.remove(path);
      }
    },
  },
  {
    name: 'moves one folder into an encrypted container',
    chance: 0.002,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 4);
      if (!folder) return;
      day.create(
        day.home(`Documents/${day.random.pick(['container.hc', 'safe.img', 'private.dmg'])}`),
        'vault',
      );
      day.tree.removeFolder(folder);
    },
  },
  {
    name: 'gives one folder to an encrypting file system',
    chance: 0.001,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 4);
      if (!folder) return;
      const vault = day.home(`Vault-${day.hex(4)}`);
      day.create(`${vault}/vault.cryptomator`, 'json');
      for (const [path] of day.tree.filesIn(folder)) {
        day.create(`${vault}/d/${day.hex(2)}/${day.hex(30)}/${day.hex(28)}==.c9r`, 'vault');
        day.tree.remove(path);
      }
    },
  },
  {
    name: 'keeps passwords and a container in use',
    chance: 0.3,
    apply(day) {
      day.save(day.home('Documents/passwords.kdbx'));
      day.save(day.home('Documents/private.hc'));
    },
  },
  {
    name: 'saves everything in a folder again with a newer program',
    chance: 0.004,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 6);
      if (folder)
        for (const [path] of day.tree.filesIn(folder))
          if (documentExtensions.includes(extensionOf(path))) day.save(path);
    },
  },
];
