import { expect, test } from 'vitest';
import { placeOnScreens, readWindowPlace } from './window-place.ts';

const main = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 0, width: 1600, height: 900 };
const place = { x: 100, y: 80, width: 1280, height: 800, maximized: false };

test('where it was, while that screen is there', () => {
  expect(placeOnScreens(place, [main])).toEqual(place);
  const onRight = { ...place, x: 2000 };
  expect(placeOnScreens(onRight, [main, right])).toEqual(onRight);
});

test('on a screen that is gone it would be lost: the platform centres it on the main one', () => {
  expect(placeOnScreens({ ...place, x: 2000 }, [main])).toEqual({
    width: 1280,
    height: 800,
    maximized: false,
  });
  expect(placeOnScreens({ ...place, y: -900 }, [main])).toEqual({
    width: 1280,
    height: 800,
    maximized: false,
  });
  expect(placeOnScreens({ ...place, x: 1900 }, [main])).toEqual({
    width: 1280,
    height: 800,
    maximized: false,
  });
});

test('half outside it is pulled in, and it is never larger than its screen nor too small', () => {
  expect(placeOnScreens({ ...place, x: 1500 }, [main])).toMatchObject({ x: 640 });
  expect(placeOnScreens({ ...place, width: 4000, height: 3000 }, [main])).toMatchObject({
    x: 0,
    y: 0,
    width: 1920,
    height: 1080,
  });
  expect(placeOnScreens({ ...place, width: 10, height: 10, x: 200 }, [main])).toMatchObject({
    width: 900,
    height: 600,
  });
  expect(placeOnScreens(null, [{ x: 0, y: 0, width: 800, height: 500 }])).toMatchObject({
    width: 800,
    height: 500,
  });
});

test('a first start, and no screen that is known', () => {
  expect(placeOnScreens(null, [main])).toEqual({ width: 1280, height: 800, maximized: false });
  expect(placeOnScreens(place, [])).toEqual({ width: 1280, height: 800, maximized: false });
});

test('what is not a place is not read', () => {
  expect(readWindowPlace(JSON.stringify(place))).toEqual(place);
  for (const text of [
    '',
    '{',
    'null',
    '{}',
    JSON.stringify({ ...place, width: -5 }),
    JSON.stringify({ ...place, x: '1' }),
  ])
    expect(readWindowPlace(text)).toBeNull();
});
