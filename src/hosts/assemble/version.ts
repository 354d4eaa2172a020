/** The version of Vauban, as reports and `--version` print it; a test keeps it equal to package.json. */

export const version = '0.1.0';
