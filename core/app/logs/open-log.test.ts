import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { masterToWords } from '../../crypto/recovery-words.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { openLog } from './open-log.ts';
import { scrubText } from './scrub.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'holdfast-log-'));

function clock(): { readonly now: () => number } {
  let now = Date.UTC(2026, 10, 22, 19);
  return { now: () => (now += 1000) };
}

/** All that is in the folder, as one text. */
async function allOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).toSorted((a, b) => a.localeCompare(b));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}

/** Each secret of a set-up, as it looks: made anew so that no pattern can know it. */
function secrets() {
  const masterKey = new Uint8Array(randomBytes(32));
  const words = masterToWords(masterKey).join(' ');
  const letters = (count: number): string => randomBytes(count).toString('hex').slice(0, count);
  return {
    words,
    wordsInKit: words
      .split(' ')
      .map((word, index) => `${index + 1}. ${word}`)
      .join('\n'),
    hex: Buffer.from(masterKey).toString('hex'),
    base64: Buffer.from(masterKey).toString('base64'),
    b2KeyId: `005${letters(22)}`,
    b2Key: `K005${'aB3/'.repeat(4)}${letters(11)}`,
    b2Token: `4_005${letters(20)}0000000001_01b${letters(8)}_acct_${letters(20)}=`,
    awsKeyId: `AKIA${letters(16).toUpperCase()}`,
    awsKey: `${letters(18)}/${'Zq7W'.repeat(5)}+`,
    passphrase: `horse-${letters(16)}`,
    password: `mail-${letters(16)}`,
    bearer: letters(24),
    basic: Buffer.from(`user:${letters(12)}`).toString('base64'),
    ping: `https://hc-ping.com/${letters(8)}-aaaa-bbbb-cccc-${letters(12)}`,
    hook: `https://hooks.example.org/services/T0/B0/${letters(24)}`,
    smtp: `smtps://guard:${letters(12)}@mail.example.org:465`,
    session: `http://127.0.0.1:4000/#t=${letters(32)}`,
  };
}
type Secrets = ReturnType<typeof secrets>;

/** The part of each that nobody else may read. */
const partsOf = (known: Secrets): readonly string[] => [
  ...Object.entries(known)
    .filter(([name]) => !['words', 'wordsInKit', 'smtp', 'ping', 'hook', 'session'].includes(name))
    .map(([, value]) => value),
  known.words.split(' ').slice(0, 4).join(' '),
  known.words.split(' ').slice(10, 14).join(' '),
  `1. ${known.words.split(' ')[0]}\\n2. ${known.words.split(' ')[1]}`,
  known.smtp.slice(14, 26),
  ...[known.ping, known.hook, known.session].map((address) => address.slice(-12)),
];

const foundIn = (text: string, known: Secrets): readonly string[] =>
  partsOf(known).filter((part) => text.includes(part) || text.includes(JSON.stringify(part).slice(1, -1)));

/** One of each in every place that a line has. */
function sayAll(
  say: (words: string, details: Readonly<Record<string, string>>, error: unknown) => void,
): Secrets {
  const known = secrets();
  const inWords = [
    `Key ${known.b2KeyId} with ${known.b2Key} was refused.`,
    `Authorization: Basic ${known.basic}`,
    `headers {"authorization":"Bearer ${known.bearer}","x-bz-info":"1"}`,
    `token ${known.b2Token}`,
    `AWS ${known.awsKeyId} and ${known.awsKey}.`,
    `passphrase=${known.passphrase} password: "${known.password}"`,
    `The kit says: ${known.words}`,
    known.wordsInKit,
    `${known.hex} and ${known.base64}`,
    `asked ${known.ping} and ${known.hook} and ${known.smtp} and ${known.session}`,
  ];
  for (const words of inWords) say(words, {}, undefined);
  for (const words of inWords) say('Details.', { reason: words }, undefined);
  for (const words of inWords) say('Failed.', {}, new Error(words, { cause: { deeper: [words] } }));
  // These two have no look of their own: a header's name gives them away.
  const { bearer: _bearer, basic: _basic, ...fields } = known;
  say('Fields.', fields, undefined);
  say(
    'Fields by name.',
    { passphrase: known.passphrase, password: known.password, Authorization: known.bearer },
    undefined,
  );
  say(
    'Error with fields.',
    {},
    Object.assign(new HoldfastError('key-invalid'), {
      config: { headers: { Authorization: known.basic }, auth: { password: known.password } },
      secretAccessKey: known.awsKey,
      applicationKeyId: known.b2KeyId,
      masterKey: new Uint8Array(Buffer.from(known.base64, 'base64')),
      asList: known.words.split(' '),
    }),
  );
  return known;
}

test('no secret reaches the file or a copy of it, in whatever field it comes', async () => {
  const folder = await newFolder();
  const log = await openLog({ folder, world: clock() });
  const known = sayAll((words, details, error) => {
    log.info('backup', words, details);
    log.warn('schedule', words, details);
    if (error !== undefined) log.error('service', words, error);
  });
  log.close();
  const text = await allOf(join(folder, 'logs'));
  expect(text.split('\n').length).toBeGreaterThan(60);
  expect(foundIn(text, known)).toEqual([]);
  expect(text).toContain('was refused');
  const target = await newFolder();
  await log.export(target);
  expect(foundIn(await allOf(target), known)).toEqual([]);
  expect(foundIn(JSON.stringify(await log.read({ level: 'info', limit: 2000 })), known)).toEqual([]);
});

