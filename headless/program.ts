import { Command } from 'commander';
import { addDrill } from './add-drill.ts';
import { addGuard } from './add-guard.ts';
import { addKit } from './add-kit.ts';
import { addMove } from './add-move.ts';
import { addRecover } from './add-recover.ts';
import { addServe } from './add-serve.ts';
import { addSuspicions } from './add-suspicions.ts';
import { collect } from './collect.ts';
import { makeContext, type CommandContext, type Outcome } from './command-context.ts';
import type { BackupFlags } from './commands/backup.ts';
import type { AuditFlags } from './commands/locks-audit.ts';
import type { ForecastFlags } from './commands/locks-forecast.ts';
import type { RetentionFlags } from './commands/settings-retention.ts';
import type { ProtectFlags } from './commands/settings-protect.ts';
import type { SetUpFlags } from './commands/setup.ts';
import type { PlaceFlags } from './place-from-flags.ts';
import { programVersion } from './program-name.ts';
import type { Terminal } from './terminal.ts';

type Work = (context: CommandContext) => Promise<Outcome | undefined>;

/**
 * The whole command line. Each command's code is loaded when it runs, so that `--help` and `--version` start fast.
 * @param done gets what the command found
 */
export function makeProgram(
  terminal: Terminal,
  signal: AbortSignal,
  done: (outcome: Outcome | undefined) => void,
): Command {
  const program = new Command('holdfast')
    .description('Backups that nobody can delete before their date.')
    .version(programVersion())
    .option('--home <dir>', 'folder of this set-up (or HOLDFAST_HOME)')
    .option('--json', 'progress on stderr, one JSON object as the last line of stdout')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nSecrets are never arguments: HOLDFAST_PASSPHRASE, HOLDFAST_KEY_ID, HOLDFAST_KEY, HOLDFAST_SETUP_KEY_ID,\n' +
        'HOLDFAST_SETUP_KEY, HOLDFAST_HOLD_KEY_ID, HOLDFAST_HOLD_KEY, HOLDFAST_WORDS, a prompt, or the keychain (HOLDFAST_KEYCHAIN=off leaves it alone).\n' +
        'Exit codes: 0 done, 3 completed with warnings, 1 failed, 2 wrong usage.',
    );

  const run = async (work: Work): Promise<void> => {
    done(await work(makeContext(program.opts(), terminal, signal)));
  };
  addPractice(program, run);
  addSetup(program, run);
  addKit(program, run);
  addBackup(program, run);
  addLooking(program, run);
  addRestore(program, run);
  addCheckAndDemo(program, run);
  addStatus(program, run);
  addLocks(program, run);
  addKeys(program, run);
  addSettings(program, run);
  addGuard(program, run);
  addRecover(program, run);
  addMove(program, run);
  addSuspicions(program, run);
  addDrill(program, run);
  addServe(program, run);
  quiet(program, terminal);
  return program;
}

export type Run = (work: Work) => Promise<void>;

function addPractice(program: Command, run: Run): void {
  const practice = program
    .command('practice')
    .description('a practice vault on this computer: to try, to drill, to test. It protects nothing');
  practice
    .command('serve')
    .description('start it; its addresses and key are the first line of stdout')
    .option('--dir <dir>', 'where it keeps its data (default: "practice" in the home)')
    .option('--port <n>', 'port on 127.0.0.1 (default: any)')
    .option('--liar', 'take locks and delete all the same, to see that `locks prove` notices')
    .action((options: { dir?: string; port?: string; liar?: boolean }) =>
      run(async (context) => (await import('./commands/practice-serve.ts')).practiceServe(context, options)),
    );
  practice
    .command('clock')
    .description('move its clock forward')
    .argument('<step>', 'for example +40d, +12h')
    .requiredOption('--port <n>', 'port of the running practice vault')
    .action((step: string, options: { port: string }) =>
      run(async (context) =>
        (await import('./commands/practice-clock.ts')).practiceClock(context, step, options),
      ),
    );
}

