import type { UnitRule } from '../../../domain/access/reach.ts';
import { countryCode } from '../../../domain/directory/countries.ts';
import { TEXT_FIELDS } from '../../../domain/directory/user-fields.ts';

/** The rule of a unit in the language of dynamic membership: `(user.department -eq "Sales") -and (user.usageLocation -eq "FR")`. */
export function membershipRuleOf({ department, usageLocation }: UnitRule): string {
  return [clause('department', department), clause('usageLocation', usageLocation)]
    .filter((part) => part !== undefined)
    .join(' -and ');
}

/**
 * The unit that a rule draws: a department, a usage location, or both, in either order, with parentheses or without.
 * Undefined for any other rule, also where Entra knows it.
 */
export function parseMembershipRule(text: string): UnitRule | undefined {
  const tokens = text.length > LONGEST_RULE ? undefined : tokensOf(text);
  const parsed = tokens && conjunction(tokens, 0);
  if (!parsed || parsed.next !== tokens.length) return undefined;
  const values = new Map(parsed.clauses);
  if (values.size !== parsed.clauses.length) return undefined;
  const department = values.get('department') ?? null;
  const usageLocation = values.get('usagelocation')?.toUpperCase() ?? null;
  if (department !== null && !isDepartment(department)) return undefined;
  if (usageLocation !== null && countryCode(usageLocation) !== usageLocation) return undefined;
  return { department, usageLocation };
}

/** Entra takes no longer one. */
const LONGEST_RULE = 3072;

function clause(property: string, value: string | null): string | undefined {
  return value === null ? undefined : `(user.${property} -eq "${value.replaceAll(/[`"]/g, '`$&')}")`;
}

function isDepartment(value: string): boolean {
  return value.trim() !== '' && !value.includes('\0') && value.length <= TEXT_FIELDS.department.maxLength;
}

interface Token {
  readonly kind: 'open' | 'close' | 'and' | 'property' | 'equals' | 'text';
  readonly text: string;
}

// The hyphen before an operator may be left out; a backtick makes the quote or backtick after it a part of the text.
const TOKEN =
  /\s*(?:(?<open>\()|(?<close>\))|(?<and>-?and\b)|(?<equals>-?eq\b)|user\.(?<property>department|usageLocation)\b|"(?<text>(?:[^"`]|`["`])*)")/iuy;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const whole = text.trimEnd();
  for (let at = 0; at < whole.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(whole)?.groups;
    if (!groups) return undefined;
    const [kind, found] = Object.entries(groups).find(([, value]) => value !== undefined) as [Token['kind'], string];
    tokens.push({ kind, text: found });
  }
  return tokens;
}

interface Parsed {
  readonly clauses: readonly (readonly [property: string, value: string])[];
  readonly next: number;
}

function conjunction(tokens: readonly Token[], from: number): Parsed | undefined {
  let whole = operand(tokens, from);
  while (whole && tokens[whole.next]?.kind === 'and') {
    const more = operand(tokens, whole.next + 1);
    whole = more && { clauses: [...whole.clauses, ...more.clauses], next: more.next };
  }
  return whole;
}

function operand(tokens: readonly Token[], from: number): Parsed | undefined {
  const [first, second, third] = tokens.slice(from, from + 3);
  if (first?.kind === 'open') {
    const inside = conjunction(tokens, from + 1);
    return inside && tokens[inside.next]?.kind === 'close' ? { ...inside, next: inside.next + 1 } : undefined;
  }
  if (first?.kind !== 'property' || second?.kind !== 'equals' || third?.kind !== 'text') return undefined;
  return { clauses: [[first.text.toLowerCase(), third.text.replaceAll(/`(["`])/g, '$1')]], next: from + 3 };
}
