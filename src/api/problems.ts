/** Why a request of our own API was not carried out, as a closed list; `message` is for people. */
export type ProblemCode =
  | 'unauthorized'
  | 'forbidden'
  | 'csrf'
  | 'invalidInput'
  | 'unknownProduct'
  | 'ambiguousProduct'
  | 'unknownServicePlan'
  | 'invalidFilter'
  | 'invalidFile'
  | 'notFound'
  | 'refused'
  | 'worldMoved'
  | 'notPlanned'
  | 'notApplied'
  | 'seatsAssigned'
  | 'approvalNeeded'
  | 'auditBroken'
  | 'approvalRejected'
  | 'identityProvider'
  | 'conflict'
  | 'nameTaken'
  | 'invalidName'
  | 'weakPassword'
  | 'tooLate'
  | 'syncedUser'
  | 'internal';

export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** Ends a request with a problem. Caught by the app only. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Ends the request. */
export function fail(status: number, code: ProblemCode, message: string, details: Record<string, unknown> = {}): never {
  throw new ProblemError({ status, code, message, ...details });
}
