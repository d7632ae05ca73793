import type { ListedOperation } from '../../client/operations.ts';
import { numberText } from '../formats.ts';
import type { Language, Texts } from '../texts.ts';

/** Products that are named in a sentence; the others are counted. */
const NAMED = 2;

type Told = Pick<ListedOperation, 'id' | 'status' | 'kind' | 'undoOf' | 'totals'> &
  Partial<Pick<ListedOperation, 'onePerson'>>;

/** What an operation did, or a plan would do, in one sentence. */
export function operationSentence({ id, status, kind, undoOf, totals, onePerson }: Told, t: Texts, language: Language) {
  const come = totals.skus.filter(({ taken }) => taken > 0).map(({ name }) => name);
  const go = totals.skus.filter(({ freed }) => freed > 0).map(({ name }) => name);
  const people = totals.changed > 0 ? totals.changed : totals.people;
  const shape = shapeOf(kind, totals.changed, come.length, go.length);
  const values = {
    id: undoOf ?? id,
    count: shape === 'unassign' || shape === 'swap' ? go.length : Math.max(1, come.length),
    come: namesOf(come, t, language),
    go: namesOf(go, t, language),
    who: onePerson?.displayName ?? t('operations.persons', { count: people, number: numberText(people, language) }),
  };
  return status === 'planned' ? t(`operations.toDo.${shape}`, values) : t(`operations.done.${shape}`, values);
}

type Shape = 'assign' | 'unassign' | 'swap' | 'both' | 'licenses' | 'setPlans' | 'undo' | 'import' | 'nothing';

/** Which sentence fits. Who has a product otherwise, too, gets or loses no seat of it: then none is named. */
function shapeOf(kind: Told['kind'], changed: number, come: number, go: number): Shape {
  if (changed === 0) return 'nothing';
  if (kind === 'undo' || kind === 'import' || kind === 'setPlans') return kind;
  if (come > 0 && go > 0) return kind === 'swap' ? 'swap' : 'both';
  if (come > 0) return 'assign';
  return go > 0 ? 'unassign' : 'licenses';
}

function namesOf(names: readonly string[], t: Texts, language: Language): string {
  if (names.length <= NAMED + 1) return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
  const count = names.length - NAMED;
  const list = names.slice(0, NAMED).join(', ');
  return t('operations.andOthers', { list, count, number: numberText(count, language) });
}
