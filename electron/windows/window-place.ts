import { z } from 'zod';

const place = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof place>;

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const smallest = { width: 900, height: 600 } as const;
const usual = { width: 1280, height: 800 } as const;
/** As much of a window's top edge must be on a screen, so that it can be moved. */
const handle = 100;

/** @returns null: nothing usable was remembered */
export function readWindowPlace(text: string): WindowPlace | null {
  try {
    return place.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Where the window opens: where it was, if that screen is still there, and never larger than its screen.
 * @param screens work areas, the main one first
 */
export function placeOnScreens(
  remembered: WindowPlace | null,
  screens: readonly Area[],
): Partial<Area> & { readonly width: number; readonly height: number; readonly maximized: boolean } {
  const first = screens[0] ?? { x: 0, y: 0, ...usual };
  const home = remembered ? screens.find((screen) => isReachable(remembered, screen)) : undefined;
  const screen = home ?? first;
  const width = fit(remembered?.width ?? usual.width, smallest.width, screen.width);
  const height = fit(remembered?.height ?? usual.height, smallest.height, screen.height);
  const maximized = remembered?.maximized ?? false;
  // Without a place the platform centres it.
  if (!remembered || !home) return { width, height, maximized };
  return {
    x: fit(remembered.x, screen.x, screen.x + screen.width - width),
    y: fit(remembered.y, screen.y, screen.y + screen.height - height),
    width,
    height,
    maximized,
  };
}

/** A screen smaller than the smallest window wins: all of the window can be seen. */
const fit = (value: number, from: number, to: number): number =>
  Math.min(Math.max(value, from), Math.max(to, Math.min(from, to)));

function isReachable(window: WindowPlace, screen: Area): boolean {
  const inside = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return inside >= handle && window.y >= screen.y - 10 && window.y < screen.y + screen.height - 30;
}
