import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Page } from 'playwright-core';

const pieceBytes = 16 * 1024 * 1024;

/** The processes that draw Chromium's pages, of the browser of this page. */
export async function rendererProcesses(page: Page): Promise<readonly number[]> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Which of the texts stand anywhere in what a process may write to, as one or two bytes a character; none, where it has ended. Linux. */
export function findInMemory(pid: number, texts: readonly string[]): readonly string[] {
  if (!existsSync(`/proc/${pid}/maps`)) return [];
  const needles = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
  const overlap = Math.max(...needles.map(({ length }) => length));
  const found = new Set<number>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.allocUnsafe(pieceBytes);
  try {
    for (const { from, to } of writableRegions(pid))
      for (let at = from; at < to; at += pieceBytes - overlap) {
        const length = readPiece(memory, piece, at, Math.min(pieceBytes, to - at));
        const bytes = piece.subarray(0, length);
        for (const [index, needle] of needles.entries()) if (bytes.includes(needle)) found.add(index >> 1);
      }
  } finally {
    closeSync(memory);
  }
  return [...found].map((index) => texts[index]!);
}

function writableRegions(pid: number): readonly { readonly from: number; readonly to: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .map((line) => /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ from: Number.parseInt(match[1]!, 16), to: Number.parseInt(match[2]!, 16) }));
}

/** Reserved address space has nothing behind it. */
function readPiece(memory: number, piece: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, piece, 0, length, at);
  } catch {
    return 0;
  }
}
