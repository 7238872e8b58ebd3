import type { SecretBridge } from '../../core/contract/bridge.ts';

export function SecretWindow({ request }: { readonly bridge: SecretBridge; readonly request: string }) {
  return <main data-request={request.length} />;
}
