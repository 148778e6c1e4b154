/**
 * What the controller of a HorizontalPodAutoscaler (autoscaling/v2) decides, for one metric with an AverageValue
 * target: `pkg/controller/podautoscaler/horizontal.go` of Kubernetes, read at 1.31, without what needs a cluster
 * (readiness of the pods behind a Resource metric, missing metrics).
 */
export interface Policy {
  type: 'Pods' | 'Percent';
  value: number;
  periodSeconds: number;
}
export interface ScalingRules {
  stabilizationWindowSeconds: number;
  selectPolicy: 'Max' | 'Min' | 'Disabled';
  policies: readonly Policy[];
}
export interface HpaSpec {
  minReplicas: number;
  maxReplicas: number;
  /** Total of the metric that one pod is asked to carry. */
  averageValue: number;
  scaleUp: ScalingRules;
  scaleDown: ScalingRules;
}

/** A deviation up to this fraction is left alone. */
const TOLERANCE = 0.1;

/** A change of the number of pods; down is negative. */
interface Change {
  at: number;
  by: number;
}

/** `ceil(total / target)`, or the present number where the ratio is within the tolerance. Pure. */
export function wanted({ averageValue }: Pick<HpaSpec, 'averageValue'>, total: number, current: number): number {
  const ratio = total / (averageValue * current);
  return current > 0 && Math.abs(1 - ratio) <= TOLERANCE ? current : Math.ceil(total / averageValue);
}

export class Hpa {
  private recommendations: { at: number; replicas: number }[] = [];
  private changes: Change[] = [];

  constructor(private readonly spec: HpaSpec) {}

  /**
   * One sync. @param at seconds. @param total of the metric; null where it cannot be read: then nothing changes.
   * @returns the number of pods from now on.
   */
  sync(at: number, total: number | null, current: number): number {
    if (total === null) return current;
    // A controller that has just started takes the present number for what was wanted so far.
    if (this.recommendations.length === 0) this.recommendations.push({ at, replicas: current });
    const stable = this.stabilised(at, wanted(this.spec, total, current), current);
    const limited = stable > current ? Math.min(stable, this.most(at, current)) : Math.max(stable, this.least(at, current));
    const next = Math.min(this.spec.maxReplicas, Math.max(this.spec.minReplicas, limited));
    if (next !== current) this.changes.push({ at, by: next - current });
    return next;
  }

  /** Up only as far as every recommendation of the up window says, down only as far as every one of the down window does. */
  private stabilised(at: number, desired: number, current: number): number {
    const { scaleUp, scaleDown } = this.spec;
    this.recommendations = this.recommendations.filter((r) => at - r.at < Math.max(scaleUp.stabilizationWindowSeconds, scaleDown.stabilizationWindowSeconds));
    const within = (seconds: number): number[] => [desired, ...this.recommendations.filter((r) => at - r.at < seconds).map((r) => r.replicas)];
    const up = Math.min(...within(scaleUp.stabilizationWindowSeconds));
    const down = Math.max(...within(scaleDown.stabilizationWindowSeconds));
    this.recommendations.push({ at, replicas: desired });
    return Math.min(Math.max(current, up), down);
  }

  /** Pods there were when a policy's period began. */
  private startOf(at: number, current: number, { periodSeconds }: Policy): number {
    return current - this.changes.filter((c) => at - c.at < periodSeconds).reduce((sum, c) => sum + c.by, 0);
  }

  private most(at: number, current: number): number {
    const { selectPolicy, policies } = this.spec.scaleUp;
    if (selectPolicy === 'Disabled') return current;
    const proposed = policies.map((p) => (p.type === 'Pods' ? this.startOf(at, current, p) + p.value : Math.ceil(this.startOf(at, current, p) * (1 + p.value / 100))));
    return Math.max(current, selectPolicy === 'Max' ? Math.max(...proposed) : Math.min(...proposed));
  }

  private least(at: number, current: number): number {
    const { selectPolicy, policies } = this.spec.scaleDown;
    if (selectPolicy === 'Disabled') return current;
    const proposed = policies.map((p) => (p.type === 'Pods' ? this.startOf(at, current, p) - p.value : Math.trunc(this.startOf(at, current, p) * (1 - p.value / 100))));
    return Math.min(current, selectPolicy === 'Max' ? Math.min(...proposed) : Math.max(...proposed));
  }
}
