/** The coin's perpetual futures: what holding them costs, how much is held, how far they are from the spot. */
import { declare, from } from './inputs.js';

const snapshot = { lookback: 'one snapshot', version: 1 } as const;
const HOURS_A_YEAR = 8_760;
const yearly = (rate: number, hours: number): number => (rate * HOURS_A_YEAR) / hours;

export const derivatives = declare('derivatives', {
  funding_binance: { ...snapshot, unit: 'ratio', formula: 'running funding rate of one interval, Binance', ...from(['derivatives.binance.funding'], (rate) => rate) },
  funding_bybit: { ...snapshot, unit: 'ratio', formula: 'running funding rate of one interval, Bybit', ...from(['derivatives.bybit.funding'], (rate) => rate) },
  funding_spread: { ...snapshot, unit: 'ratio', formula: 'funding_bybit − funding_binance', ...from(['derivatives.bybit.funding', 'derivatives.binance.funding'], (bybit, binance) => bybit - binance) },
  funding_paid_24h: { lookback: '24 h to the newest full hour that is 15 minutes past', version: 1, unit: 'ratio', formula: 'mean of the funding rates paid, per venue, then over the venues', ...from(['derivatives.funding_24h'], (rate) => rate) },
  funding_annualised: {
    lookback: '24 h',
    version: 1,
    unit: 'ratio',
    formula: 'funding_binance × 8760 / hours between payments: as the venue states them, else as the payments of the last 24 h were spaced',
    ...from(['derivatives.binance.funding', 'derivatives.binance.hours'], yearly),
  },
  basis_binance: { ...snapshot, unit: 'ratio', formula: 'mark price / index price − 1, Binance', ...from(['derivatives.binance.basis'], (b) => b) },
  basis_bybit: { ...snapshot, unit: 'ratio', formula: 'mark price / index price − 1, Bybit', ...from(['derivatives.bybit.basis'], (b) => b) },
  open_interest_change_1h: { lookback: '45 to 75 minutes', version: 1, unit: 'ratio', formula: 'open interest in coins / as it stood at the quarter hour 45 to 60 minutes before − 1, over the venues known at both', ...from(['derivatives.open_interest_change_1h'], (c) => c) },
  open_interest_change_24h: { lookback: '23 to 25 h', version: 1, unit: 'ratio', formula: 'open interest in coins / as it stood at the full hour 23 to 24 h before − 1, over the venues known at both', ...from(['derivatives.open_interest_change_24h'], (c) => c) },
  open_interest_to_volume: { ...snapshot, unit: 'ratio', formula: 'open interest / volume of 24 h, in quote, Binance and Bybit', ...from(['derivatives.open_interest_value', 'derivatives.volume_24h'], (oi, volume) => oi / volume) },
  open_interest_to_market_cap: { ...snapshot, unit: 'ratio', formula: 'open interest / market_cap', ...from(['derivatives.open_interest_value', 'price.market_cap'], (oi, cap) => oi / cap) },
  derivatives_age_binance_minutes: { lookback: 'none', version: 1, unit: 'minutes', formula: 'slot − available_at of the newest snapshot, Binance', ...from(['derivatives.binance.age'], (minutes) => minutes) },
  derivatives_age_bybit_minutes: { lookback: 'none', version: 1, unit: 'minutes', formula: 'slot − available_at of the newest snapshot, Bybit', ...from(['derivatives.bybit.age'], (minutes) => minutes) },
});