function addSetup(program: Command, run: Run): void {
  program
    .command('setup')
    .description('make the locked bucket, the restricted key, the repository and the recovery kit')
    .option('--b2 [url]', 'Backblaze B2, or a server that speaks its API')
    .option('--s3 <url>', 'any S3 service with Object Lock')
    .requiredOption('--bucket <name>', 'name of the bucket')
    .option('--prefix <path>', 'folder inside the bucket', '')
    .option('--region <name>', 'S3 region, where the address does not tell')
    .option('--protect <days>', 'how long every backup stays locked, for example 30d')
    .option('--again <days>', 'the same number once more, beyond 90 days')
    .option(
      '--kit <file>',
      'write the recovery kit here, as text, or as a page to print where it ends in .html; may be repeated',
      collect,
    )
    .option(
      '--strict',
      'the bucket sets the locks, the stored key cannot lengthen them, and a guard has to; for a bucket of its own',
    )
    .option(
      '--space <how>',
      'how space is given back: by-hand (default), or automatic by a rule of the bucket',
    )
    .option(
      '--ping <url>',
      'asked for after each renewal and audit that went well, so that silence is noticed',
    )
    .option('--existing', 'connect this home to a repository that exists (passphrase or HOLDFAST_WORDS)')
    .option('--repository <id>', 'with --existing and the words: its id, as the recovery kit says')
    .option(
      '--fingerprint <digits>',
      'with --existing and the words: as the recovery kit says; a wrong word is found',
    )
    .action((options: SetUpFlags) =>
      run(async (context) => (await import('./commands/setup.ts')).setup(context, options)),
    );
}

function addBackup(program: Command, run: Run): void {
  program
    .command('backup')
    .description('store files and folders as a new snapshot')
    .argument('<path...>', 'files and folders')
    .option('--exclude <glob>', 'leave these out, as in .gitignore; may be repeated', collect)
    .option('--exclude-file <file>', 'read such patterns from a file', collect)
    .option('--exclude-if-present <name>', 'leave out folders that hold a file of this name', collect)
    .option('--exclude-larger-than <bytes>', 'leave out files larger than this')
    .option('--one-file-system', 'do not go into other file systems')
    .option('--yes', 'do not ask where a run is about to lock more than twice what is stored already')
    .action((paths: string[], options: BackupFlags) =>
      run(async (context) => (await import('./commands/backup.ts')).backup(context, paths, options)),
    );
}

function addLooking(program: Command, run: Run): void {
  program
    .command('snapshots')
    .description('list the snapshots and until when each is protected')
    .action(() => run(async (context) => (await import('./commands/snapshots.ts')).snapshots(context)));
  program
    .command('ls')
    .description('list what a snapshot holds')
    .argument('<snapshot>', 'an id, the beginning of one, or "latest"')
    .argument('[path]', 'a folder in it')
    .action((snapshot: string, path: string | undefined) =>
      run(async (context) => (await import('./commands/ls.ts')).ls(context, snapshot, path)),
    );
  program
    .command('find')
    .description('find a file by name in all snapshots')
    .argument('<name>', 'a name or a pattern with * and ?')
    .action((name: string) =>
      run(async (context) => (await import('./commands/find.ts')).find(context, name)),
    );
}

function addRestore(program: Command, run: Run): void {
  program
    .command('restore')
    .description('bring files back')
    .argument('<snapshot>', 'an id, the beginning of one, or "latest"')
    .argument('[path...]', 'only these (default: everything)')
    .requiredOption('--to <dir>', 'folder to restore into')
    .option('--conflict <how>', 'where a file exists: keep-both, skip or overwrite', 'keep-both')
    .action((snapshot: string, paths: string[], options: { to: string; conflict: string }) =>
      run(async (context) =>
        (await import('./commands/restore.ts')).restore(context, snapshot, paths, options),
      ),
    );
}

