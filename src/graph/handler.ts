import type { Action } from '../domain/access/actions.ts';
import type { Context } from '../operations/context.ts';
import type { GraphReply } from './errors.ts';

/** A call as a handler sees it: who and where is settled, the body parsed. */
export interface GraphCall {
  readonly context: Context;
  /** Keys of the path, by the names of the route. */
  readonly keys: Readonly<Record<string, string>>;
  /** The query string as it came, without the question mark. */
  readonly query: string;
  readonly body: unknown;
  /** The body of a route that takes bytes, as it arrives. */
  readonly bytes?: AsyncIterable<Uint8Array>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `ConsistencyLevel: eventual` was sent. */
  readonly consistencyEventual: boolean;
  /** The address of this version of the API as the client calls it, such as http://127.0.0.1:4365/v1.0 */
  readonly baseUrl: string;
  /** The path without the version, and without the names of an item in a drive. */
  readonly path: string;
  /** The path as it came, without the version. */
  readonly fullPath: string;
  /** The names by which the path leads to an item in a drive. */
  readonly itemNames?: readonly string[];
}

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The right that it takes; of several, one is enough, and the operation looks closer. */
  readonly action: Action | readonly Action[];
  /** People may do it to themselves without any role, through an app that was given this permission or one of the right. */
  readonly own?: string;
  /** The handler looks closer at who may, since that hangs on whose the object is. */
  readonly decides?: 'handler';
  /** Its body is bytes of any type, and not JSON. */
  readonly takes?: 'bytes';
  readonly handle: (call: GraphCall) => Promise<GraphReply>;
}
