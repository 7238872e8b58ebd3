import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { ProtectionView } from '../../../core/contract/protection.ts';

export type PartProps = {
  readonly set: string;
  readonly view: ProtectionView;
  /** Something was changed, or could not be: asks for the view again. */
  readonly after: (failed: ErrorShape | null) => void;
};
