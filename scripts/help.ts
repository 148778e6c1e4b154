/** `npm run help`: prints the words of the farm, a line each. */
import { listing } from './words.js';

console.log(listing());
