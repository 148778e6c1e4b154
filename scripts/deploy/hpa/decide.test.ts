import { describe, expect, it } from 'vitest';
import { Hpa, wanted, type HpaSpec } from './decide.js';

const spec = (over: Partial<HpaSpec> = {}): HpaSpec => ({
  minReplicas: 1, maxReplicas: 20, averageValue: 10,
  scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }, { type: 'Pods', value: 4, periodSeconds: 30 }] },
  scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
  ...over,
});

describe('the number of pods that is wanted', () => {
  it.each([
    [100, 1, 10], // ceil(100 / 10)
    [101, 1, 11],
    [21, 2, 2], // 1.05 of the target: within the tolerance
    [22, 2, 3], // 1.10: a hair above in binary, there as here
    [23, 2, 3], // 1.15: above
    [18, 2, 2], // 0.90: within
    [17, 2, 2], // 0.85: below, and ceil(1.7) is 2
    [9, 2, 1],
    [0, 3, 0],
  ])('for a total of %d and %d pods is %d', (total, current, replicas) => {
    expect(wanted({ averageValue: 10 }, total, current)).toBe(replicas);
  });
});

describe('the controller', () => {
  it('rises by four pods or to the double in a period, whichever is more', () => {
    const hpa = new Hpa(spec());
    expect(hpa.sync(0, 1_000, 1)).toBe(5); // 1 + 4 > 1 × 2
    expect(hpa.sync(15, 1_000, 5)).toBe(5); // the period began with 1
    expect(hpa.sync(30, 1_000, 5)).toBe(10); // 5 × 2 > 5 + 4
    expect(hpa.sync(60, 1_000, 10)).toBe(20);
    expect(hpa.sync(90, 100_000, 20)).toBe(20); // maxReplicas
  });

  it('falls only when the whole window says so, one pod a minute, never below the least', () => {
    const hpa = new Hpa(spec({ minReplicas: 2 }));
    expect(hpa.sync(0, 50, 5)).toBe(5);
    expect(hpa.sync(15, 0, 5)).toBe(5); // 15 s ago five were wanted
    expect(hpa.sync(45, 0, 5)).toBe(5);
    expect(hpa.sync(60, 0, 5)).toBe(4);
    expect(hpa.sync(75, 0, 4)).toBe(4); // one in 60 s
    expect(hpa.sync(120, 0, 4)).toBe(3);
    expect(hpa.sync(180, 0, 3)).toBe(2);
    expect(hpa.sync(600, 0, 2)).toBe(2);
  });

  it('takes the smaller step of two where it is told to', () => {
    const hpa = new Hpa(spec({ scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Min', policies: [{ type: 'Percent', value: 50, periodSeconds: 30 }, { type: 'Pods', value: 4, periodSeconds: 30 }] } }));
    expect(hpa.sync(0, 1_000, 3)).toBe(5); // ceil(3 × 1.5) < 3 + 4
  });

  it('leaves everything as it is while the metric cannot be read', () => {
    const hpa = new Hpa(spec());
    expect([hpa.sync(0, null, 7), hpa.sync(600, null, 7)]).toEqual([7, 7]);
  });

  it('does not scale in a direction that is disabled', () => {
    const hpa = new Hpa(spec({ scaleDown: { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } }));
    expect(hpa.sync(0, 0, 7)).toBe(7);
  });
});
