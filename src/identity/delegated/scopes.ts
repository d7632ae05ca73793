import { GRAPH_APP_ID } from '../access-tokens.ts';
import { isGraphHost } from '../graph-hosts.ts';
import { DELEGATED_PERMISSIONS, OPENID_SCOPES, SELF_READ } from './permissions.ts';

/** What a client asks people for, sorted out. */
export interface WantedScopes {
  readonly openid: readonly string[];
  /** Permissions of Graph by their short names. */
  readonly graph: readonly string[];
  /** Each asked-for scope as the client wrote it, with the permissions that it stands for. */
  readonly spelled: readonly { readonly text: string; readonly graph: readonly string[] }[];
  /** `/.default` was asked for: whatever the app has. */
  readonly all: boolean;
}

/** A scope that names nothing here, by the client's own spelling. */
export interface WrongScope {
  readonly wrong: string;
  readonly why: 'malformed' | 'notOurs' | 'notRegistered';
}

/**
 * Reads a `scope` parameter: permissions with or without the resource before them, in any case, `/.default` for all
 * that the client has, and OpenID's own. Without any permission it is User.Read, so that there is a token at all.
 * @param permitted what the client may ask for
 */
export function readScopes(scope: string, origin: string, permitted: readonly string[]): WantedScopes | WrongScope {
  const texts = scope.split(/\s+/).filter((text) => text !== '');
  const openid = texts.filter((text) => OPENID_SCOPES.includes(text));
  const spelled: { text: string; graph: readonly string[] }[] = [];
  for (const text of texts.filter((one) => !OPENID_SCOPES.includes(one))) {
    const name = withoutResource(text, origin);
    if (name === undefined) return { wrong: text, why: 'notOurs' };
    if (name === '.default') {
      spelled.push({ text, graph: permitted });
      continue;
    }
    const known = DELEGATED_PERMISSIONS.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined) return { wrong: text, why: 'malformed' };
    if (!permitted.includes(known)) return { wrong: text, why: 'notRegistered' };
    spelled.push({ text, graph: [known] });
  }
  const all = spelled.some(({ text }) => text.endsWith('/.default'));
  const [first] = spelled;
  if (all && first && spelled.length > 1) return { wrong: scope, why: 'malformed' };
  const graph = [...new Set(spelled.flatMap((one) => one.graph))];
  return { openid, graph: graph.length > 0 ? graph : [SELF_READ], spelled, all };
}

/** The parameter as the OpenID library reads it. */
export function libraryScope({ openid, graph }: WantedScopes): string {
  return [...openid, ...graph].join(' ');
}

/** What an answer says was granted: what the client asked for in its own spelling, which its cache looks for. */
export function grantedScope({ openid, spelled }: WantedScopes, granted: readonly string[]): string {
  const isDefault = (text: string) => text.endsWith('/.default');
  const told = spelled.filter(({ text, graph }) => isDefault(text) || graph.every((one) => granted.includes(one)));
  const isTold = (name: string) => told.some(({ text, graph }) => graph.includes(name) && !isDefault(text));
  return [
    ...openid.filter((one) => one !== 'offline_access'),
    ...told.map(({ text }) => text),
    ...granted.filter((name) => !isTold(name)),
  ].join(' ');
}

/** The permission without the resource's address before it; undefined where that is another resource. */
function withoutResource(scope: string, origin: string): string | undefined {
  const at = scope.lastIndexOf('/');
  if (at < 0) return scope === '.default' ? undefined : scope;
  // Some clients write two slashes before .default.
  const resource = scope.slice(0, at).replace(/\/+$/, '');
  const isOurs = resource === GRAPH_APP_ID || resource === origin || isGraphHost(resource);
  return isOurs ? scope.slice(at + 1) : undefined;
}
