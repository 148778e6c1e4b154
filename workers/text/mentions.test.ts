import { describe, expect, it } from 'vitest';
import { seedRows } from '../store/seeds/assets.js';
import type { AssetRow } from '../store/tables/assets.js';
import { createMentions } from './mentions.js';

const rows = seedRows({ data_source: 'seed', ingested_at: new Date(0) });
const seeded = createMentions(rows);
const found = (text: string, day?: string) => seeded.symbolsIn(text, day ? new Date(day) : undefined);

describe('the assets a text is about', () => {
  it.each<[string, string[]]>([
    ['I sold my house', []],
    ['I sold SOL', ['SOL']],
    ['Ethereum’s gas, Bitcoin\'s fees', ['ETH', 'BTC']],
    ['Bitcoin-backed loans, pro-XRP senators', ['BTC', 'XRP']],
    ['ETH, then BTC, then ETH again', ['ETH', 'BTC']],
    ['ＢＴＣ and ＄ＳＯＬ in full width', ['BTC', 'SOL']],
    ['Bit\u200bcoin with something invisible inside', ['BTC']],
    ['$sol $ONE', ['SOL', 'ONE']],
    ['it costs $100 or $1', []],
    ['BTC/USDT and ETH-USD', ['BTC', 'ETH']],
    ['NEAR/USDT breaks out', ['NEAR']],
    ['LINKUSDT, 1000PEPEUSDT', ['LINK', 'PEPE']],
    ['WBTC and stETH', []],
    ['Ethereum Classic is not Bitcoin Cash', ['ETC', 'BCH']],
    ['yearn.finance and Ether.fi', ['YFI', 'ETHFI']],
    ['Terra Luna Classic', ['LUNC']],
    ['Flow (FLOW) gains', ['FLOW']],
    ['U.S. and S&P, W, T', []],
    ['bitcoin fans: I am NOT the ONE', ['BTC', 'NOT', 'ONE']],
    ['BITCOIN IS NOT THE ONE COIN NEAR ITS TOP', ['BTC']],
    ['', []],
  ])('%j: %j', (text, symbols) => {
    expect(found(text)).toEqual(symbols);
  });

  it('are what the names meant at the time', () => {
    expect(found('LUNA falls to zero', '2022-05-11')).toEqual(['LUNC']);
    expect(found('Crypto trader buys LUNA', '2023-01-01')).toEqual(['LUNA']);
    expect(found('MATIC rises', '2023-01-01')).toEqual(['MATIC']);
    expect(found('MATIC rises', '2025-01-01')).toEqual(['POL']);
    expect(found('Fantom and FTM', '2024-01-01')).toEqual(['FTM']);
    expect(found('Fantom coin and FTM', '2025-06-01')).toEqual(['S']);
  });

  it('are taken from the registry given, not from a list of its own', () => {
    const own: AssetRow = { ...(rows[0] as AssetRow), symbol: 'ZZZQ', name: 'Zed Quark', aliases: ['Quarkling@2024-01-01..2025-01-01'] };
    const mentions = createMentions([own]);
    expect(mentions.symbolsIn('Zed-Quark beats Bitcoin')).toEqual(['ZZZQ']);
    expect(mentions.symbolsIn('a Quarkling', new Date('2024-06-01'))).toEqual(['ZZZQ']);
    expect(mentions.symbolsIn('a Quarkling', new Date('2025-01-01'))).toEqual([]);
    expect(createMentions([]).symbolsIn('Bitcoin and $ETH')).toEqual([]);
  });

  it('include every seed by its cashtag and its futures market, and no other beside it', () => {
    for (const asset of rows.filter((a) => a.active)) expect(found(`buy $${asset.symbol} now`), asset.symbol).toEqual([asset.symbol]);
    for (const asset of rows.filter((a) => a.active && a.venues['binance_futures'])) expect(found(`${asset.venues['binance_futures']} opens`), asset.symbol).toEqual([asset.symbol]);
  });
});
