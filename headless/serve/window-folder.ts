import { fileURLToPath } from 'node:url';

/** Where `npm run build` puts the window. */
export const windowFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
