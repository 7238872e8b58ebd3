import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packedModules, type Machine } from './natives.ts';

type PackageFile = {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
};

/**
 * Lays out exactly what is to be packed: the bundles, the tray's pictures and the native packages of one machine. Nothing
 * is packed by leaving the rest out, so a new file of the project cannot slip in.
 */
export function stageApp(top: string, app: string, machine: Machine): void {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  copy(join(top, 'dist'), join(app, 'dist'), (path) => !path.startsWith('.'));
  copy(join(top, 'assets', 'tray'), join(app, 'assets', 'tray'), (path) => path.endsWith('.png'));
  const versions = packedModules(machine).map(({ name, files }) => {
    const from = join(top, 'node_modules', name);
    if (!existsSync(from)) throw new Error(`${name} is not installed: package on the machine it is for`);
    copy(from, join(app, 'node_modules', name), (path) => files.some((pattern) => pattern.test(path)));
    return [name, bareManifest(join(app, 'node_modules', name, 'package.json'))] as const;
  });
  const { name, version, description, license } = readManifest(join(top, 'package.json'));
  const manifest = {
    name,
    productName: 'Holdfast',
    // Under which Wayland and notifications find its icon.
    desktopName: 'holdfast.desktop',
    version,
    description,
    license,
    type: 'module',
    main: 'dist/main.js',
    dependencies: Object.fromEntries(versions),
  };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What a packed package would need is bundled or packed beside it; its own list would only be missed. */
function bareManifest(file: string): string {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  for (const part of ['dependencies', 'devDependencies', 'optionalDependencies', 'scripts', 'gypfile'])
    delete manifest[part];
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  return String(manifest['version']);
}

const readManifest = (file: string): PackageFile => JSON.parse(readFileSync(file, 'utf8')) as PackageFile;

function copy(from: string, to: string, wants: (path: string) => boolean): void {
  if (!existsSync(from)) throw new Error(`${from} is missing: run npm run build`);
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(from, file);
    if (!entry.isFile() || !wants(path.split(sep).join('/'))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(file, join(to, path));
  }
}
