import { describe, expect, it } from 'vitest';
import { fitPrompt } from '../../src/shell/prompt.ts';

describe('the prompt', () => {
  it.each([
    ['coffee admin', 80, 'coffee admin> '],
    ['coffee Token of People "371234567890123456"', 100, 'coffee Token of People "371234567890123456"> '],
    ['coffee Token of People "371234567890123456"', 80, 'coffee Token of People "371…"> '],
    ['coffee Token of People "371234567890123456"', 40, 'coffee Token of P…> '],
    ['珈琲珈琲珈琲 admin', 20, '珈琲珈…> '],
    ['coffee admin', 5, 'cof…> '],
  ])('of %j in %i columns is %j', (prompt, columns, expected) => {
    expect(fitPrompt(prompt, columns)).toBe(expected);
  });
});
