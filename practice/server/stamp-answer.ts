import type { ServerResponse } from 'node:http';
import type { Vault } from '../vault/vault.ts';

/** What every answer says: the vault's time, how far that was moved, and that nothing is protected here. */
export function stampAnswer(response: ServerResponse, vault: Vault): void {
  response.setHeader('date', new Date(vault.now()).toUTCString());
  response.setHeader('x-practice-clock-offset-ms', String(vault.clockOffset));
  response.setHeader('server', 'Holdfast practice vault (protects nothing)');
}
