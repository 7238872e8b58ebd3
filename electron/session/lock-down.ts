import { app, type Session } from 'electron';
import { openOutside } from './open-outside.ts';
import { scheme } from '../pages/page-urls.ts';

const schemesOfPages = [`${scheme}:`, 'data:', 'blob:'];

/** Every window, whoever makes it: stays on its page, opens no other, and holds no foreign page. */
export function lockDownWindows(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
  });
}

/** Camera, clipboard reading, notifications of pages …: our pages need none, so nobody gets any; no network either, and no file out of a page. */
export function lockDownSession(session: Session, options: { readonly developerTools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Its dictionaries would be fetched from the network.
  session.setSpellCheckerEnabled(false);
  const allowed = options.developerTools ? [...schemesOfPages, 'devtools:'] : schemesOfPages;
  session.webRequest.onBeforeRequest((details, decide) =>
    decide({ cancel: !allowed.some((each) => details.url.startsWith(each)) }),
  );
}
