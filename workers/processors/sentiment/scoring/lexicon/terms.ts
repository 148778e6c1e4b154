/**
 * What single words mean to a reader of financial news. A *direction* says that
 * something went up or down and is judged with its *subject*: falling costs are
 * good, falling sales are not. A *polar* word is good or bad by itself. Weights
 * are in units of evidence: 1 is what a clear statement carries.
 */
import { nouns, verbs, words } from './vocabulary.js';

export type Role = 'direction' | 'subject' | 'polar';

export interface Term {
  role: Role;
  /** Signed: up or good is positive. For a subject, the evidence of more of it. */
  weight: number;
  /** A subject's evidence where no direction goes with it (a loss is bad news by itself). */
  alone: number;
}

type Entry = readonly [weight: number, list: readonly string[]];

const directions: readonly Entry[] = [
  [1, [...verbs('rise increase grow climb jump improve advance accelerate strengthen expand soar surge rebound recover edge rally double triple quadruple skyrocket spike leap widen swell'), ...words('rose risen grew grown rising growing growth higher up upward upwards upturn upswing upped ascending')]],
  [0.8, [...verbs('raise boost lift enhance add gain exceed extend speed'), ...words('more bigger larger greater highest')]],
  [-1, [...verbs('fall decrease decline drop slip shrink slide slump plunge plummet tumble weaken sink narrow deteriorate diminish dwindle slow reduce halve worsen collapse nosedive'), ...words('fell fallen contracted contracting dropped dropping slipped slipping shrank shrunk slid plunged sank sunk reduction reductions lower lowered lowering down downward downwards downturn contraction dipped dip dips dipping slowdown decelerated smaller less lowest fewer')]],
  [-0.9, [...verbs('cut trim shed erode ease curb lessen'), ...words('cutting cutback cutbacks trimmed trimming shedding')]],
];

/** More of it is good. */
const goodSubjects: readonly Entry[] = [
  [1, [...nouns('profit sale earning revenue turnover income ebit ebitda eps margin profitability result return order demand dividend job employee volume delivery share price stock rate output production export traffic consumption guidance outlook backlog shipment'), ...words('cash flow personnel staff workforce headcount gdp roi productivity efficiency employment performance confidence yoy pax bookings')]],
  [0.8, [...nouns('market capacity customer subscriber passenger investment stake visit index production position presence user adoption tvl inflow liquidity hashrate holding reserve network activity interest value asset token coin wallet deposit'), ...words('business operations quality competitiveness capital premium bitcoin ethereum ether btc eth xrp sol cooperation range')]],
];

/** More of it is bad; the second number is what it weighs by itself. */
const badSubjects: readonly (readonly [weight: number, alone: number, list: readonly string[]])[] = [
  [-1, -0.9, nouns('loss deficit')],
  [-1, 0, [...nouns('cost expense debt liability expenditure'), ...words('unemployment inflation')]],
  [-1, -0.25, nouns('delay error defect emission complaint claim risk outage outflow liquidation inventory writedown impairment leverage')],
];

const positives: readonly Entry[] = [
  [1, [...verbs('outperform'), ...words('profitable profitably success successful successfully beat beats beating favourable favourably favorable favorably strong stronger strongest strongly robust solid excellent improvement improvements upbeat optimistic buoyant brisk boom booming flourishing thriving win wins won winning winner award awards awarded honoured breakthrough milestone')]],
  [0.85, [...verbs('enable strengthen benefit streamline facilitate optimize optimise modernize modernise'), ...words('positive positively good better best well pleased satisfied satisfaction happy attractive competitive innovative efficient efficiently leading leader advantage advantages opportunity opportunities secured secure record great progress rapid rapidly faster gains successes savings saving saves synergies synergy stable healthy valuable buy outperforms progressing fast upside ideal reliable flexible cost-effective rewarded praised popular exciting excellence recovery succeed succeeded succeeds')]],
  [0.45, [...verbs('help support develop launch'), ...words('agreement contract contracts order orders deal signed sign partnership cooperation able new expansion further continue strategic approved approval approves ensure exclusive joint partner long-term strength strengths important significant')]],
];

const negatives: readonly Entry[] = [
  [1.2, [...words('bankrupt bankruptcy bankruptcies redundant insolvency insolvent layoff layoffs redundancy redundancies fraud fraudulent lawsuit lawsuits default defaulted bribery scandal recession crisis warning')]],
  [1, [...verbs('warn miss fail disappoint suffer violate infringe accuse sue suspend terminate dismiss halt hurt damage struggle'), ...words('weak weaker weakest weakness weakened weakening poor poorly bad badly worse worst unprofitable failure failures negative negatively adverse adversely unfavourable unfavorable unfortunately uncertain uncertainty disappointing disappointment strike strikes sank disruption disruptions problem problems trouble troubled loser losers losing lost lose loses fined penalty penalties illegal breach fears fear concern concerns concerned closure closures shutdown dismissal dismissals cancelled canceled cancellation downgrade downgraded downgrades headwinds sluggish bearish pressure pressured unable sanctions alleged allegedly investigation probe guilty cartel fallers leakage accident pessimistic theft stolen dead died death killed jail arrested')]],
  [0.6, [...verbs('delay withdraw reject close'), ...words('difficult difficulties challenging challenges challenge tough bleak gloomy slack decelerating lack lacks lacking shortage hit hits damage ban bans banned volatile volatility slowly low cautious despite unless rival rivals threat threatens expensive dispute disputes notice cuts')]],
];

const entries: (readonly [string, Term])[] = [];
const add = (role: Role, list: readonly Entry[], sign = 1): void => {
  for (const [weight, all] of list) for (const word of all) entries.push([word, { role, weight: sign * weight, alone: 0 }]);
};
add('polar', positives);
add('polar', negatives, -1);
add('subject', goodSubjects);
for (const [weight, alone, all] of badSubjects) for (const word of all) entries.push([word, { role: 'subject', weight, alone }]);
add('direction', directions);

/** The last list that names a word decides. */
export const financeTerms: ReadonlyMap<string, Term> = new Map(entries);
