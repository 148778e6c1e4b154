/**
 * What the simulated press writes: headlines by theme and mood, each with the
 * sentence that follows it. {name} {ticker} {other} are coins of the simulated
 * market, {pct} their last day, {n} a number, {org} {firm} {who} invented bodies.
 */
export type Mood = 'up' | 'down' | 'flat';
/** Headline, lead, category. */
export type Template = readonly [string, string, string];

export const coinStories: Readonly<Record<Mood, readonly Template[]>> = {
  up: [
    ['{name} ({ticker}) rallies {pct}% as buyers return', '{name} climbed {pct}% in a day, its strongest gain of the week, as spot demand outpaced sellers on large exchanges.', 'Markets'],
    ['{name} surges {pct}% to lead gains among large tokens', '{ticker} outperformed {other} and most of the market after funding rates turned positive.', 'Markets'],
    ['{firm} adds {name} to its treasury, buying ${n} million of {ticker}', 'The company called {name} a long-term reserve asset and said it expects to buy more this quarter.', 'Institutional'],
    ['{org} approves spot {name} fund, a milestone for institutional adoption', 'The decision lets pension funds hold {ticker} through a regulated vehicle for the first time.', 'Regulation'],
    ['{name} upgrade goes live, cutting fees by {n}%', 'Developers said the {name} network processed record transactions without an outage after the upgrade.', 'Technology'],
    ['{firm} launches payments in {name} for {n} million customers', 'Merchants can settle in {ticker} at no cost during the first year, a boost for adoption.', 'Adoption'],
    ['Total value locked on {name} hits record as DeFi yields improve', 'Lending protocols built on {name} attracted ${n} million of fresh deposits in a week.', 'DeFi'],
    ['Analysts turn bullish on {name} after breakout above resistance', 'A close above the 200-day average has traders eyeing further upside for {ticker}.', 'Analysis'],
  ],
  down: [
    ['{name} ({ticker}) slides {pct}% amid broad sell-off', '{name} fell {pct}% in a day as leveraged longs were liquidated and buyers stayed away.', 'Markets'],
    ['{name} plunges {pct}% as whales move coins to exchanges', 'On-chain data show {ticker} inflows at a three-month high, a sign of selling pressure.', 'Markets'],
    ['Hackers drain ${n} million from {name} bridge', 'The exploit, confirmed by the team, forced a halt of withdrawals; {ticker} dropped on the news.', 'Security'],
    ['{org} sues {firm} over unregistered {name} products', 'The complaint alleges that the firm misled investors about risks tied to {ticker}.', 'Regulation'],
    ['{name} network halts for {n} minutes after validator bug', 'Critics warned that the outage undermines confidence in {name}, whose token weakened.', 'Technology'],
    ['{firm} cuts {name} exposure, citing weak demand', 'The fund sold ${n} million of {ticker} and warned of further losses across crypto.', 'Institutional'],
    ['{name} lending protocol faces bad debt after oracle failure', 'Depositors fear losses of ${n} million as liquidations on {name} failed.', 'DeFi'],
    ['Bearish pattern on {name} chart points to more losses', 'A breakdown below support could accelerate the decline of {ticker}, analysts warn.', 'Analysis'],
  ],
  flat: [
    ['{name} holds steady as traders await data', '{ticker} and {other} were little changed in thin trading before the inflation report.', 'Markets'],
    ['What to know about the next {name} vote', 'Holders of {ticker} will decide on a proposal to change how fees are shared.', 'Technology'],
    ['{org} opens consultation on {name} custody rules', 'Banks and exchanges have {n} days to comment on the proposal, which covers {ticker} and {other}.', 'Regulation'],
    ['{name} open interest unchanged while options expire', 'About ${n} million of {ticker} options expired without moving the market.', 'Derivatives'],
    ['Interview: {who} on where {name} goes from here', 'The developer talks about scaling, governance and life after the last {name} upgrade.', 'Interviews'],
  ],
};

/** No coin in them. */
export const plainStories: Readonly<Record<Mood, readonly Template[]>> = {
  up: [
    ['Stocks rally as inflation cools more than expected', 'Shares rose across sectors after consumer prices grew at the slowest pace in {n} months.', 'Business'],
    ['{firm} beats forecasts and raises outlook', 'Profit jumped {pct}% on strong demand, sending shares to a record.', 'Business'],
    ['Central bank signals rate cuts as growth holds up', 'Markets welcomed the statement, with bonds and banks gaining.', 'Economics'],
    ['Consumer confidence improves for a third month', 'Households are more optimistic about jobs and prices, a survey of {n} thousand people shows.', 'Money'],
  ],
  down: [
    ['Wall Street tumbles on recession fears', 'Shares fell {pct}% as weak jobs data stoked worries about growth.', 'Business'],
    ['{firm} warns on profit and cuts {n} hundred jobs', 'The company blamed weak orders and rising costs; its shares plunged.', 'Business'],
    ['Inflation surprise dashes hopes of rate cuts', 'Bond yields jumped and stocks dropped after prices rose faster than expected.', 'Economics'],
    ['Sanctions and tariffs threaten trade, {org} warns', 'The body cut its growth forecast, citing war and uncertainty.', 'Geopolitics'],
  ],
  flat: [
    ['Markets little changed before central bank decision', 'Investors expect no move on interest rates this month.', 'Business'],
    ['How families are budgeting this winter', 'Readers share how they plan spending on energy and food.', 'Money'],
    ['{firm} names {who} as chief executive', 'The appointment takes effect in {n} days.', 'Business'],
  ],
};

export const coinPosts: Readonly<Record<Mood, readonly string[]>> = {
  up: ['{ticker} is going to the moon, up {pct}% and we are just getting started', 'Finally bought more ${ticker}. Most bullish I have been on {name} in years', '{name} breaking out! HODL paid off', 'Say what you want, {name} fundamentals are great and the chart looks amazing'],
  down: ['Got rekt on {ticker}, down {pct}% today. Selling everything', '{name} feels like a rug pull, devs are silent and the price keeps dumping', 'Capitulation on ${ticker}? I am scared this is going much lower', 'Lost my savings in {name}. This market is brutal'],
  flat: ['Daily discussion: what do you think about {name} and {other}?', 'How do I move {ticker} to a hardware wallet?', 'Can someone explain how {name} staking works', 'Anyone else just waiting with ${ticker}?'],
};
export const plainPosts: readonly string[] = ['Is anyone else tired of refreshing charts all day', 'What is your plan for taxes this year?', 'Index funds or single stocks at 30?', 'Unpopular opinion: patience is the whole strategy', 'Weekly thread: introduce yourself'];
export const postBodies: readonly string[] = ['', 'Been here since the last cycle & still learning. What would you do in my place?', 'Edit: thanks for all the answers!\n\n* first point\n* second point', 'Here is my reasoning, tell me where I am wrong.\n\n1. volume is rising\n2. nobody talks about it'];

export const firms: readonly string[] = ['Northbridge Capital', 'Harbor Systems', 'Meridian Bank', 'Vantage Retail', 'Atlas Payments', 'Orchard Robotics'];
export const orgs: readonly string[] = ['The SEC', 'The European Commission', 'A UK regulator', 'The IMF', 'A Senate committee'];
export const people: readonly string[] = ['José Pérez', 'Amélie Durand', 'Grace Holloway', 'Tomasz Nowak', 'Linh Tran', 'Daniel Okafor'];
