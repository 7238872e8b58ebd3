import { acceptanceSuite } from './acceptance-suite.ts';
import { practicePlace } from './places/practice-place.ts';

acceptanceSuite('practice vault over B2', (folder) => practicePlace('b2', folder), { clockMoves: true });
