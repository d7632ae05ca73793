import { excerpt, nextToken, type Token } from './filter-lexer.ts';

/** A value as it stands in a filter; texts without their quotes. */
export type Literal =
  | { readonly type: 'string' | 'guid' | 'date'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null'; readonly value: null };

/** A property, such as ['displayName'], ['assignedLicenses', '$count'] or, in a lambda, ['x', 'skuId']. Names as written. */
export type Path = readonly string[];

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
type TextTest = 'startsWith' | 'endsWith' | 'contains';

/** What a $filter says, as a tree. Terms joined by the same word without parentheses are one node. */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly of: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly of: FilterNode }
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Comparison; readonly value: Literal }
  | { readonly kind: 'in'; readonly path: Path; readonly values: readonly Literal[] }
  | { readonly kind: 'test'; readonly test: TextTest; readonly path: Path; readonly value: string }
  | { readonly kind: 'any'; readonly path: Path; readonly variable: string; readonly of: FilterNode };

/** Why a filter can't be answered: it can't be read, makes no sense, or asks what can't be asked. */
export interface FilterError {
  readonly error: string;
}

const COMPARISONS: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const RESERVED: ReadonlySet<string> = new Set([...COMPARISONS, 'and', 'or', 'in', 'null', 'true', 'false']);
const TESTS: ReadonlyMap<string, TextTest> = new Map([
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
  ['contains', 'contains'],
]);
/** Deeper than anything that is written by hand, and far from the end of the stack. */
const DEEPEST = 60;
const MOST_CLAUSES = 1000;

