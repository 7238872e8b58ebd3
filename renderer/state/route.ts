import { screens, type Screen } from '../../core/contract/notice.ts';

/** The screen is the fragment of the address, so that Back and a reload do what people expect. */
export function readRoute(): Screen {
  const name = location.hash.replace(/^#\//, '');
  return screens.find((screen) => screen === name) ?? 'home';
}

export function writeRoute(screen: Screen): void {
  if (location.hash !== `#/${screen}`) history.pushState(null, '', `#/${screen}`);
}
