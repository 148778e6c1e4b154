import type { Listing } from './universe.js';
export const seeds: Listing[] = [['BTC','bitcoin','Bitcoin'],['ETH','ethereum','Ethereum'],['SHIB','shiba-inu','Shiba Inu']].map(([symbol,id,name])=>({symbol:symbol!,id:id!,name:name!,market:symbol+'USDT'}));
