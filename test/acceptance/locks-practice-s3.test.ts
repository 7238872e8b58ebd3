import { locksSuite, spaceSuite } from './locks-suite.ts';
import { practicePlace } from './places/practice-place.ts';

locksSuite('over S3', (folder) => practicePlace('s3', folder));
spaceSuite('over S3', (folder) => practicePlace('s3', folder));
