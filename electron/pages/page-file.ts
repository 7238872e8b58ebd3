import { isAbsolute, join, normalize, sep } from 'node:path';
import { pageHost, scheme } from './page-urls.ts';

/**
 * Which file under the root a request means.
 * @returns null: none of ours; nothing outside the root is ever named
 */
export function pageFile(
  request: { readonly method: string; readonly url: string },
  root: string,
): string | null {
  if (request.method !== 'GET') return null;
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  if (!url || url.protocol !== `${scheme}:` || url.host !== pageHost || url.username !== '') return null;
  const path = decoded(url.pathname);
  if (path === null || /[\0\\:]/.test(path) || isAbsolute(path.slice(1))) return null;
  const file = normalize(join(root, path));
  // With the separator: "renderer-of-somebody-else" begins with "renderer" too.
  return file.startsWith(root + sep) && !file.endsWith(sep) ? file : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
