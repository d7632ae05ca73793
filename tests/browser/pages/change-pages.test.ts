import { CHANGE_STATES } from '../states/change-states.ts';
import { lookAt } from './look-at.ts';

lookAt(CHANGE_STATES);
