/** Every check, in the order in which a person wants to know: is it there, are there rows, does it answer, push, tell, guard? */
import { boardCheck } from './board.js';
import type { Check } from './check.js';
import { graphqlCheck } from './graphql.js';
import { healthChecks } from './health.js';
import { metricsChecks } from './metrics.js';
import { restChecks } from './rest.js';
import { rowChecks } from './rows.js';
import { socketChecks } from './sockets.js';
import { timetableCheck } from './timetable.js';

export const checks: readonly Check[] = [...healthChecks, ...rowChecks, ...restChecks, graphqlCheck, ...metricsChecks, boardCheck, timetableCheck, ...socketChecks];
