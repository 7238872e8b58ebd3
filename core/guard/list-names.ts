import type { ListedVersion } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { RoundBudget } from './guard-bounds.ts';

/** The newest and the oldest so many of a name are looked at: ours are among the oldest. */
const maxVersions = 256;

/**
 * The versions of one name after the other, oldest first within a name, until the budget's pages are used up. Of a
 * name with very many versions those in the middle are left out.
 * @param most pages of this folder
 */
export async function* listNames(
  store: Pick<ObjectStore, 'listVersions'>,
  folder: string,
  budget: RoundBudget,
  most: number = budget.pagesOfAFolder,
): AsyncGenerator<readonly ListedVersion[]> {
  let versions: ListedVersion[] = [];
  let pages = 0;
  const takePage = (): boolean => {
    if (pages++ < most) return budget.takePage();
    budget.listingCut = true;
    return false;
  };
  if (!takePage()) return;
  for await (const page of store.listVersions(folder)) {
    for (const version of page) {
      if (versions.length > 0 && versions[0]!.name !== version.name) {
        yield versions.toReversed();
        versions = [];
      }
      versions.push(version);
      if (versions.length > maxVersions) versions.splice(1, 1);
    }
    // The last page of a listing asks for none after it, which is not known here: one page too many is taken.
    if (!takePage()) return;
  }
  budget.pages++;
  if (versions.length > 0) yield versions.toReversed();
}
