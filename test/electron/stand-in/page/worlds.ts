import { decode, encode } from './codec.ts';

/** What passes from world to world on the page's own event target; the only thing that both have. */
type WorldEvent = EventTarget & { readonly top: unknown; close: () => void };
const page = globalThis as unknown as WorldEvent;

type Side = {
  /** Encodes functions and promises so that the other side can use them. */
  readonly encode: (value: unknown) => unknown;
  readonly decode: (value: unknown) => unknown;
};

const say = (to: string, message: unknown): void => {
  page.dispatchEvent(new CustomEvent(`stand-in-${to}`, { detail: JSON.stringify(message) }));
};

const hear = (own: string, listener: (message: never) => void): void =>
  page.addEventListener(`stand-in-${own}`, (event) =>
    listener(JSON.parse((event as CustomEvent<string>).detail) as never),
  );

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly call: number; readonly given: unknown }
  | { readonly kind: 'return'; readonly call: number; readonly value: unknown; readonly error?: string }
  | { readonly kind: 'settled'; readonly id: number; readonly value: unknown; readonly error?: string };

/** Lets functions and promises of one world be used in the other; calls are answered before they return. */
export function joinWorlds(own: string, other: string): Side {
  const functions: ((...given: unknown[]) => unknown)[] = [];
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  const returned = new Map<number, Extract<Message, { kind: 'return' }>>();
  let promiseId = 0;
  let callId = 0;
  const side: Side = {
    encode: (value) =>
      encode(value, {
        fromFunction: (given) => functions.push(given) - 1,
        fromPromise: (given) => {
          const id = (promiseId += 1);
          given.then(
            (result) => say(other, { kind: 'settled', id, value: side.encode(result) }),
            (error: unknown) => say(other, { kind: 'settled', id, value: null, error: words(error) }),
          );
          return id;
        },
      }),
    decode: (value) =>
      decode(value, {
        toFunction:
          (id) =>
          (...given: unknown[]) => {
            const call = (callId += 1);
            say(other, { kind: 'call', id, call, given: side.encode(given) });
            const answer = returned.get(call);
            returned.delete(call);
            if (answer?.error !== undefined) throw new Error(answer.error);
            return side.decode(answer?.value);
          },
        toPromise: (id) => {
          const made = Promise.withResolvers<unknown>();
          promises.set(id, made);
          return made.promise;
        },
      }),
  };
  hear(own, (message: Message) => {
    if (message.kind === 'return') returned.set(message.call, message);
    else if (message.kind === 'settled') {
      const waiting = promises.get(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(message.error));
      else waiting?.resolve(side.decode(message.value));
    } else {
      const { call, id, given } = message;
      try {
        const value = functions[id]?.(...(side.decode(given) as unknown[]));
        say(other, { kind: 'return', call, value: side.encode(value) });
      } catch (error) {
        say(other, { kind: 'return', call, value: null, error: words(error) });
      }
    }
  });
  return side;
}

export { hear, page, say };

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
