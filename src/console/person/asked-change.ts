import { createContext } from 'react';
import type { LicenseChangeProps } from '../change/license-change.tsx';

/** A change that somebody wants to go through, for the box in front of it. */
export type AskedChange = Pick<LicenseChangeProps, 'title' | 'action' | 'request'>;

/**
 * Opens that box in a place that stays, though what asked for it goes with the license. Undefined where there is no such
 * place: then whoever asks opens it.
 */
export const AskedChangeContext = createContext<((change: AskedChange) => void) | undefined>(undefined);
