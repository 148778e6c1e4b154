/** Crypto's own vocabulary on top of the finance terms: slang, incidents, market moves. Written for this project. */
import { nouns, verbs, words } from './vocabulary.js';
import { financeTerms, type Term } from './terms.js';

const polar: readonly (readonly [weight: number, list: readonly string[]])[] = [
  [1.3, [...verbs('moon'), ...words('mooning bullish bullishly ath aths lambo wagmi')]],
  [1, [...verbs('rally pump soar rocket breakout hodl outperform ignite'), ...words('bull bulls hodling hodlers moonshot gem uptrend breakouts rallies pumping pumped accumulate accumulates accumulating accumulation inflows optimism groundbreaking greenlights greenlight legalizes legalized adoption adopts bullrun undervalued parabolic supercycle halvening explodes roars')]],
  [0.6, [...words('airdrop airdrops staking halving partnership partners listing lists listed integrates integration mainnet upgrade institutional approve approves approved unlocks whales momentum boost stash treasury mainstream pro-crypto tokenization interoperability buys bought greed relief secures dismissed')]],
  [-1.4, [...verbs('rug hack exploit depeg liquidate scam crash dump'), ...words('rekt rugged rugpull rugpulls hacked hacker hackers hacks exploited exploiter depegged depegging depegs scammer scammers ponzi crashed crashes dumping dumped capitulation capitulate capitulates capitulated bloodbath ngmi carnage')]],
  [-1, [...words('bear bears bearish bearishly fud downtrend sell-off selloff outflows liquidations liquidation insolvent drained drain drains stolen phishing attack attacked attacker attackers vulnerability vulnerabilities bug downtime outage freeze freezes frozen seized seize seizes charged charges indicted sentenced convicted fugitive delist delists delisted delisting bagholder bagholders shitcoin panic dying dies lawsuit crackdown laundering laundered bans banned ponzis bubble overvalued plunging rejection rejects unwind sanctioned backdoor malware collapse collapsed contagion meltdown turmoil')]],
  [-0.5, [...words('fomo stalls stall tumbling hurdles resistance scrutiny enforcement subpoena unlock volatility correction corrections pullback bearishness trap leveraged exits outflow concerns')]],
];

const entries: [string, Term][] = polar.flatMap(([weight, list]) => list.map((word): [string, Term] => [word, { role: 'polar', weight, alone: 0 }]));
const subjects = nouns('whale altcoin memecoin stablecoin nft dao fund etf');
const named: [string, Term][] = subjects.map((word) => [word, { role: 'subject', weight: 0.8, alone: 0 }]);

/** Finance terms with the slang laid over them. */
export const cryptoTerms: ReadonlyMap<string, Term> = new Map([...financeTerms, ...named, ...entries]);
