import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trayShapes } from '../../electron/tray/tray-view.ts';
import { makeIcns, makeIco } from './icon-containers.ts';
import { trayStates } from './tray-states.ts';
import { drawingHash, iconDrawing } from './icon-drawing.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');
const source = readFileSync(join(assets, 'icons.svg'), 'utf8');

const sideOf = (name: string): readonly [string, number, number] => {
  const bytes = readFileSync(join(assets, name));
  return [bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

describe('the committed pictures', () => {
  it('are of the states that the tray shows', () => {
    expect(trayStates.toSorted()).toEqual(trayShapes.toSorted());
  });

  it('are of the drawing as it is (else: npm run icons)', () => {
    expect(readFileSync(join(assets, 'drawn-from.txt'), 'utf8').trim()).toBe(drawingHash(source));
    expect(drawingHash(source.replace('M8 5v14', 'M8 6v14'))).not.toBe(drawingHash(source));
  });

  it.each([...trayShapes])('the tray has %s in both looks and two sizes', (shape) => {
    expect(sideOf(`tray/${shape}.png`)).toEqual(['PNG', 32, 32]);
    expect(sideOf(`tray/${shape}@2x.png`)).toEqual(['PNG', 64, 64]);
    expect(sideOf(`tray/${shape}Template.png`)).toEqual(['PNG', 18, 18]);
    expect(sideOf(`tray/${shape}Template@2x.png`)).toEqual(['PNG', 36, 36]);
  });

  it('no two states look alike', () => {
    const bytes = trayShapes.map((shape) =>
      readFileSync(join(assets, `tray/${shape}Template@2x.png`)).toString('base64'),
    );
    expect(new Set(bytes).size).toBe(trayShapes.length);
  });

  it('Windows and macOS find their sizes', () => {
    const ico = readFileSync(join(assets, 'app/holdfast.ico'));
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 6]);
    const icns = readFileSync(join(assets, 'app/holdfast.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  });
});

describe('drawing', () => {
  it('cuts the mark out of a template and paints it white otherwise', () => {
    expect(iconDrawing(source, 'protected', 'coloured')).toMatch(/color="#17918b".*stroke="#ffffff"/s);
    expect(iconDrawing(source, 'protected', 'template')).toMatch(
      /<mask.*stroke="#000000".*mask="url\(#cut\)"/s,
    );
  });

  it('says so where there is no such symbol', () => {
    expect(() => iconDrawing(source, 'nothing', 'coloured')).toThrow('no symbol nothing');
  });
});

describe('containers', () => {
  const picture = (size: number) => ({ size, png: Buffer.from(`png of ${size}`) });

  it('an .ico points at each picture; 256 is written as 0', () => {
    const ico = makeIco([picture(16), picture(256)]);
    const at = (index: number) => {
      const length = ico.readUInt32LE(6 + 16 * index + 8);
      const offset = ico.readUInt32LE(6 + 16 * index + 12);
      return ico.toString('latin1', offset, offset + length);
    };
    expect([at(0), at(1)]).toEqual(['png of 16', 'png of 256']);
    expect([ico.readUInt8(6), ico.readUInt8(22)]).toEqual([16, 0]);
  });

  it('an .icns misses no size', () => {
    expect(() => makeIcns([picture(32)])).toThrow('no picture of 64');
  });
});
