/**
 * The options of `down` and `test`. Their help texts lie beside the shell
 * commands (`scripts/*.help`), which must answer before anything is installed; a
 * test compares the two.
 */
import { Command } from 'commander';
import { DEFAULT_HOME, HELP_WIDTH } from './options.js';

const quiet = (command: Command): Command => command.helpOption('-h, --help', 'show this text').configureHelp({ helpWidth: HELP_WIDTH }).exitOverride().configureOutput({ writeErr: () => undefined });

export const downCommand = (): Command =>
  quiet(new Command('./scripts/down'))
    .description('Stops the farm that ./scripts/up --detach left running.')
    .option('--home <dir>', 'the home it was started with', DEFAULT_HOME)
    .allowExcessArguments(false);

export const testCommand = (): Command =>
  quiet(new Command('./scripts/test'))
    .usage('[options] [filters...]')
    .description('Checks types, style and import rules, then runs every test.')
    .argument('[filters...]', 'run only the test files whose path contains one of these')
    .option('--no-check', 'skip the checks, run the tests alone');
