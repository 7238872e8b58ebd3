import { extensionOf } from './file-name.ts';

/**
 * Extensions that encryptors were widely reported to append, collected from public reports of CISA (#StopRansomware
 * advisories), No More Ransom and the press, 2013 to 2025. Lists age and some of these have honest uses: being on it
 * only lowers a threshold.
 */
const extensions = new Set(
  [
    'locky zepto odin cerber cerber3 crypt crypted cryptolocker cryp1 ecc ezz exx micro vvv ttt xxx wncry wcry wnry',
    'wannacry djvu stop harma phobos eking eight dharma arena java2 bip combo ryk ryuk conti lockbit abcd sodinokibi',
    'maze egregor netwalker mailto avaddon babyk babuk hive blackcat alphv akira royal blacksuit play medusa mkp mallox',
    'clop ciop cl0p rhysida 8base bianlian makop revil darkside blackmatter cuba lock3d locked encrypted enc1 crypz',
    'gandcrab krab deadbolt qlocker ech0raix trigona snatch nokoyawa monti hunters inc qilin lynx fog interlock',
  ].flatMap((line) => line.split(' ')),
);

/** Whether an extension is known from attacks; 'id-….[mail].ext' forms end in one too. */
export function isKnownExtension(name: string): boolean {
  return extensions.has(extensionOf(name));
}

const noteExtensions = new Set(['txt', 'html', 'htm', 'hta', 'rtf', 'url', '']);

/** A file that a person would open and read. */
export function isReadable(name: string): boolean {
  return noteExtensions.has(extensionOf(name));
}

/** Whole names of notes, without extension, from the same reports. */
const noteNames = new Set(
  [
    '_readme !readme readme_now restore-my-files ryukreadme conti_readme clop_readme ciopreadme recover-your-files',
    'readme_for_decrypt how_to_decrypt how_to_back_files how_recover_files decrypt_instruction help_decrypt',
    'akira_readme play_readme critical_breach_detected !!!read_me_medusa!!! recoveryinformation files_encrypted',
    '@please_read_me@ help_restore_files _how_recover_ +readme+ fast_recovery_instructions unlock-files',
  ].flatMap((line) => line.split(' ')),
);
/** One word of each side makes a name note-like: what to do, and with what. */
const deeds = /decrypt|decipher|restor|recover|unlock|ransom|back.?(my|your)?.?files|encrypted/;
const calls = /read|how|help|instruct|info|file|data|warning|attention|important|note|!!|your|my/;

/** Whether a file name is that of a ransom note. "readme.txt" alone is not. */
export function isNoteName(name: string): boolean {
  if (!isReadable(name)) return false;
  const stem = name.toLowerCase().replace(/\.[a-z]{1,4}$/, '');
  if (noteNames.has(stem)) return true;
  return deeds.test(stem) && calls.test(stem);
}
