/** An answer with B2's error body: `{"status", "code", "message"}`. */
export class B2Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.name = 'B2Refusal';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export function badRequest(message: string): B2Refusal {
  return new B2Refusal(400, 'bad_request', message);
}

export function unauthorized(message: string): B2Refusal {
  return new B2Refusal(401, 'unauthorized', message);
}

export function expiredToken(): B2Refusal {
  return new B2Refusal(401, 'expired_auth_token', 'Authorization token has expired');
}

/** For faults on request: the code that B2 uses with a status. */
export function refusalForStatus(status: number, retryAfter?: number, code?: string): B2Refusal {
  return new B2Refusal(status, code ?? codeOf(status), 'as asked for by the practice vault', retryAfter);
}

function codeOf(status: number): string {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'cap_exceeded';
    case 404:
      return 'not_found';
    case 408:
      return 'request_timeout';
    case 409:
      return 'conflict';
    case 416:
      return 'range_not_satisfiable';
    case 429:
      return 'too_many_requests';
    case 503:
      return 'service_unavailable';
    default:
      return status < 500 ? 'bad_request' : 'internal_error';
  }
}
