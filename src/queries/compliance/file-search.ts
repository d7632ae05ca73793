import { joinSql, rawSql, type Sql, sql } from '../../base/sql.ts';
import type { Kql, Phrase, TextField } from '../../domain/compliance/kql.ts';
import { moment, within } from './message-search.ts';
import { hasPhrase, phraseQuery, wordQuery } from './words-sql.ts';

const NEVER = rawSql('false');
const ALWAYS = rawSql('true');

/**
 * Compiles a query to a condition on `drive_item f`. Files are found by their names and by what is known of them, not by
 * the text in them. What is said of messages is true of no file.
 */
export function fileCondition(node: Kql): Sql {
  const words = wordQuery(node);
  if (words !== undefined) return sql`f.search @@ ${words}::tsquery`;
  switch (node.op) {
    case 'everything':
      return ALWAYS;
    case 'and':
    case 'or':
      return sql`(${joinSql(node.nodes.map(fileCondition), node.op === 'and' ? ' and ' : ' or ')})`;
    case 'not':
      return sql`(${fileCondition(node.node)}) is not true`;
    case 'text':
      return textCondition(node.field, node.phrase);
    case 'date': {
      const [from, to] = [moment(node.from), moment(node.to)];
      if (node.field === 'created') return within(rawSql('f.created_at'), from, to);
      return node.field === 'modified' || node.field === 'date' ? within(rawSql('f.modified_at'), from, to) : NEVER;
    }
    case 'size':
      return within(rawSql('f.size'), node.from, node.to);
    case 'kind':
      return node.kind === 'docs' ? ALWAYS : NEVER;
    default:
      return NEVER;
  }
}

function textCondition(field: TextField | null, phrase: Phrase): Sql {
  switch (field) {
    case null:
    case 'fileName':
      return sql`f.search @@ ${phraseQuery(phrase)}::tsquery`;
    case 'fileType': {
      const type = phrase.words.join('');
      const own = sql`lower(substring(f.name from '[.]([^.]+)$'))`;
      return phrase.isPrefix ? sql`starts_with(${own}, ${type})` : sql`${own} = ${type}`;
    }
    case 'author': {
      const words = hasPhrase(rawSql(`u.display_name || ' ' || u.user_principal_name`), phrase);
      return sql`exists (select from users u where u.tenant_id = f.tenant_id and u.id = f.created_by and ${words})`;
    }
    default:
      return NEVER;
  }
}

/** `drive_item f` is a file that is there, not a folder and not in its person's recycle bin. */
export const IS_FILE = rawSql('f.content_hash is not null and f.deleted_at is null');
