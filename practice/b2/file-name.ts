import { badRequest } from './b2-refusal.ts';

/** Bytes of UTF-8. */
const maxNameBytes = 1024;
const maxSegmentBytes = 250;

/** B2's rules for new names. Names that S3 made may be looser, so calls about existing files do not ask. */
export function checkFileName(name: string): void {
  const problem = problemOf(name);
  if (problem !== undefined) throw badRequest(`File names must not ${problem}`);
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'be empty';
  if (!name.isWellFormed()) return 'have characters that are not UTF-8';
  if (Buffer.byteLength(name) > maxNameBytes) return `be longer than ${maxNameBytes} bytes`;
  if (name.startsWith('/')) return "start with '/'";
  if (name.endsWith('/')) return "end with '/'";
  if (name.includes('//')) return "contain '//'";
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'contain control characters';
  const long = name.split('/').some((segment) => Buffer.byteLength(segment) > maxSegmentBytes);
  return long ? `have segments longer than ${maxSegmentBytes} bytes` : undefined;
}

/** A percent-encoded name from a header or path. @throws bad_request */
export function decodeFileName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(`bad percent-encoding: ${text}`);
  }
}

/** As B2 writes names in headers: percent-encoded, slashes kept. */
export function encodeFileName(name: string): string {
  return encodeURIComponent(name).replaceAll('%2F', '/');
}
