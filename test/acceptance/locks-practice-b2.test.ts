import { locksSuite, spaceSuite } from './locks-suite.ts';
import { practicePlace } from './places/practice-place.ts';

locksSuite('over B2', (folder) => practicePlace('b2', folder));
spaceSuite('over B2', (folder) => practicePlace('b2', folder));
