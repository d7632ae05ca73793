import { LISTS_STATES } from '../states/lists-states.ts';
import { lookAt } from './look-at.ts';

lookAt(LISTS_STATES);
