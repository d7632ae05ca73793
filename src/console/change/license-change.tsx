import type { PlanRequest } from '../../client/licensing.ts';
import { licensing } from '../server.ts';
import { ChangeBox } from './change-box.tsx';

export interface LicenseChangeProps {
  /** What the box is called, such as "Unassign licenses". */
  readonly title: string;
  /** What the button that does it is called, such as "Unassign". */
  readonly action: string;
  readonly request: PlanRequest;
  /** How many people are meant, as far as the page knows. */
  readonly people: number;
  /** The box is left; `applied` tells whether anything was changed. */
  readonly onClose: (applied: boolean) => void;
}

/** The box in front of every change of licenses: plans it, shows what follows, applies it, gives per-person results. */
export function LicenseChange({ title, action, request, people, onClose }: LicenseChangeProps) {
  return (
    <ChangeBox
      title={title}
      action={action}
      people={people}
      includeSelf={request.includeSelf ?? false}
      ticket={request.ticket ?? ''}
      planner={(choices, onProgress) => licensing.plan({ ...request, ...choices }, onProgress)}
      onClose={onClose}
    />
  );
}
