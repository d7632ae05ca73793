import { ApiError } from '../../client/client.ts';
import { problemText } from '../parts/problem.tsx';
import type { Texts } from '../texts.ts';

/** What a refusal about an account says. Graph tells its reasons by sentences that never change. */
export function accountProblem(error: unknown, t: Texts): string {
  if (error instanceof ApiError) {
    if (error.code === 'Authorization_RequestDenied') return t('problem.forbidden');
    if (/same value for property userPrincipalName/.test(error.message)) return t('problem.nameTaken');
    if (/verified domain names|property 'userPrincipalName'/.test(error.message)) return t('problem.invalidName');
    if (/password complexity/.test(error.message)) return t('problem.weakPassword');
  }
  return problemText(error, t);
}
