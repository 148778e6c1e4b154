import { describe, expect, it } from 'vitest';
import { plainText } from './markup.js';

describe('the words of HTML', () => {
  it.each([
    ['tags go', '<p>Bitcoin <b>rallies</b></p>', 'Bitcoin rallies'],
    ['blocks part words, inline tags do not', '<p>One</p><p>two</p><br/>th<b>r</b>ee', 'One two three'],
    ['scripts, styles and comments go with all they hold', '<style>p{}</style>a<script>if (1 < 2) { x("<b>") }</script><!-- no -->b', 'a b'],
    ['entities are decoded', 'AT&amp;T &#8212; caf&eacute; &quot;x&quot; &#x27;y&#x27;', 'AT&T — café "x" \'y\''],
    ['what was escaped twice is read twice', '&amp;lt;p&amp;gt;Solana&amp;amp;#039;s rise&amp;lt;/p&amp;gt;', "Solana's rise"],
    ['escaped markup is markup', '&lt;p&gt;Ether &lt;a href="https://x.test/?a=1&amp;b=2"&gt;falls&lt;/a&gt;&lt;/p&gt;', 'Ether falls'],
    ['white space collapses', '  a\n\t b&nbsp;&nbsp;c  ', 'a b c'],
    ['a less-than sign is no tag', 'BTC < 60k and ETH > 3k', 'BTC < 60k and ETH > 3k'],
    ['a plain text stays', 'S&P 500 gains 2%', 'S&P 500 gains 2%'],
    ['a tag left open harms nothing', '<div><p>Open <img src="x.png" alt="no">end', 'Open end'],
    ['nothing stays nothing', '', ''],
  ])('%s', (_what, html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('is found in a body with any number of broken tags, in bounded time', () => {
    expect(plainText(`${'<div '.repeat(50_000)}`)).toBeTypeOf('string');
    expect(plainText(`${'&amp;'.repeat(5)}amp; deep`)).toContain('deep');
  });
});
