import { SIGN_IN_STATES } from '../states/sign-in-states.ts';
import { lookAt } from './look-at.ts';

lookAt(SIGN_IN_STATES);
