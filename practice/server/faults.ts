import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type FaultAction =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number; readonly code?: string }
  | { readonly kind: 'drop-before' }
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'expired-token' };

export type Fault = {
  /** What is left out matches everything. `key`: a prefix of the object's name. */
  readonly match: { readonly api?: 'b2' | 's3'; readonly operation?: string; readonly key?: string };
  readonly times: number;
  readonly action: FaultAction;
};

export type Call = {
  readonly api: 'b2' | 's3';
  readonly operation: string;
  readonly key?: string | undefined;
};

/**
 * What the API does next. `go`: nothing happened, or it happened already (slow), or will (the answer is going
 * to be dropped). `status`, `expired-token`: answer so, in the API's own words, without any effect.
 * `dropped`: the connection is gone; return.
 */
export type FaultOutcome =
  | { readonly kind: 'go' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'expired-token' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: number | undefined;
      readonly code: string | undefined;
    };

const go: FaultOutcome = { kind: 'go' };

/** Faults on request, in the order they were given; each fires `times` times, one per call. */
export class Faults {
  #queue: { readonly fault: Fault; fired: number }[] = [];

  add(faults: readonly Fault[]): void {
    this.#queue.push(...faults.map((fault) => ({ fault, fired: 0 })));
  }

  clear(): void {
    this.#queue = [];
  }

  /** So that a test can see that each fault really fired. */
  all(): readonly (Fault & { readonly fired: number })[] {
    return this.#queue.map(({ fault, fired }) => ({ ...fault, fired }));
  }

  /** Call once per request, before any effect. */
  async meet(call: Call, request: IncomingMessage, response: ServerResponse): Promise<FaultOutcome> {
    const waiting = this.#queue.find(({ fault, fired }) => fired < fault.times && matches(fault.match, call));
    if (waiting === undefined) return go;
    waiting.fired += 1;
    const { action } = waiting.fault;
    switch (action.kind) {
      case 'slow':
        await wait(action.ms);
        return go;
      case 'drop-before':
        request.socket.destroy();
        return { kind: 'dropped' };
      case 'drop-after':
        dropAnswer(request, response);
        return go;
      case 'expired-token':
        return { kind: 'expired-token' };
      case 'status':
        return { kind: 'status', status: action.status, retryAfter: action.retryAfter, code: action.code };
    }
  }
}

function matches(match: Fault['match'], call: Call): boolean {
  if (match.api !== undefined && match.api !== call.api) return false;
  if (match.operation !== undefined && match.operation !== call.operation) return false;
  return match.key === undefined || (call.key?.startsWith(match.key) ?? false);
}

/** Lets the handler believe that it answers; the client sees the connection close instead. */
function dropAnswer(request: IncomingMessage, response: ServerResponse): void {
  const drop = (): ServerResponse => {
    request.socket.destroy();
    return response;
  };
  response.writeHead = () => response;
  response.flushHeaders = () => undefined;
  response.write = () => true;
  response.end = drop;
}
