import { acceptanceSuite } from './acceptance-suite.ts';
import { practicePlace } from './places/practice-place.ts';

acceptanceSuite('practice vault over S3', (folder) => practicePlace('s3', folder), { clockMoves: true });
