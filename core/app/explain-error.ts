import { HoldfastError } from '../errors/holdfast-error.ts';

/** Full in every sense that a person can act on: the disk, the quota, SQLite's report of either. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

const pathReasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not open it',
  EPERM: 'this user may not do that there',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of it is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'it exists already',
  EROFS: 'it is on a read-only disk',
  ENAMETOOLONG: 'it is longer than the disk allows',
  ELOOP: 'it is a circle of links',
  ENOTEMPTY: 'the folder is not empty',
  EINVAL: 'the disk does not allow such a name',
  ERR_INVALID_ARG_VALUE: 'it holds a character that no path may have',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_IOERR: 'the disk reports an error',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_NOTADB: 'it is damaged',
};

/** Any failure as one of the closed list, so that a person gets a sentence. What is not known is `bug`. */
export function explainError(error: unknown): HoldfastError {
  if (error instanceof HoldfastError) return error;
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown };
  if (typeof code === 'string') {
    const where = typeof path === 'string' ? { path } : {};
    if (fullCodes.has(code)) return new HoldfastError('disk-full', where, { cause: error, retry: 'later' });
    const reason = pathReasons[code] ?? pathReasons[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ''];
    if (reason && (where.path !== undefined || code.startsWith('SQLITE')))
      return new HoldfastError(
        'path-impossible',
        { path: 'a file of the home', ...where, reason },
        { cause: error },
      );
  }
  if (error instanceof Error && error.name === 'AbortError')
    return new HoldfastError('cancelled', {}, { cause: error });
  return new HoldfastError(
    'bug',
    { reason: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}
