import { locksSuite } from './locks-suite.ts';
import { practicePlace } from './places/practice-place.ts';

locksSuite('locks for life over S3', (folder) => practicePlace('s3', folder), { rulesRun: true });
