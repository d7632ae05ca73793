import { Badge, makeStyles } from '@fluentui/react-components';
import { ArrowUndoRegular, CalendarClockRegular, CheckmarkCircleRegular, WarningRegular } from '@fluentui/react-icons';
import type { OperationStatus } from '../../client/licensing.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { useTexts } from '../texts.ts';

const LOOKS = {
  planned: { color: 'informative', icon: <CalendarClockRegular /> },
  applied: { color: 'success', icon: <CheckmarkCircleRegular /> },
  partlyApplied: { color: 'warning', icon: <WarningRegular /> },
  undone: { color: 'subtle', icon: <ArrowUndoRegular /> },
} as const satisfies Record<keyof (typeof consoleEn)['operations']['status'], unknown>;

const useStyles = makeStyles({ root: { whiteSpace: 'nowrap', flexShrink: 0 } });

/** How it stands with an operation. */
export function StatusBadge({ status }: { readonly status: OperationStatus }) {
  const { t } = useTexts();
  const { color, icon } = LOOKS[status];
  return (
    <Badge className={useStyles().root} appearance="tint" color={color} icon={icon}>
      {t(`operations.status.${status}`)}
    </Badge>
  );
}

/** Every status, in the order in which they are offered. */
export const STATUSES = Object.keys(consoleEn.operations.status) as OperationStatus[];
