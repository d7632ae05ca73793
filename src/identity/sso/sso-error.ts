/** Why a way through a provider came to nothing: what /sign-in is told, as ?error=. */
export type SsoError =
  /** There is no such tenant, or it has no provider. */
  | 'ssoNotConfigured'
  /** The provider does not answer, or not in time. */
  | 'ssoUnreachable'
  /** The provider let nobody in, or its answer does not stand up to the checks. */
  | 'ssoRefused'
  /** The provider says who it is, and nobody here is that. */
  | 'ssoUnknownPerson'
  /** The person's sign-in is blocked. */
  | 'ssoBlocked'
  /** It took too long, was used already, or was begun in another browser. */
  | 'ssoExpired';
