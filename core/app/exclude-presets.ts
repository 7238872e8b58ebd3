import type { Excludes } from '../contract/sets.ts';
import type { ExclusionRules } from '../source/exclusion.ts';

type Preset = { readonly patterns: readonly string[]; readonly ifPresent?: readonly string[] };

/** What people leave out together, in .gitignore's language, on every platform. */
const presets: Readonly<Record<Excludes['presets'][number], Preset>> = {
  caches: {
    patterns: [
      '.cache/',
      '.thumbnails/',
      '**/Library/Caches/',
      '**/AppData/Local/Temp/',
      '**/AppData/Local/CrashDumps/',
      '**/AppData/Local/Microsoft/Windows/INetCache/',
      '**/.npm/_cacache/',
      'Code Cache/',
      'GPUCache/',
    ],
    ifPresent: ['CACHEDIR.TAG'],
  },
  development: {
    patterns: [
      'node_modules/',
      '.venv/',
      '__pycache__/',
      '.tox/',
      '.gradle/',
      '.terraform/',
      '**/.m2/repository/',
      '**/.cargo/registry/',
      '**/target/debug/',
      '**/target/release/',
    ],
  },
  trash: {
    patterns: ['**/.local/share/Trash/', '.Trash/', '.Trashes/', '.Trash-*/', '$RECYCLE.BIN/'],
  },
  downloads: { patterns: ['/Downloads/'] },
  'virtual-machines': {
    patterns: [
      '*.vmdk',
      '*.vdi',
      '*.vhd',
      '*.vhdx',
      '*.qcow2',
      '*.hdd',
      '*.vmem',
      '**/VirtualBox VMs/',
      '*.utm/',
      '*.pvm/',
    ],
  },
};

/** What a backup leaves out, from what a person chose. The person's own patterns come last, so that they win. */
export function rulesOf(excludes: Excludes): ExclusionRules {
  const chosen = excludes.presets.map((name) => presets[name]);
  return {
    patterns: [...chosen.flatMap(({ patterns }) => patterns), ...excludes.patterns],
    ifPresent: [...chosen.flatMap(({ ifPresent = [] }) => ifPresent), ...excludes.ifPresent],
    maxFileBytes: excludes.maxFileBytes ?? undefined,
    oneFileSystem: excludes.oneFileSystem,
  };
}
