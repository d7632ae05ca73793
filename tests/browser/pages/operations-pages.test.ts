import { OPERATIONS_STATES } from '../states/operations-states.ts';
import { lookAt } from './look-at.ts';

lookAt(OPERATIONS_STATES);
