import { readPayloadClaims } from './payload/payload-claims.ts';
import { receiveSmallPayload } from './payload/receive-payload.ts';
import type { S3Call } from './s3-call.ts';
import type { XmlElement } from './xml/xml-reader.ts';
import { readXml } from './xml/xml-reader.ts';

/** A thousand keys of 1,024 bytes with entities and version ids stay below this. */
const maxXmlBytes = 8 * 1024 * 1024;

/** The XML body of a request, its hashes and checksums verified; undefined where it is empty. */
export async function readXmlBody(call: S3Call, rootName: string): Promise<XmlElement | undefined> {
  const claims = readPayloadClaims(call.headers, call.signature.payloadHash);
  const bytes = await receiveSmallPayload(call.request, claims, call.signature, maxXmlBytes);
  return bytes.length === 0 ? undefined : readXml(bytes, rootName);
}
