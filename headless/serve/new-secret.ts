import type { World } from '../../core/system/world.ts';

/** 256 bits, safe in an address and in a header. */
export const newSecret = (world: Pick<World, 'random'>): string =>
  Buffer.from(world.random(32)).toString('base64url');
