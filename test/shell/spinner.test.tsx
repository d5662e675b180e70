import { render } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paintNothing } from '../../src/shell/paint.ts';
import { describeSpinner, Spinner } from '../../src/shell/spinner.tsx';

describe('the spinner', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 10_000, toFake: ['Date', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('appears when a query has run for a second, and counts', async () => {
    const { lastFrame, unmount } = render(<Spinner since={10_000} cancelling={false} paint={paintNothing} />);
    expect(lastFrame()).toBe('');
    vi.advanceTimersByTime(900);
    expect(lastFrame()).toBe('');
    vi.advanceTimersByTime(300);
    await vi.waitFor(() => expect(lastFrame()).toBe('⠹ 1.2 s · Ctrl-C stops the query'));
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says that it stops', () => {
    expect(describeSpinner(2000, true)).toBe('⠋ 2.0 s · stopping …');
  });
});
