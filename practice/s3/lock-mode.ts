import type { RetentionMode } from '../../core/model/object.ts';

export function modeAsS3(mode: RetentionMode): string {
  return mode.toUpperCase();
}

/** undefined where it is no mode. */
export function readMode(text: string | undefined): RetentionMode | undefined {
  if (text === 'COMPLIANCE') return 'compliance';
  return text === 'GOVERNANCE' ? 'governance' : undefined;
}

/** Reads S3's dates (ISO 8601, seconds or finer); undefined where it is none. */
export function readIsoDate(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text))
    return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
