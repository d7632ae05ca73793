import { isGuid } from '../../base/id.ts';
import type { Columns } from '../../domain/directory/user-columns.ts';
import { type FileRefusal, readUsersCsv } from './read-users-csv.ts';

export interface ListedPerson {
  readonly person: string;
  readonly line: number;
}

/**
 * The people that a CSV text names, with their lines: by object id where there is such a column and it is filled in,
 * else by user principal name. A bare list, one person a line without a heading, will do too.
 */
export async function readPeopleCsv(text: string): Promise<ListedPerson[] | FileRefusal> {
  const bare = bareList(text);
  if (bare) return bare;
  const people: ListedPerson[] = [];
  let columns: Columns | undefined;
  for await (const part of readUsersCsv(once(text))) {
    if (part.kind === 'refused') return part.refusal;
    if (part.kind === 'columns') columns = part;
    else {
      const place = {
        id: columns?.columns.indexOf('id') ?? -1,
        name: columns?.columns.indexOf('userPrincipalName') ?? -1,
      };
      for (const { cells, line } of part.rows) {
        const id = cells[place.id]?.trim() ?? '';
        const person = isGuid(id) ? id : (cells[place.name]?.trim() ?? '');
        people.push({ person, line });
      }
    }
  }
  return people;
}

/** The people of a text whose first line is a person and not a heading, and where no line has a second cell. */
function bareList(text: string): ListedPerson[] | undefined {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const first = lines[0]?.trim().replace(/^"(.*)"$/, '$1') ?? '';
  if (!isGuid(first) && !/^[^\s@,;]+@[^\s@,;]+$/.test(first)) return undefined;
  return lines.flatMap((line, index) => {
    const person = line.trim().replace(/^"(.*)"$/, '$1');
    return person === '' ? [] : [{ person, line: index + 1 }];
  });
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
