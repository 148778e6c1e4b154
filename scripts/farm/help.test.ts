import { describe, expect, it } from 'vitest';
import { downCommand, testCommand } from './commands.js';
import { upCommand } from './options.js';

const commands = { up: upCommand(), down: downCommand(), test: testCommand() };

describe('the help texts that the shell shows before anything is installed', () => {
  it.each(Object.entries(commands))('scripts/%s.help is what the command itself would say (npx vitest run scripts/farm/help -u writes it)', async (word, command) => {
    await expect(command.helpInformation()).toMatchFileSnapshot(`../${word}.help`);
  });
});
