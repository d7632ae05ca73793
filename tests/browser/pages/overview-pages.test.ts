import { OVERVIEW_STATES } from '../states/overview-states.ts';
import { lookAt } from './look-at.ts';

lookAt(OVERVIEW_STATES);