function addCheckAndDemo(program: Command, run: Run): void {
  program
    .command('check')
    .description('verify structure, presence and locks of everything the snapshots need')
    .option('--read-data', 'read and verify every byte')
    .action((options: { readData?: boolean }) =>
      run(async (context) => (await import('./commands/check.ts')).check(context, options)),
    );
  program
    .command('demo')
    .description('the whole story in a minute, on a practice vault of its own: backup, attack, restore')
    .action(() => run(async (context) => (await import('./commands/demo.ts')).demo(context)));
}

function addStatus(program: Command, run: Run): void {
  program
    .command('status')
    .description('how well everything is protected, in one sentence, and what was done last')
    .action(() => run(async (context) => (await import('./commands/status.ts')).status(context)));
}

function addLocks(program: Command, run: Run): void {
  const locks = program.command('locks').description('look after the locks');
  locks
    .command('forecast')
    .description('what storage and locks cost, and what they would cost otherwise')
    .option('--protect <days>', 'how long backups stay locked (default: as set up)')
    .option('--size <bytes>', 'how much there is, for example 1TB (default: what is there)')
    .option('--churn <share>', 'share of it that is replaced in a day, for example 1% (default: measured)')
    .option('--prices <file>', 'a JSON file of prices instead of the built-in table')
    .action((options: ForecastFlags) =>
      run(async (context) => (await import('./commands/locks-forecast.ts')).locksForecast(context, options)),
    );
  locks
    .command('renew')
    .description('lengthen every lock of what is kept that would not last for the protection period')
    .option(
      '--max-calls <n>',
      'about so many calls to the provider at most; what is left waits for the next run',
    )
    .action((options: { maxCalls?: string }) =>
      run(async (context) => (await import('./commands/locks-renew.ts')).locksRenew(context, options)),
    );
  locks
    .command('retire')
    .description('give back the space of what no kept snapshot needs and no lock holds any more')
    .option('--plan', 'only show what, how much and from when')
    .action((options: { plan?: boolean }) =>
      run(async (context) => (await import('./commands/locks-retire.ts')).locksRetire(context, options)),
    );
  locks
    .command('prove')
    .description(
      'show that locks hold: each refusal beside a control; with the set-up key also against a key that may delete',
    )
    .action(() => run(async (context) => (await import('./commands/locks-prove.ts')).locksProve(context)));
  locks
    .command('audit')
    .description("compare everything with the provider's own answers, and say what is wrong")
    .option('--all', 'where listings do not tell dates (S3): ask for every date, not for a sample')
    .option('--report <file>', 'write a page to print or to keep')
    .action((options: AuditFlags) =>
      run(async (context) => (await import('./commands/locks-audit.ts')).locksAudit(context, options)),
    );
}

