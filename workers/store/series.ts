/**
 * The registry of macro and market series: one name for each, used by the
 * collectors that fill them, the features that read them and the api that shows
 * them. A name that is not here does not compile.
 */
import type { DatasetName } from '#queues/datasets.js';

export interface Series {
  /** The dataset that fills it. */
  dataset: Extract<DatasetName, 'macro' | 'macro_yahoo' | 'market' | 'fear_greed' | 'alpha_vantage'>;
  /** The upstream's own name. */
  id: string;
  title: string;
  unit: string;
  /** Length of the period one value describes. */
  period: 'day' | 'week' | 'month' | 'quarter';
}

const fred = (title: string, unit: string, period: Series['period'], id: string): Series => ({ dataset: 'macro', id, title, unit, period });
const yahoo = (id: string, title: string, unit: string): Series => ({ dataset: 'macro_yahoo', id, title, unit, period: 'day' });
const market = (id: string, title: string, unit = 'USD'): Series => ({ dataset: 'market', id, title, unit, period: 'day' });
const equity = (id: string, title: string): Series => ({ dataset: 'alpha_vantage', id, title, unit: 'USD', period: 'day' });

export const series = {
  VIXCLS: fred('CBOE volatility index, close', 'index', 'day', 'VIXCLS'),
  SP500: fred('S&P 500, close', 'index', 'day', 'SP500'),
  DTWEXBGS: fred('Nominal broad U.S. dollar index', 'index, January 2006 = 100', 'day', 'DTWEXBGS'),
  DGS2: fred('Treasury yield, 2 years', 'percent', 'day', 'DGS2'),
  DGS10: fred('Treasury yield, 10 years', 'percent', 'day', 'DGS10'),
  DGS30: fred('Treasury yield, 30 years', 'percent', 'day', 'DGS30'),
  FEDFUNDS: fred('Effective federal funds rate', 'percent', 'month', 'FEDFUNDS'),
  UNRATE: fred('Unemployment rate', 'percent', 'month', 'UNRATE'),
  CPIAUCSL: fred('Consumer price index, all urban consumers', 'index, 1982-84 = 100', 'month', 'CPIAUCSL'),
  GDPC1: fred('Real gross domestic product', 'billions of chained 2017 dollars', 'quarter', 'GDPC1'),
  ICSA: fred('Initial jobless claims', 'number', 'week', 'ICSA'),
  INDPRO: fred('Industrial production index', 'index, 2017 = 100', 'month', 'INDPRO'),
  RSAFS: fred('Retail and food services sales', 'millions of dollars', 'month', 'RSAFS'),
  HOUST: fred('Housing starts', 'thousands of units, annual rate', 'month', 'HOUST'),
  UMCSENT: fred('University of Michigan consumer sentiment', 'index, 1966 = 100', 'month', 'UMCSENT'),
  DCOILWTICO: fred('Crude oil, West Texas Intermediate', 'dollars per barrel', 'day', 'DCOILWTICO'),
  M2SL: fred('M2 money stock', 'billions of dollars', 'month', 'M2SL'),
  WALCL: fred('Federal Reserve total assets', 'millions of dollars', 'week', 'WALCL'),
  VIX: yahoo('^VIX', 'CBOE volatility index', 'index'),
  SPX: yahoo('^GSPC', 'S&P 500', 'index'),
  DXY: yahoo('DX-Y.NYB', 'U.S. dollar index', 'index'),
  TNX: yahoo('^TNX', 'Treasury yield, 10 years', 'percent'),
  GOLD: yahoo('GC=F', 'Gold, front future', 'USD per ounce'),
  OIL: yahoo('CL=F', 'Crude oil, front future', 'USD per barrel'),
  QQQ: market('QQQ', 'Nasdaq 100 fund'),
  SPY: market('SPY', 'S&P 500 fund'),
  ARKK: market('ARKK', 'ARK innovation fund'),
  XLE: market('XLE', 'Energy sector fund'),
  XLF: market('XLF', 'Financial sector fund'),
  XLK: market('XLK', 'Technology sector fund'),
  XLP: market('XLP', 'Consumer staples sector fund'),
  XLY: market('XLY', 'Consumer discretionary sector fund'),
  GLD: market('GLD', 'Gold fund'),
  TLT: market('TLT', 'Long Treasury bond fund'),
  HYG: market('HYG', 'High-yield bond fund'),
  EEM: market('EEM', 'Emerging markets fund'),
  EFA: market('EFA', 'Developed markets fund'),
  UUP: market('UUP', 'U.S. dollar fund'),
  SILVER: market('SI=F', 'Silver, front future', 'USD per ounce'),
  COPPER: market('HG=F', 'Copper, front future', 'USD per pound'),
  NATGAS: market('NG=F', 'Natural gas, front future', 'USD per MMBtu'),
  EURUSD: market('EURUSD=X', 'Euro in U.S. dollars', 'USD per EUR'),
  USDJPY: market('JPY=X', 'U.S. dollar in yen', 'JPY per USD'),
  GBPUSD: market('GBPUSD=X', 'Pound in U.S. dollars', 'USD per GBP'),
  FEAR_GREED: { dataset: 'fear_greed', id: 'fng', title: 'Crypto fear and greed index', unit: '0 (extreme fear) to 100 (extreme greed)', period: 'day' },
  COIN: equity('COIN', 'Coinbase'),
  MSTR: equity('MSTR', 'Strategy (MicroStrategy)'),
  MARA: equity('MARA', 'MARA Holdings'),
  NVDA: equity('NVDA', 'Nvidia'),
} as const satisfies Record<string, Series>;

export type SeriesName = keyof typeof series;
export const seriesNames = Object.keys(series) as SeriesName[];
/** The series a dataset fills. */
export const seriesOf = (dataset: DatasetName): SeriesName[] => seriesNames.filter((name) => series[name].dataset === dataset);
