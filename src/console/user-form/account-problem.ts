import { ApiError } from '../../client/client.ts';
import { problemText } from '../parts/problem.tsx';
import type { Texts } from '../texts.ts';

/** What a refusal about an account says. Graph tells its reasons by sentences that never change. */
export function accountProblem(error: unknown, t: Texts): string {
  if (error instanceof ApiError) {
    if (error.code === 'Authorization_RequestDenied') return t('problem.forbidden');
    if (isNameTaken(error)) return t('problem.nameTaken');
    if (isNameInvalid(error)) return t('userForm.invalidName');
    const property = propertyOf(error);
    if (property !== undefined) return t('userForm.invalidValue');
    if (/password complexity/.test(error.message)) return t('problem.weakPassword');
  }
  return problemText(error, t);
}

/** The field of an account that a refusal is about; undefined where it is about the whole. */
export function accountField(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return isNameTaken(error) || isNameInvalid(error) ? 'userPrincipalName' : propertyOf(error);
}

function isNameTaken({ code, message }: ApiError): boolean {
  return code === 'nameTaken' || /same value for property userPrincipalName/.test(message);
}

function isNameInvalid({ code, message }: ApiError): boolean {
  return code === 'invalidName' || /verified domain names|property 'userPrincipalName'/.test(message);
}

function propertyOf({ message }: ApiError): string | undefined {
  const property = /property '(\w+)'/.exec(message)?.[1];
  return property === 'businessPhones' ? 'businessPhone' : property;
}
