/**
 * The only door to the wall clock. Everything else asks a `Clock`, so that a
 * test can set the time and `up --speed N` can run the farm's day in minutes.
 *
 * *Farm time* is the time rows are stamped with. *Real time* is what timers and
 * BullMQ delays need. With the system clock the two are the same.
 */
export interface Clock {
  /** Farm milliseconds that pass in one real millisecond; 1 unless simulated or replayed. */
  readonly speed: number;
  /** The farm's instant, as milliseconds since the epoch (UTC). */
  nowMs(): number;
  /** The farm's instant. */
  now(): Date;
  /** Farm instant (ms) → wall-clock instant (ms), rounded to a whole millisecond. */
  toReal(farmMs: number): number;
  /** Wall-clock instant (ms) → farm instant (ms). */
  toFarm(realMs: number): number;
  /** Resolves after a farm duration; rejects with the signal's reason when aborted. */
  sleep(farmMs: number, signal?: AbortSignal): Promise<void>;
}

/** The wall clock, ms: what BullMQ stamps and schedules with. Never for stamping a row. */
export const realNowMs = (): number => Date.now();

/** Monotonic milliseconds for measuring durations; never for stamping a row. */
export const stopwatchMs = (): number => performance.now();

/** Milliseconds this process has had a processor for, its own time and the system's for it: what work costs, however busy the machine is. */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

function clockOf(speed: number, toFarm: (r: number) => number, toReal: (f: number) => number): Clock {
  return {
    speed,
    nowMs: () => Math.floor(toFarm(Date.now())),
    now: () => new Date(Math.floor(toFarm(Date.now()))),
    toReal: (farmMs) => Math.round(toReal(farmMs)),
    toFarm,
    sleep: (farmMs, signal) => realSleep(farmMs / speed, signal),
  };
}

/** A timer in real milliseconds that an AbortSignal can end early. */
export function realSleep(realMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => (clearTimeout(timer), reject(signal?.reason));
    const timer = setTimeout(() => (signal?.removeEventListener('abort', abort), resolve()), Math.max(0, realMs));
    signal?.addEventListener('abort', abort, { once: true });
  });
}

export const systemClock: Clock = clockOf(1, (r) => r, (f) => f);

export interface ClockOrigin {
  speed: number;
  /** Wall-clock instant (ms) at which farm time was `farmMs`. */
  realMs: number;
  farmMs: number;
}

/** A clock that runs `speed` times faster from a common origin, so that every process agrees. */
export function scaledClock({ speed, realMs, farmMs }: ClockOrigin): Clock {
  return clockOf(
    speed,
    (r) => farmMs + (r - realMs) * speed,
    (f) => realMs + (f - farmMs) / speed,
  );
}

/** `FARM_CLOCK` as `up` hands it to every process: `SPEED@REAL_MS@FARM_MS`. */
export function parseClock(text: string | undefined): Clock {
  if (!text) return systemClock;
  const [speed, realMs, farmMs] = text.split('@').map(Number);
  if (!speed || !(speed > 0) || !Number.isFinite(realMs) || !Number.isFinite(farmMs)) {
    throw new RangeError(`FARM_CLOCK must read SPEED@REAL_MS@FARM_MS, got "${text}"`);
  }
  return scaledClock({ speed, realMs: realMs as number, farmMs: farmMs as number });
}

export const formatClock = (o: ClockOrigin): string => `${o.speed}@${o.realMs}@${o.farmMs}`;

/** Like `realSleep`, but an abort simply ends it. */
export const pause = (realMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => (clearTimeout(timer), resolve());
    const timer = setTimeout(() => (signal.removeEventListener('abort', end), resolve()), realMs);
    signal.addEventListener('abort', end, { once: true });
  });

/** A clock for tests: it stands still until told otherwise. */
export function manualClock(startMs: number): Clock & { set(ms: number): void; advance(ms: number): void } {
  let farm = startMs;
  return {
    ...systemClock,
    nowMs: () => farm,
    now: () => new Date(farm),
    set: (ms) => void (farm = ms),
    advance: (ms) => void (farm += ms),
    sleep: async (ms) => void (farm += ms),
  };
}
