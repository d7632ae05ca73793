import { PEOPLE_STATES } from '../states/people-states.ts';
import { lookAt } from './look-at.ts';

lookAt(PEOPLE_STATES);
