import type { JobKind } from '../../contract/jobs.ts';
import type { JobEnd, RunningJob, ServiceContext } from '../service/service-context.ts';

/**
 * Starts a job and waits only until `first` is done; the rest goes on by itself. A failure of the first part is thrown here as
 * well as shown in the job.
 * @throws set-busy
 */
export async function runAsJob<T>(
  { jobs }: Pick<ServiceContext, 'jobs'>,
  about: {
    readonly kind: JobKind;
    readonly set: string;
    readonly first: (job: RunningJob) => Promise<T>;
    readonly after: (first: T, job: RunningJob) => Promise<JobEnd>;
  },
): Promise<T> {
  const { kind, set, first, after } = about;
  return await new Promise<T>((resolve, reject) => {
    jobs.start({
      kind,
      set,
      run: async (job) => {
        let done: T;
        try {
          done = await first(job);
        } catch (error) {
          reject(error);
          throw error;
        }
        resolve(done);
        return await after(done, job);
      },
    });
  });
}
