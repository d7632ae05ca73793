import { consoleEn } from '../../messages/console-en.ts';
import type { Texts } from '../texts.ts';

type RoleKey = keyof (typeof consoleEn)['role'];

const KEYS = Object.keys(consoleEn.role) as RoleKey[];

/** A role in the reader's language, by its key or its English name; a role of a newer server keeps its own name. */
export function roleText(role: string, t: Texts): string {
  const key = KEYS.find((known) => known === role || consoleEn.role[known] === role);
  return key ? t(`role.${key}`) : role;
}

/** Where a person with these roles stands in a list that begins with who may do most; without any they come last. */
export function rankOf(roles: readonly string[]): number {
  const ranks = KEYS.flatMap((key, rank) => (roles.includes(key) || roles.includes(consoleEn.role[key]) ? [rank] : []));
  return ranks[0] ?? KEYS.length;
}

/** What may be done, in the reader's language; undefined for what this console does not know. */
export function actionText(action: string, t: Texts): string | undefined {
  return action in consoleEn.action ? t(`action.${action as keyof (typeof consoleEn)['action']}`) : undefined;
}
