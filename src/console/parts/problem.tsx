import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { ApiError } from '../../client/client.ts';
import { isUnreachable } from '../server.ts';
import { type TextKey, type Texts, useTexts } from '../texts.ts';

const useStyles = makeStyles({ body: { whiteSpace: 'normal', overflowWrap: 'anywhere' } });

/** What the server may take for wrong without saying more. */
type Failure = 'signInFailed' | 'wrongCode' | 'wrongPassword' | 'passkeyFailed';

/** Says why something did not work, as soon as it did not. Nothing where there is no error. */
export function Problem({
  error,
  failure,
}: {
  readonly error: unknown;
  /** What it means here that the server took something for wrong. */
  readonly failure?: Failure;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  if (error === null || error === undefined) return null;
  const seconds = retryAfterSeconds(error);
  return (
    <div role="alert">
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody className={styles.body}>
          {seconds === undefined ? (
            problemText(error, t, failure)
          ) : (
            <Countdown key={String(error)} error={error as ApiError} />
          )}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}

/** What a failed call says to whoever made it. */
export function problemText(error: unknown, t: Texts, failure: Failure = 'signInFailed'): string {
  if (error instanceof BrowserRefusal) return t(`problem.${error.reason}`);
  if (isUnreachable(error)) return t('problem.offline');
  if (!(error instanceof ApiError)) return t('problem.other', { message: String(error) });
  if (error.code === 'signInFailed') return t(`problem.${failure}`);
  const known = TEXTS[error.code];
  return known ? t(known) : t('problem.other', { message: error.message });
}

/** What the browser, not the server, would not do. */
export class BrowserRefusal extends Error {
  readonly reason: 'passkeyCanceled' | 'passkeyKnown' | 'passkeysImpossible' | 'passwordsDiffer';
  constructor(reason: BrowserRefusal['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** When the server takes the next attempt after it refused one for their number, in milliseconds; 0 otherwise. */
export function retryAt(error: unknown): number {
  const seconds = retryAfterSeconds(error);
  return seconds === undefined ? 0 : refusedAt(error as ApiError) + seconds * 1_000;
}

/** Counts down to a moment, in whole seconds; 0 once it is over. */
export function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((moment - now) / 1_000));
  useEffect(() => {
    setNow(Date.now());
    if (moment <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [moment]);
  return left;
}

/** The wait, ticking for the eye; a screen reader hears it when it begins and may ask for the rest. */
function Countdown({ error }: { readonly error: ApiError }) {
  const { t } = useTexts();
  const left = useSecondsUntil(retryAt(error));
  return (
    <span role="timer" aria-live="off" aria-atomic="true">
      {left > 0 ? t('problem.tooManyAttempts', { count: left }) : t('problem.tooManyAttemptsOver')}
    </span>
  );
}

const moments = new WeakMap<ApiError, number>();

function refusedAt(error: ApiError): number {
  const known = moments.get(error);
  if (known !== undefined) return known;
  const now = Date.now();
  moments.set(error, now);
  return now;
}

function retryAfterSeconds(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || error.status !== 429) return undefined;
  const seconds = Number(error.details.retryAfterSeconds);
  return Number.isFinite(seconds) ? seconds : 30;
}

/** The console's words for what the API refuses; for the rest the API's own are shown. */
const TEXTS: Readonly<Record<string, Extract<TextKey, `problem.${string}`>>> = {
  flowExpired: 'problem.flowExpired',
  weakPassword: 'problem.weakPassword',
  invalidName: 'problem.invalidName',
  nameTaken: 'problem.nameTaken',
  notFound: 'problem.gone',
  unknownTenant: 'problem.unknownTenant',
  csrf: 'problem.csrf',
  forbidden: 'problem.forbidden',
};