test('values without a look of their own are taken out by the name beside them', async () => {
  const folder = await newFolder();
  const log = await openLog({ folder, world: clock() });
  const known = secrets();
  log.info('mail', 'Sent.', { password: known.password, passphrase: known.passphrase });
  log.info('mail', `Authorization: Basic ${known.basic}`);
  log.info('mail', `Sent with password=${known.password}, passphrase: ${known.passphrase}`);
  log.error('mail', 'No.', {
    request: { headers: { authorization: `Bearer ${known.bearer}` }, auth: { pass: known.password } },
  });
  expect(foundIn(await allOf(join(folder, 'logs')), known)).toEqual([]);
});

test('the search above finds every one of them where nothing takes them out', () => {
  const lines: string[] = [];
  const known = sayAll((words, details, error) => {
    const shown =
      error instanceof Error
        ? { message: error.message, cause: error.cause, ...Object.fromEntries(Object.entries(error)) }
        : error;
    lines.push(JSON.stringify({ words, details, error: shown }));
  });
  expect(foundIn(lines.join('\n'), known)).toEqual(partsOf(known));
});

test('what is no secret stays readable', () => {
  const plain = [
    'Protected until 21 December 2026 (29 days): 1,234 files, 5.1 GB.',
    '/home/anna/Documents/tax/2025/return.pdf: this user may not open it',
    'The storage provider is busy and asks to wait. Try again in a few minutes.',
    'C:\\Users\\Anna\\AppData\\Local\\Holdfast could not be read',
    '2026-11-22 19:10 backup done, 3 of 17 skipped',
  ];
  expect(plain.map(scrubText)).toEqual(plain);
  expect(scrubText('No answer from https://s3.eu-central-003.backblazeb2.com/bucket?x=1.')).toBe(
    'No answer from https://s3.eu-central-003.backblazeb2.com/…',
  );
  expect(scrubText(`snapshot ${'0123456789abcdef'.repeat(4)}`)).toBe('snapshot 01234567…');
});

test('newest first, by level, across files; only what fits is kept', async () => {
  const folder = await newFolder();
  const log = await openLog({ folder, world: clock(), maxBytes: 2000, maxFiles: 3 });
  for (let number = 1; number <= 100; number++)
    log[number % 10 === 0 ? 'warn' : 'info']('test', `line ${number}`);
  const names = await readdir(join(folder, 'logs'));
  expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual([
    'holdfast.1.log',
    'holdfast.2.log',
    'holdfast.log',
  ]);
  for (const name of names) expect((await stat(join(folder, 'logs', name))).size).toBeLessThanOrEqual(2000);
  const lines = await log.read({ level: 'info', limit: 2000 });
  expect(lines.slice(0, 3).map(({ words }) => words)).toEqual(['line 100', 'line 99', 'line 98']);
  expect(lines[0]).toMatchObject({ level: 'warn', part: 'test' });
  expect(lines.length).toBeGreaterThan(40);
  const warnings = await log.read({ level: 'warn', limit: 2 });
  expect(warnings.map(({ words }) => words)).toEqual(['line 100', 'line 90']);
  expect(await log.read({ level: 'error', limit: 5 })).toEqual([]);
});

test('goes on after a restart, and a line that was cut is left out', async () => {
  const folder = await newFolder();
  (await openLog({ folder, world: clock() })).info('a', 'one');
  await writeFile(join(folder, 'logs', 'holdfast.log'), '{"level":"info","ti', { flag: 'a' });
  const again = await openLog({ folder, world: clock() });
  again.info('a', 'two');
  again.info('a', 'three');
  const words = (await again.read({ level: 'info', limit: 9 })).map((line) => line.words);
  expect(words[0]).toBe('three');
  expect(words.at(-1)).toBe('one');
});

test('a log that cannot be written disturbs nobody, and says later what is missing', async () => {
  const folder = await newFolder();
  const log = await openLog({ folder, world: clock() });
  log.info('a', 'one');
  log.close();
  await rm(join(folder, 'logs'), { recursive: true });
  await writeFile(join(folder, 'logs'), 'a file in its place');
  log.info('a', 'lost');
  log.info('a', 'lost too');
  await rm(join(folder, 'logs'));
  (await openLog({ folder, world: clock() })).close();
  log.info('a', 'two');
  expect((await log.read({ level: 'info', limit: 9 })).map(({ words }) => words)).toEqual([
    'two',
    '2 lines before this one could not be written.',
  ]);
});

test('a copy is a new file each time, and a folder that is not there is said', async () => {
  const folder = await newFolder();
  const log = await openLog({ folder, world: { now: () => Date.UTC(2026, 10, 22, 19) } });
  log.info('a', 'one');
  const target = await newFolder();
  const first = await log.export(target);
  const second = await log.export(target);
  expect([first.file, second.file]).toEqual([
    join(target, 'holdfast log 2026-11-22 19-00.txt'),
    join(target, 'holdfast log 2026-11-22 19-00 (2).txt'),
  ]);
  expect(await readFile(second.file, 'utf8')).toContain('one');
  await expect(log.export(join(target, 'nowhere'))).rejects.toMatchObject({ code: 'path-impossible' });
});
