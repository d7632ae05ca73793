import { PERSON_STATES } from '../states/person-states.ts';
import { lookAt } from './look-at.ts';

lookAt(PERSON_STATES);
