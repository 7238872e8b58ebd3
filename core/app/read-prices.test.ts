import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { priceTable } from '../locks/prices.ts';
import { pricesFor, readPrices } from './read-prices.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-prices-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(contents: string): Promise<string> {
  const file = join(folder, 'prices.json');
  await writeFile(file, contents);
  return file;
}

test('one’s own prices are read from a file of the same shape as the table', async () => {
  expect(await readPrices(undefined)).toBe(priceTable);
  expect(await readPrices(await fileOf(JSON.stringify(priceTable)))).toEqual(priceTable);
});

const [row] = priceTable;
test.each([
  ['no JSON', '{', 'it is not JSON'],
  ['no list', '{}', 'no list of prices'],
  ['an empty list', '[]', 'no list of prices'],
  ['a negative price', JSON.stringify([{ ...row, storage: { dollars: -1, bytes: 1, days: 1 } }]), 'dollars'],
  ['no date', JSON.stringify([{ ...row, asOf: 'today' }]), 'asOf'],
  ['a field that means nothing', JSON.stringify([{ ...row, egress: 1 }]), 'no list of prices'],
])('%s is refused', async (_, contents, words) => {
  await expect(readPrices(await fileOf(contents))).rejects.toMatchObject({
    code: 'path-impossible',
    message: expect.stringContaining(words) as unknown,
  });
});

test('a file that is not there is refused', async () => {
  await expect(readPrices(join(folder, 'none'))).rejects.toMatchObject({ code: 'path-impossible' });
});

test.each([
  ['https://s3.us-west-004.backblazeb2.com', ['Backblaze B2']],
  ['https://api.backblazeb2.com', ['Backblaze B2']],
  ['https://s3.eu-central-1.amazonaws.com', ['AWS S3 Standard (us-east-1)']],
  ['https://s3.wasabisys.com', ['Wasabi']],
  ['http://127.0.0.1:9000', priceTable.map(({ provider }) => provider)],
  ['https://backblazeb2.com.example.org', priceTable.map(({ provider }) => provider)],
])('the prices for %s', (endpoint, expected) => {
  expect(pricesFor(endpoint, priceTable).map(({ provider }) => provider)).toEqual(expected);
});
