/**
 * To be imported before Ink: where it takes the environment for a build server's it draws nothing until the end. Whoever
 * opened the shell in a terminal is there to see it.
 */
if (process.stdout.isTTY) {
  process.env.CI = 'false';
  process.env.CONTINUOUS_INTEGRATION = 'false';
}

export {};
