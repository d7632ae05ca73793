/** How the command ended, for scripts. Documented in the README and in `seatwise --help`. */
export const EXIT = {
  done: 0,
  /** Something that is not the user's fault. */
  failed: 1,
  /** The command line or its input can't be understood. */
  usage: 2,
  /** Refused: nothing was changed. */
  refused: 3,
  /** Done for some, refused for others (with --keep-going). */
  partly: 4,
  /** What was asked about does not exist. */
  notFound: 5,
  /** The answer was no, or there was nobody to ask. */
  notConfirmed: 6,
  /** Server or database can't be reached. */
  unreachable: 7,
} as const;

/** Ends the command with a code and a sentence for people. */
export class CommandError extends Error {
  readonly exitCode: number;
  readonly hint: string | undefined;
  constructor(exitCode: number, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}
