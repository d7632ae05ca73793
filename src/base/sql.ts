/** A statement whose values travel apart from its text. `name` makes the driver prepare it once a connection. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

class Fragment {
  readonly parts: readonly string[];
  readonly params: readonly unknown[];
  constructor(parts: readonly string[], params: readonly unknown[]) {
    this.parts = parts;
    this.params = params;
  }
  get text(): string {
    return this.parts.reduce((text, part, index) => (index === 0 ? part : `${text}$${index}${part}`), '');
  }
  get values(): readonly unknown[] {
    return this.params;
  }
}

/** Builds a statement or a part of one: a nested `sql` is spliced in, everything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...inputs: readonly unknown[]): Sql {
  const parts: string[] = [strings[0] ?? ''];
  const params: unknown[] = [];
  inputs.forEach((input, index) => {
    const after = strings[index + 1] ?? '';
    if (input instanceof Fragment) {
      parts[parts.length - 1] += input.parts[0] ?? '';
      input.params.forEach((param, nested) => {
        params.push(param);
        parts.push(input.parts[nested + 1] ?? '');
      });
      parts[parts.length - 1] += after;
    } else {
      params.push(input);
      parts.push(after);
    }
  });
  return new Fragment(parts, params);
}

/** Text that goes into a statement as it is. Only for constants of the program, never for input. */
export function rawSql(text: string): Sql {
  return new Fragment([text], []);
}

/** The parts, one after the other with `separator` between them. */
export function joinSql(parts: readonly Sql[], separator: string): Sql {
  return parts.reduce(
    (left, right, index) => (index === 0 ? right : sql`${left}${rawSql(separator)}${right}`),
    rawSql(''),
  );
}
