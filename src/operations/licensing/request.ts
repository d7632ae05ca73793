import type { Change } from '../../domain/licensing/change.ts';
import type { OperationKind, Selection, UnmatchedPerson } from '../../domain/licensing/stored-request.ts';
import type { People } from '../../store/operation-people.ts';

/** One change and whom it is for. Nobody may stand in two groups of a request. */
export interface ChangeGroup {
  readonly change: Change;
  readonly people: People;
}

/** A change of licenses, as every face asks for it. */
export interface LicenseRequest {
  readonly kind: OperationKind;
  readonly groups: readonly ChangeGroup[];
  readonly selection: Selection;
  /** What was said to mean a person and means none. They are refused: nothing is applied unless kept going. */
  readonly unmatched: readonly UnmatchedPerson[];
  /** Whoever asks means themselves too: else their own licenses are not taken. */
  readonly includeSelf?: boolean;
  readonly undoOf?: number;
  /** A reason or ticket number, kept with the operation. */
  readonly ticket?: string;
}
