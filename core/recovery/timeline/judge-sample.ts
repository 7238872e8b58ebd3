import { familyName, noiseIn } from '../../detection/look.ts';
import { looksRight } from '../../detection/expected-looks.ts';
import type { Told } from '../../model/said.ts';
import type { Sample, SampledFile } from './sample-snapshot.ts';

export type SampleVerdict = Told & { readonly verdict: 'like' | 'unlike' | 'too-few' };

/** Fewer say nothing. */
const fewest = 6;
/** Some files never were what their names say; this much more of them than in an old snapshot is not chance. */
const moreWrong = 0.25;
/** Names that promise nothing, and contents like noise: what an encryptor leaves that gives new names. */
const moreStrange = 0.4;
/** Walks of a whole snapshot that come to something unreadable: none. So much of it is no accident. */
const mostFailed = 0.25;
/** Of 15. */
const noisy = 13;

/**
 * Whether the files of a sample still look like what their names say, beside a sample of an old snapshot of the same set.
 * @param baseline empty: there is none
 * @param promised files that the snapshot says it has
 */
export function judgeSample(
  { files: sample, walks, failed }: Sample,
  baseline: readonly SampledFile[],
  promised: number,
): SampleVerdict {
  if (failed >= fewest && failed >= walks * mostFailed)
    return {
      verdict: 'unlike',
      words: `${failed} of ${walks} looks into its folders and files failed: what it says it holds is not there`,
      said: { code: 'sample-failed', failed, looks: walks },
    };
  if (sample.length === 0 && promised >= fewest && baseline.length >= fewest)
    return {
      verdict: 'unlike',
      words: `none of the ${promised} files that it says it holds could be found in it`,
      said: { code: 'sample-empty', count: promised },
    };
  if (sample.length < fewest)
    return {
      verdict: 'too-few',
      words: `its files were not looked into closely: ${sample.length === 0 ? 'none' : `only ${sample.length}`} could be`,
      said: { code: 'sample-small', count: sample.length },
    };
  const now = shares(sample);
  const then = baseline.length < fewest ? { wrong: 0, strange: 0 } : shares(baseline);
  if (now.wrong - then.wrong >= moreWrong)
    return {
      verdict: 'unlike',
      words: `${now.wrongFiles} of ${sample.length} files that were looked into are not what their names say, for example ${now.example}`,
      said: { code: 'sample-wrong', count: now.wrongFiles, of: sample.length, example: now.example },
    };
  if (now.strange - then.strange >= moreStrange)
    return {
      verdict: 'unlike',
      words: `${now.strangeFiles} of ${sample.length} files that were looked into are noise under names that say nothing`,
      said: { code: 'sample-strange', count: now.strangeFiles, of: sample.length },
    };
  return {
    verdict: 'like',
    words: `${sample.length} files were looked into at random, and look like what their names say`,
    said: { code: 'sample-like', count: sample.length },
  };
}

type Shares = {
  readonly wrong: number;
  readonly strange: number;
  readonly wrongFiles: number;
  readonly strangeFiles: number;
  readonly example: string;
};

function shares(files: readonly SampledFile[]): Shares {
  const wrong = files.filter(({ name, look }) => looksRight(name, look) === 'wrong');
  const strange = files.filter(
    ({ name, look }) =>
      looksRight(name, look) === 'unknown' && familyName(look) === 'unknown' && noiseIn(look) >= noisy,
  );
  return {
    wrong: wrong.length / files.length,
    strange: strange.length / files.length,
    wrongFiles: wrong.length,
    strangeFiles: strange.length,
    example: wrong[0]?.name ?? '',
  };
}
