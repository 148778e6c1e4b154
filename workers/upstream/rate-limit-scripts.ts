/**
 * The buckets' arithmetic, run inside Redis so that pods cannot interleave.
 * One hash per host; a bucket is the fields `<window>` (tokens) and `<window>:at`
 * (farm ms at which they were counted). Scripts touch one key: safe in a cluster.
 * Fractions are kept to six digits; a hundred-thousandth of a token is nobody's.
 */

/** A pause further ahead than this is left over from another farm clock (a replay): ignored. */
const LONGEST_PAUSE_MS = 4 * 86_400_000;

/**
 * Tokens now. A count taken ahead of our clock stands (another pod's clock is a
 * little fast) unless it is over a minute ahead: then the farm's clock was set back.
 */
const REFILL = `
local function refill(key, window, capacity, rate, now)
  local tokens = tonumber(redis.call('HGET', key, window) or capacity)
  local at = tonumber(redis.call('HGET', key, window .. ':at') or now)
  if at - now > 60000 then at = now; redis.call('HSET', key, window .. ':at', now) end
  return math.min(capacity, tokens + math.max(0, now - at) * rate), math.max(at, now)
end
local function keep(key, window, tokens, at)
  redis.call('HSET', key, window, string.format('%.6f', tokens), window .. ':at', string.format('%.0f', at))
end
`;

/** Until when the host is left alone; a pause that a clock ahead of ours has set lasts as long as it was meant to, from now on. */
const PAUSED = `
local function pausedUntil(key, now)
  local untilMs = tonumber(redis.call('HGET', key, 'pause') or '0')
  local at = tonumber(redis.call('HGET', key, 'pause:at') or '0')
  if at - now <= 60000 then return untilMs end
  redis.call('HSET', key, 'pause', string.format('%.0f', now + untilMs - at), 'pause:at', string.format('%.0f', now))
  return now + untilMs - at
end
`;

/** ARGV: now, cost, the share of each window that is left for others, then per window: name, capacity, tokens per ms (0: calendar), month, ms left of it. Returns wait, then what is left per window. */
export const ACQUIRE = `${REFILL}${PAUSED}
local now, cost, kept, wait, take, left = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), 0, {}, {}
local pause = pausedUntil(KEYS[1], now) - now
if pause > 0 and pause <= ${LONGEST_PAUSE_MS} then wait = pause end
for i = 4, #ARGV, 5 do
  local window, capacity, rate, month = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]
  local tokens, at
  local needed = math.min(math.max(capacity, cost), cost + kept * capacity)
  if rate > 0 then
    tokens, at = refill(KEYS[1], window, capacity, rate, now)
    if tokens + 0.00001 < needed then wait = math.max(wait, math.ceil((needed - tokens - 0.00001) / rate)) end
  else
    local used = redis.call('HGET', KEYS[1], window) == month and tonumber(redis.call('HGET', KEYS[1], window .. ':used') or '0') or 0
    tokens = capacity - used
    if tokens < needed then wait = math.max(wait, tonumber(ARGV[i + 4])) end
  end
  left[#left + 1] = tokens
  take[#take + 1] = { window, at, month, capacity }
end
for i, t in ipairs(take) do
  if wait == 0 then
    left[i] = left[i] - cost
    if t[2] then keep(KEYS[1], t[1], left[i], t[2])
    else redis.call('HSET', KEYS[1], t[1], t[3], t[1] .. ':used', string.format('%.0f', t[4] - left[i])) end
  end
  left[i] = math.floor(left[i])
end
return { math.ceil(wait), unpack(left) }
`;

/** ARGV: now, most tokens there can be, capacity, tokens per ms. */
export const LOWER = `${REFILL}
local tokens, at = refill(KEYS[1], 'minute', tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[1]))
if tokens > tonumber(ARGV[2]) then keep(KEYS[1], 'minute', tonumber(ARGV[2]), at) end
return 1
`;

/** ARGV: now, until. */
export const PAUSE = `${PAUSED}
local now, untilMs = tonumber(ARGV[1]), tonumber(ARGV[2])
local stands = pausedUntil(KEYS[1], now)
if stands < untilMs or stands - now > ${LONGEST_PAUSE_MS} then redis.call('HSET', KEYS[1], 'pause', ARGV[2], 'pause:at', ARGV[1]) end
return 1
`;