/** Parses a $filter. Words of the language in any case; an error names the position, counted from 0. */
export function parseFilter(text: string): FilterNode | FilterError {
  try {
    return new Parser(text).whole();
  } catch (error) {
    if (error instanceof Unreadable) return { error: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

/** Recursive descent over one token at a time. */
class Parser {
  readonly text: string;
  token: Token;
  word = '';
  depth = 0;
  clauses = 0;

  constructor(text: string) {
    this.text = text;
    this.token = this.read(0);
  }

  whole(): FilterNode {
    const node = this.chain('or');
    if (this.token.kind !== 'end') this.fail("'and', 'or' or the end of the filter");
    return node;
  }

  chain(kind: 'and' | 'or'): FilterNode {
    const first = kind === 'or' ? this.chain('and') : this.term();
    if (this.word !== kind) return first;
    const of = [first];
    while (this.takeWord(kind)) of.push(kind === 'or' ? this.chain('and') : this.term());
    return { kind, of };
  }

  term(): FilterNode {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Unreadable(`Nested too deeply at position ${this.token.at}`);
    const node = this.takeWord('not') ? ({ kind: 'not', of: this.term() } as const) : this.primary();
    this.depth -= 1;
    return node;
  }

  primary(): FilterNode {
    if (this.takeMark('(')) {
      const node = this.chain('or');
      this.expectMark(')');
      return node;
    }
    this.clauses += 1;
    if (this.clauses > MOST_CLAUSES)
      throw new Unreadable(`More than ${MOST_CLAUSES} clauses at position ${this.token.at}`);
    const { text, at } = this.token;
    const expected = 'a property, a function or a parenthesis';
    if (RESERVED.has(this.word)) this.fail(expected);
    const name = this.name(expected);
    if (this.takeMark('(')) return this.textTest(text, at);
    const path = [name];
    while (this.takeMark('/')) {
      if (this.takeMark('$count')) return this.clause([...path, '$count']);
      const lambda = this.word;
      const { at: lambdaAt } = this.token;
      const segment = this.name('a property');
      if (this.takeMark('(')) return this.lambda(lambda, lambdaAt, path);
      path.push(segment);
    }
    return this.clause(path);
  }

  textTest(name: string, at: number): FilterNode {
    const test = TESTS.get(name.toLowerCase());
    if (!test) throw new Unreadable(`The function '${excerpt(name)}' at position ${at} is not supported`);
    const path = this.path();
    this.expectMark(',');
    const { at: valueAt } = this.token;
    const value = this.literal();
    if (value.type !== 'string') throw new Unreadable(`Expected a text in quotes at position ${valueAt}`);
    this.expectMark(')');
    const node = { kind: 'test', test, path, value: value.value } as const;
    // startsWith(…) eq true is the long form of the same.
    const wanted = this.takeWord('eq') ? this.truth() : this.takeWord('ne') ? !this.truth() : true;
    return wanted ? node : { kind: 'not', of: node };
  }

  truth(): boolean {
    if (this.word !== 'true' && this.word !== 'false') this.fail('true or false');
    const truth = this.word === 'true';
    this.advance();
    return truth;
  }

  lambda(word: string, at: number, path: Path): FilterNode {
    if (word !== 'any') throw new Unreadable(`'${excerpt(word)}' at position ${at} is not supported; only 'any' is`);
    const variable = this.name('a variable, since any() without a condition is not supported,');
    this.expectMark(':');
    const of = this.chain('or');
    this.expectMark(')');
    return { kind: 'any', path, variable, of };
  }

  clause(path: Path): FilterNode {
    const operator = this.word;
    if (COMPARISONS.has(operator)) {
      this.advance();
      return { kind: 'compare', path, operator: operator as Comparison, value: this.literal() };
    }
    if (this.takeWord('in')) {
      this.expectMark('(');
      const values = [this.literal()];
      while (this.takeMark(',')) values.push(this.literal());
      this.expectMark(')');
      return { kind: 'in', path, values };
    }
    // A property alone is a condition where it is true or false.
    if (path.at(-1) !== '$count' && this.atEndOfTerm()) {
      return { kind: 'compare', path, operator: 'eq', value: { type: 'boolean', value: true } };
    }
    return this.fail('a comparison such as eq, ne or in');
  }

  path(): string[] {
    const path = [this.name('a property')];
    while (this.takeMark('/')) path.push(this.name('a property'));
    return path;
  }

  literal(): Literal {
    const { kind, text } = this.token;
    const { word } = this;
    if (kind === 'string' || kind === 'guid' || kind === 'date') {
      this.advance();
      return { type: kind, value: text };
    }
    if (kind === 'number') {
      this.advance();
      return { type: 'number', value: Number(text) };
    }
    if (word === 'null') {
      this.advance();
      return { type: 'null', value: null };
    }
    if (word === 'true' || word === 'false') {
      this.advance();
      return { type: 'boolean', value: word === 'true' };
    }
    return this.fail('a value (a text stands in single quotes)');
  }

  atEndOfTerm(): boolean {
    const { kind, text } = this.token;
    return kind === 'end' || (kind === 'mark' && text === ')') || this.word === 'and' || this.word === 'or';
  }

  name(expected: string): string {
    if (this.token.kind !== 'name') this.fail(expected);
    const { text } = this.token;
    this.advance();
    return text;
  }

  takeWord(word: string): boolean {
    return this.take(this.word === word);
  }

  takeMark(mark: string): boolean {
    return this.take(this.token.kind === 'mark' && this.token.text === mark);
  }

  expectMark(mark: string): void {
    if (!this.takeMark(mark)) this.fail(`'${mark}'`);
  }

  take(there: boolean): boolean {
    if (there) this.advance();
    return there;
  }

  advance(): void {
    this.token = this.read(this.token.end);
  }

  read(from: number): Token {
    const token = nextToken(this.text, from);
    if (token.kind === 'unreadable') throw new Unreadable(token.text);
    this.word = token.kind === 'name' ? token.text.toLowerCase() : '';
    return token;
  }

  fail(expected: string): never {
    const { kind, text, at } = this.token;
    throw new Unreadable(
      `Expected ${expected} but found ${kind === 'end' ? 'the end' : `'${excerpt(text)}'`} at position ${at}`,
    );
  }
}
