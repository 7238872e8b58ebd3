import { practicePlace } from './places/practice-place.ts';
import { recoverySuite } from './recovery-suite.ts';

recoverySuite('on the practice vault over B2', (folder) => practicePlace('b2', folder));
