import type { LifecycleRule } from '../../vault/vault-bucket.ts';
import { S3Refusal } from '../s3-refusal.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { childOf, childrenOf, malformed, textOf } from '../xml/xml-reader.ts';
import type { XmlNode } from '../xml/xml-writer.ts';

/**
 * S3's rules as B2's, one per prefix: Expiration hides, NoncurrentVersionExpiration deletes,
 * AbortIncompleteMultipartUpload cancels. ExpiredObjectDeleteMarker alone says nothing new: the vault's
 * deletion takes markers along.
 */
export function rulesFromXml(body: XmlElement): readonly LifecycleRule[] {
  const byPrefix = new Map<string, LifecycleRule>();
  for (const rule of childrenOf(body, 'Rule')) {
    const read = readRule(rule);
    const former = byPrefix.get(read.fileNamePrefix);
    byPrefix.set(read.fileNamePrefix, former === undefined ? read : merge(former, read));
  }
  if (byPrefix.size === 0) throw malformed();
  return [...byPrefix.values()].filter((rule) =>
    Object.values(rule).some((value) => typeof value === 'number'),
  );
}

/** B2's rules as S3's. A hiding rule reads back as two, as on B2. */
export function rulesAsXml(rules: readonly LifecycleRule[]): readonly XmlNode[] {
  return rules.flatMap((rule, index): readonly XmlNode[] => {
    const deletes = rule.daysFromHidingToDeleting;
    const hides = rule.daysFromUploadingToHiding;
    const cancels = rule.daysFromStartingToCancelingUnfinishedLargeFiles;
    const head = (id: string): readonly XmlNode[] => [
      ['ID', id],
      ['Filter', [['Prefix', rule.fileNamePrefix]]],
      ['Status', 'Enabled'],
    ];
    const main: XmlNode[] = [...head(`rule-${index + 1}`)];
    if (hides !== null) main.push(['Expiration', [['Days', hides]]]);
    if (deletes !== null) main.push(['NoncurrentVersionExpiration', [['NoncurrentDays', deletes]]]);
    if (cancels !== null) main.push(['AbortIncompleteMultipartUpload', [['DaysAfterInitiation', cancels]]]);
    if (hides === null) return [['Rule', main]];
    const markers: XmlNode = ['Expiration', [['ExpiredObjectDeleteMarker', true]]];
    return [
      ['Rule', main],
      ['Rule', [...head(`rule-${index + 1}-markers`), markers]],
    ];
  });
}

const understood = new Set([
  'ID',
  'Prefix',
  'Filter',
  'Status',
  'Expiration',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
]);

function readRule(rule: XmlElement): LifecycleRule {
  const foreign = rule.children.find(({ name }) => !understood.has(name));
  if (foreign !== undefined) throw notSupported(foreign.name);
  const status = textOf(rule, 'Status');
  if (status === 'Disabled') throw notSupported('Status Disabled');
  if (status !== 'Enabled') throw malformed();
  const expiration = childOf(rule, 'Expiration');
  const noncurrent = childOf(rule, 'NoncurrentVersionExpiration');
  const abort = childOf(rule, 'AbortIncompleteMultipartUpload');
  if (expiration === undefined && noncurrent === undefined && abort === undefined) throw malformed();
  if (expiration !== undefined && textOf(expiration, 'Date') !== undefined) throw notSupported('Date');
  if (noncurrent !== undefined && textOf(noncurrent, 'NewerNoncurrentVersions') !== undefined) {
    throw notSupported('NewerNoncurrentVersions');
  }
  return {
    fileNamePrefix: readPrefix(rule),
    daysFromUploadingToHiding: expiration === undefined ? null : readDays(expiration, 'Days', true),
    daysFromHidingToDeleting: noncurrent === undefined ? null : readDays(noncurrent, 'NoncurrentDays'),
    daysFromStartingToCancelingUnfinishedLargeFiles:
      abort === undefined ? null : readDays(abort, 'DaysAfterInitiation'),
  };
}

function readPrefix(rule: XmlElement): string {
  const filter = childOf(rule, 'Filter');
  if (filter === undefined) return childOf(rule, 'Prefix')?.text ?? '';
  const foreign = filter.children.find(({ name }) => name !== 'Prefix');
  if (foreign !== undefined) throw notSupported(foreign.name);
  return childOf(filter, 'Prefix')?.text ?? '';
}

function readDays(element: XmlElement, name: string, mayBeMarkerRule = false): number | null {
  const text = textOf(element, name);
  if (text === undefined && mayBeMarkerRule && textOf(element, 'ExpiredObjectDeleteMarker') === 'true')
    return null;
  if (text === undefined) throw malformed();
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new S3Refusal('InvalidArgument', `'${name}' in a lifecycle rule must be a positive integer`);
  }
  return Number(text);
}

function merge(a: LifecycleRule, b: LifecycleRule): LifecycleRule {
  return {
    fileNamePrefix: a.fileNamePrefix,
    daysFromUploadingToHiding: sooner(a.daysFromUploadingToHiding, b.daysFromUploadingToHiding),
    daysFromHidingToDeleting: sooner(a.daysFromHidingToDeleting, b.daysFromHidingToDeleting),
    daysFromStartingToCancelingUnfinishedLargeFiles: sooner(
      a.daysFromStartingToCancelingUnfinishedLargeFiles,
      b.daysFromStartingToCancelingUnfinishedLargeFiles,
    ),
  };
}

function sooner(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function notSupported(what: string): S3Refusal {
  return new S3Refusal('NotImplemented', `Lifecycle rules with ${what} are not supported`);
}
