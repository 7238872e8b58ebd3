import type { Catalog } from '../../core/catalog/catalog.ts';
import type { CatalogObject } from '../../core/catalog/objects.ts';

/** Every change of a catalog becomes a step before which a process may die. */
export function withSteps(catalog: Catalog, step: () => void): Catalog {
  const { objects, chunks, directories } = catalog;
  before(catalog, ['setMeta', 'keepSnapshotBytes', 'transaction'], step);
  before(objects, ['add', 'confirm', 'strike'], step);
  before(chunks, ['markIndexed'], step);
  before(directories, ['distrust'], step);
  return catalog;
}

/**
 * Thousands of runs ask for the same rows. What was read and not changed since is not read again; everything is still
 * written, and a catalog that is opened again begins with nothing.
 */
export function withRememberedRows(catalog: Catalog): Catalog {
  const { objects } = catalog;
  const rows = new Map<string, readonly CatalogObject[]>();
  const bytes = new Map<string, Uint8Array>();
  const byName = objects.byName.bind(objects);
  const snapshotBytes = catalog.snapshotBytes.bind(catalog);
  before(objects, ['add', 'confirm'], ({ name }: { readonly name: string }) => rows.delete(name));
  before(objects, ['strike'], (...ids: readonly number[]) => {
    if (ids.length > 0) rows.clear();
  });
  replace(objects, 'byName', (name: string) => {
    const known = rows.get(name) ?? byName(name);
    rows.set(name, known);
    return known;
  });
  replace(catalog, 'snapshotBytes', (name: string) => {
    const known = bytes.get(name) ?? snapshotBytes(name);
    if (known) bytes.set(name, known);
    return known;
  });
  before(catalog, ['keepSnapshotBytes'], (name: string) => bytes.delete(name));
  return catalog;
}

type Method = (...args: never[]) => unknown;

function before<T extends object, K extends keyof T>(target: T, names: readonly K[], first: Method): void {
  for (const name of names) {
    const original = target[name] as Method;
    replace(target, name, (...args: never[]) => {
      first(...args);
      return original.apply(target, args);
    });
  }
}

function replace<T extends object, K extends keyof T>(target: T, name: K, value: Method): void {
  Object.defineProperty(target, name, { value, configurable: true });
}
