import { describe, expect, it, vi } from 'vitest';
import { UpstreamError, type UpstreamFault } from '#queues/errors.js';
import { createBreaker } from './breaker.js';

const failing = (fault: UpstreamFault) => () => Promise.reject(new UpstreamError(fault, 'no', { host: 'venue' }));

function setup() {
  const changes: boolean[] = [];
  const breaker = createBreaker({ host: 'venue', openAfter: 3, halfOpenAfterMs: 400, onChange: (open) => changes.push(open) });
  const fail = async (fault: UpstreamFault, times: number) => {
    for (let i = 0; i < times; i++) await expect(breaker.run(failing(fault))).rejects.toMatchObject({ fault });
  };
  return { breaker, changes, fail };
}

describe('the circuit of a host', () => {
  it('opens after calls in a row that found it unavailable, and then sends none', async () => {
    const { breaker, changes, fail } = setup();
    await fail('unavailable', 3);
    const call = vi.fn(() => Promise.resolve('answer'));
    await expect(breaker.run(call)).rejects.toMatchObject({ fault: 'unavailable', message: expect.stringContaining('circuit open') as string });
    expect({ calls: call.mock.calls.length, open: breaker.open, changes }).toEqual({ calls: 0, open: true, changes: [true] });
  });

  it('closes when the trial call is answered', async () => {
    const { breaker, changes, fail } = setup();
    await fail('unavailable', 3);
    await expect.poll(() => breaker.run(() => Promise.resolve('answer')).catch(() => 'still open'), { timeout: 10_000 }).toBe('answer');
    expect({ open: breaker.open, last: changes.at(-1) }).toEqual({ open: false, last: false });
  });

  it('is not opened by throttled, refused or malformed answers', async () => {
    const { breaker, fail } = setup();
    await fail('throttled', 5);
    await fail('refused', 5);
    await fail('malformed', 5);
    expect(breaker.open).toBe(false);
  });
});