function addSettings(program: Command, run: Run): void {
  program
    .command('pin')
    .description('keep a snapshot whatever the retention; with a hold key also a legal hold on all it needs')
    .argument('<snapshot>', 'an id, the beginning of one, or "latest"')
    .action((snapshot: string) =>
      run(async (context) => (await import('./commands/pin.ts')).pin(context, snapshot)),
    );
  program
    .command('unpin')
    .description('keep a snapshot only as long as any other; with a hold key lift its legal holds')
    .argument('<snapshot>', 'an id, the beginning of one, or "latest"')
    .action((snapshot: string) =>
      run(async (context) => (await import('./commands/pin.ts')).unpin(context, snapshot)),
    );
  const settings = program
    .command('settings')
    .description('show what was chosen; its subcommands change it')
    .action(() => run(async (context) => (await import('./commands/settings.ts')).showSettings(context)));
  settings
    .command('retention')
    .description(
      'which snapshots are kept; days are counted back from the newest snapshot, "forever" is possible',
    )
    .argument('[preset]', 'everything, standard or lean; without it, only what is given')
    .option('--all <days>', 'keep every snapshot for so long')
    .option('--daily <days>', 'keep the first of each day for so long')
    .option('--weekly <days>', 'keep the first of each week for so long')
    .option('--monthly <days>', 'keep the first of each month for so long')
    .option('--yearly <days>', 'keep the first of each year for so long')
    .option('--preview', 'show what it would keep and change nothing')
    .action((preset: string | undefined, options: RetentionFlags) =>
      run(async (context) =>
        (await import('./commands/settings-retention.ts')).settingsRetention(context, preset, options),
      ),
    );
  settings
    .command('protect')
    .description(
      'how long backups stay locked; a longer time renews everything at once, and shows the cost first',
    )
    .argument('<days>', 'for example 60d')
    .option('--again <days>', 'the same number once more, beyond 90 days')
    .option('--yes', 'do not ask')
    .option('--prices <file>', 'a JSON file of prices instead of the built-in table')
    .action((days: string, options: ProtectFlags) =>
      run(async (context) =>
        (await import('./commands/settings-protect.ts')).settingsProtect(context, days, options),
      ),
    );
  settings
    .command('space')
    .description('how space is given back; "automatic" sets a rule of the bucket, with the set-up key')
    .argument('<how>', 'automatic or by-hand')
    .action((how: string) =>
      run(async (context) => (await import('./commands/settings.ts')).setSpace(context, how)),
    );
  settings
    .command('ping')
    .description('an address that is asked for after each renewal and audit that went well')
    .argument('<url>', 'for example of healthchecks.io; "off" for none')
    .action((url: string) =>
      run(async (context) => (await import('./commands/settings.ts')).setPing(context, url)),
    );
  settings
    .command('guard')
    .description('whether a guard looks after the locks from a second machine; only noted, for `status`')
    .argument('<is>', 'yes or no')
    .action((is: string) =>
      run(async (context) => (await import('./commands/settings.ts')).setGuard(context, is)),
    );
}

function addKeys(program: Command, run: Run): void {
  const keys = program.command('keys').description('keys for each role, and what a key may do');
  const withPlace = (command: Command): Command =>
    command
      .option('--b2 [url]', 'where no home is set up: Backblaze B2, or a server that speaks its API')
      .option('--s3 <url>', 'where no home is set up: an S3 service')
      .option('--bucket <name>', 'name of the bucket')
      .option('--prefix <path>', 'folder inside the bucket', '')
      .option('--region <name>', 'S3 region, where the address does not tell')
      .option('--protect <days>', 'how long backups stay locked, for example 30d');
  const roles = 'backup, strict-backup, read, renewal, space, maintenance or hold';
  withPlace(keys.command('create'))
    .description('make a key for one role (B2), with the set-up key; it is shown once')
    .requiredOption('--role <role>', roles)
    .action((options: PlaceFlags & { role: string }) =>
      run(async (context) => (await import('./commands/keys-create.ts')).keysCreate(context, options)),
    );
  withPlace(keys.command('policy'))
    .description('print the policy of one role, to paste on the page of AWS and its like')
    .requiredOption('--role <role>', roles)
    .action((options: PlaceFlags & { role: string }) =>
      run(async (context) => (await import('./commands/keys-create.ts')).keysPolicy(context, options)),
    );
  withPlace(keys.command('check'))
    .description('say what the stored key may do (or HOLDFAST_KEY_ID); on S3 by trying')
    .option('--set-up-key', 'instead: whether the set-up key is dead by now')
    .action((options: PlaceFlags & { setUpKey?: boolean }) =>
      run(async (context) => (await import('./commands/keys-check.ts')).keysCheck(context, options)),
    );
  keys
    .command('replace')
    .description(
      'store another key here, from HOLDFAST_KEY_ID and HOLDFAST_KEY: after a theft, or where the old one may do too much',
    )
    .action(() => run(async (context) => (await import('./commands/keys-check.ts')).keysReplace(context)));
  keys
    .command('list-key')
    .description('print the list key for a guard; it reads nothing of the data')
    .action(() => run(async (context) => (await import('./commands/keys-check.ts')).keysListKey(context)));
}

/** Commander neither ends the process nor prints errors: run-command does, also as JSON. */
function quiet(command: Command, terminal: Terminal): void {
  command.exitOverride();
  command.configureOutput({ writeOut: (text) => void terminal.out(text), writeErr: () => {} });
  for (const child of command.commands) quiet(child, terminal);
}
