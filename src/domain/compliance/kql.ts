/** A text that a search looks into. Without one, a term is looked for in everything. */
export type TextField =
  | 'subject'
  | 'from'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'recipients'
  | 'participants'
  | 'attachmentNames'
  | 'fileName'
  | 'fileType'
  | 'author'
  | 'category';

export type DateField = 'sent' | 'received' | 'date' | 'created' | 'modified';

export const KINDS = ['email', 'docs', 'contacts', 'im', 'meetings', 'notes', 'tasks', 'voicemail'] as const;
type Kind = (typeof KINDS)[number];

/** Words in a row, folded (`searchWords`); the last may be the beginning of one. */
export interface Phrase {
  readonly words: readonly string[];
  readonly isPrefix: boolean;
}

/** A query as a tree. Moments are in milliseconds; ranges begin with `from` and end before `to`, null being open. */
export type Kql =
  | { readonly op: 'everything' }
  | { readonly op: 'and' | 'or'; readonly nodes: readonly Kql[] }
  | { readonly op: 'not'; readonly node: Kql }
  | { readonly op: 'text'; readonly field: TextField | null; readonly phrase: Phrase }
  /** A whole address, in lower case. */
  | { readonly op: 'address'; readonly field: TextField; readonly address: string }
  /** Both within so many words of each other; ordered: the first before the second. */
  | {
      readonly op: 'near';
      readonly left: Phrase;
      readonly right: Phrase;
      readonly distance: number;
      readonly ordered: boolean;
    }
  | { readonly op: 'date'; readonly field: DateField; readonly from: number | null; readonly to: number | null }
  | { readonly op: 'size'; readonly from: number | null; readonly to: number | null }
  | { readonly op: 'kind'; readonly kind: Kind }
  | { readonly op: 'hasAttachment'; readonly value: boolean }
  | { readonly op: 'isRead'; readonly value: boolean }
  | { readonly op: 'importance'; readonly value: 'low' | 'normal' | 'high' };

/** What is wrong with a query. `at` counts characters from 0; `found` is the part of the query that it is about. */
export interface KqlFault {
  readonly fault:
    | 'unknownProperty'
    | 'notADate'
    | 'notASize'
    | 'notYesOrNo'
    | 'notAKind'
    | 'notAnImportance'
    | 'notComparable'
    | 'emptyRange'
    | 'missingValue'
    | 'missingTerm'
    | 'noWord'
    | 'wildcardNotLast'
    | 'unclosedQuote'
    | 'unclosedParenthesis'
    | 'unopenedParenthesis'
    | 'nearNeedsWords'
    | 'notADistance'
    | 'tooDeep'
    | 'tooLong';
  readonly at: number;
  readonly found: string;
}
