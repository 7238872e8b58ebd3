import type { Plugin } from 'vite';

/** Of the kit's own words ("Dismiss", "Selected"): languages that the window speaks. */
const spoken = new Set(['en-US', 'de-DE']);
const words =
  /\/node_modules\/react-(?:aria|stately|aria-components)\/dist\/(?:.+\/)?intl\/.+\/([a-z]{2}-[A-Z]{2})(\.m?js)$/;

/**
 * Leaves the kit's words of thirty other languages out of the window: they weigh as much as a screen. Whoever's browser
 * speaks one of them gets English, as for all other words.
 */
export function knownLanguages(): Plugin {
  return {
    name: 'known-languages',
    load: (id) => {
      const [, language, extension] = words.exec(id) ?? [];
      if (language === undefined || spoken.has(language)) return null;
      return `export { default } from './en-US${extension}';`;
    },
  };
}
