import { locksSuite } from './locks-suite.ts';
import { practicePlace } from './places/practice-place.ts';

locksSuite('locks for life over B2', (folder) => practicePlace('b2', folder), { rulesRun: true });
