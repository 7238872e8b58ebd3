import { practicePlace } from './places/practice-place.ts';
import { recoverySuite } from './recovery-suite.ts';

recoverySuite('on the practice vault over S3', (folder) => practicePlace('s3', folder));
