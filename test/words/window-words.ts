type UsedKey = { readonly namespaces: readonly string[]; readonly key: string };

/** {a: {b: 'x'}} → {'a.b': 'x'}. */
export function flatKeys(words: unknown, before = ''): Readonly<Record<string, string>> {
  if (typeof words === 'string') return { [before]: words };
  return Object.assign(
    {},
    ...Object.entries(words as Readonly<Record<string, unknown>>).map(([key, inner]) =>
      flatKeys(inner, before === '' ? key : `${before}.${key}`),
    ),
  ) as Readonly<Record<string, string>>;
}

/** What is filled in when the words are shown. */
export const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].toSorted();

/**
 * Keys that a source file asks for by t('…') or t(`…${x}…`), where a part that is put together is a star. Where a file uses
 * words of several files, any of them may have it.
 */
export function usedKeys(source: string): readonly UsedKey[] {
  const named = [
    ...source.matchAll(/(?:useTranslation\(\s*|TFunction<)(?:\[([^\]]*)\]|'([\w-]+)')?\s*[)>]/g),
  ].flatMap(([, list, one]) =>
    list === undefined ? [one ?? 'common'] : [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!),
  );
  const namespaces = named.length === 0 ? ['common'] : [...new Set(named)];
  const calls = source.matchAll(/(?<![\w.])t\(\s*(?:'([^'\n]+)'|`([^`\n]+)`)(?:,\s*\{([^}]*)\})?/g);
  return [...calls].map(([, plain, template, options]) => {
    const own = /\bns: '([\w-]+)'/.exec(options ?? '')?.[1];
    const key = plain ?? (template ?? '').replaceAll(/\$\{[^}]*\}/g, '*');
    const [prefix, rest] = key.includes(':') ? key.split(':', 2) : [undefined, key];
    return {
      namespaces: own === undefined ? (prefix === undefined ? namespaces : [prefix]) : [own],
      key: rest!,
    };
  });
}

export function findMissingKeys(
  used: readonly UsedKey[],
  words: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly string[] {
  return used
    .filter(({ namespaces, key }) => !namespaces.some((one) => has(Object.keys(words[one] ?? {}), key)))
    .map(({ namespaces, key }) => `${namespaces.join('|')}:${key}`);
}

/** Words for counts have an ending each; a star stands for one step of the key or a part of it. */
function has(keys: readonly string[], key: string): boolean {
  const pattern = key
    .split('*')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('[^.]+');
  const fits = new RegExp(`^${pattern}(_one|_other)?(\\..+)?$`);
  return keys.some((one) => fits.test(one));
}
