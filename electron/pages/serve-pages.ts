import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { pageFile } from './page-file.ts';
import { pageHeaders } from './page-headers.ts';
import { scheme } from './page-urls.ts';

/** Before the app is ready, or the scheme has no origin of its own. */
export function registerPageScheme(): void {
  // An origin of its own, module scripts, and compiled code kept between starts.
  const privileges = {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    codeCache: true,
  };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Lets the windows of this session load our pages. */
export function servePages(session: Session, root: string): void {
  session.protocol.handle(scheme, (request) => answer(request, root));
}

async function answer(request: Request, root: string): Promise<Response> {
  const file = pageFile(request, root);
  const headers = file === null ? null : pageHeaders(file);
  if (file === null || headers === null) return new Response(null, { status: 404 });
  try {
    return new Response(new Uint8Array(await readFile(file)), { headers });
  } catch {
    return new Response(null, { status: 404 });
  }
}
