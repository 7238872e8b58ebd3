import { createHmac, timingSafeEqual } from 'node:crypto';
import { isExpired } from '../vault/access.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import type { Vault } from '../vault/vault.ts';
import { B2Refusal, expiredToken } from './b2-refusal.ts';

/** What a token is for; `download` carries its bucket and name prefix, `upload` and `part` their upload URL. */
export type TokenKind = 'account' | 'upload' | 'part' | 'download';

export type Token = {
  readonly kind: TokenKind;
  readonly key: VaultKey;
  readonly subject: string;
};

type Signed = {
  readonly kind: string;
  readonly keyId: string;
  readonly issuedAt: number;
  readonly validMs: number;
  readonly subject: string;
};

const dayMs = 86_400_000;
/** Checking a signature costs more than a small request's metadata, and clients send one token for a day. */
const cacheSize = 10_000;

/** Tokens that need no table: signed with the vault's secret, so that they survive a restart as B2's do. */
export class Tokens {
  readonly #vault: Vault;
  readonly #known = new Map<string, Signed>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** @param validMs B2: 24 hours, but for download authorizations */
  issue(kind: TokenKind, key: VaultKey, subject = '', validMs = dayMs): string {
    const fields = [kind, key.keyId, this.#vault.now(), validMs, Buffer.from(subject).toString('base64url')];
    const text = `4_${fields.join('.')}`;
    return `${text}.${this.#sign(text)}`;
  }

  /** @throws bad_auth_token, expired_auth_token (also when the key's own end has come) */
  check(text: string | undefined, kinds: readonly TokenKind[]): Token {
    const signed = text === undefined ? undefined : this.#read(text);
    const kind = kinds.find((wanted) => wanted === signed?.kind);
    const key = signed === undefined ? undefined : this.#vault.key(signed.keyId);
    if (signed === undefined || kind === undefined || key === undefined)
      throw new B2Refusal(401, 'bad_auth_token', 'Invalid authorization token');
    const now = this.#vault.now();
    if (now >= signed.issuedAt + signed.validMs || isExpired(key, now)) throw expiredToken();
    return { kind, key, subject: signed.subject };
  }

  #read(token: string): Signed | undefined {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1));
    const expected = Buffer.from(this.#sign(token.slice(0, end)));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
    const [kind = '', keyId = '', issuedAt, validMs, subject = ''] = token.slice(2, end).split('.');
    const signed = {
      kind,
      keyId,
      issuedAt: Number(issuedAt),
      validMs: Number(validMs),
      subject: Buffer.from(subject, 'base64url').toString(),
    };
    if (this.#known.size >= cacheSize) this.#known.clear();
    this.#known.set(token, signed);
    return signed;
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#vault.tokenSecret).update(text).digest('base64url');
  }
}
