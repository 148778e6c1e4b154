import { describe, expect, it } from 'vitest';
import { readUpstreamConfig } from './config.js';
import { hostsOf } from './hosts.js';

describe('the slice of upstream variables', () => {
  it('needs nothing for the keyless live farm', () => {
    const hosts = hostsOf(readUpstreamConfig({}));
    expect(hosts.coingecko).toMatchObject({ baseUrl: 'https://api.coingecko.com/api/v3', headers: {}, budget: { minute: 10 } });
    expect(hosts.binance).toMatchObject({ baseUrl: 'https://api.binance.com', budget: { minute: 6_000 } });
  });

  it('gives each CoinGecko plan its own host, header and budget', () => {
    const key = 'CG-0123456789abcdef';
    const demo = hostsOf(readUpstreamConfig({ COINGECKO_PLAN: 'demo', COINGECKO_API_KEY: key })).coingecko;
    expect(demo).toMatchObject({ baseUrl: 'https://api.coingecko.com/api/v3', headers: { 'x-cg-demo-api-key': key }, budget: { minute: 30, month: 10_000 } });
    const pro = hostsOf(readUpstreamConfig({ COINGECKO_PLAN: 'pro', COINGECKO_API_KEY: key, COINGECKO_MONTHLY_LIMIT: '90000', COINGECKO_PER_MINUTE: '250' })).coingecko;
    expect(pro).toMatchObject({ baseUrl: 'https://pro-api.coingecko.com/api/v3', headers: { 'x-cg-pro-api-key': key }, budget: { minute: 250, month: 90_000 } });
  });

  it('drops the slash at the end of a base URL', () => {
    expect(hostsOf(readUpstreamConfig({ BINANCE_BASE_URL: 'http://127.0.0.1:9200/binance/' })).binance.baseUrl).toBe('http://127.0.0.1:9200/binance');
  });

  it('asks the simulator for every host that has no URL of its own', () => {
    const hosts = hostsOf(readUpstreamConfig({ FARM_MODE: 'sim', SIMULATOR_URL: 'http://127.0.0.1:9200', FRED_BASE_URL: 'http://127.0.0.1:1/fred' }));
    expect(hosts.coingecko.baseUrl).toBe('http://127.0.0.1:9200/coingecko/api/v3');
    expect(hosts.binance.baseUrl).toBe('http://127.0.0.1:9200/binance');
    expect(hosts.fred.baseUrl).toBe('http://127.0.0.1:1/fred');
  });

  it('lets the budget of a host be set, window by window', () => {
    expect(hostsOf(readUpstreamConfig({ GUARDIAN_BUDGET: 'second:12,day:5000' })).guardian.budget).toEqual({ second: 12, day: 5_000 });
    expect(() => readUpstreamConfig({ GUARDIAN_BUDGET: 'hour:5' })).toThrow(/GUARDIAN_BUDGET must be/);
  });

  it('lists every problem, and never shows a key', () => {
    const secret = 'CG-very-secret-key';
    const read = () => readUpstreamConfig({ COINGECKO_API_KEY: secret, FARM_MODE: 'sim' });
    expect(read).toThrow(/COINGECKO_PLAN must be demo or pro[^]*SIMULATOR_URL must be set when FARM_MODE=sim, or COINGECKO_BASE_URL and \d+ more like it/);
    expect(read).not.toThrow(secret);
    expect(() => readUpstreamConfig({ COINGECKO_PLAN: 'pro' })).toThrow(/COINGECKO_API_KEY must be set/);
    expect(() => readUpstreamConfig({ COINGECKO_BASE_URL: 'ftp://x' })).toThrow(/COINGECKO_BASE_URL must be an http/);
  });
});
