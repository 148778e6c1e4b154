/**
 * Makes a text classifier that real software loads: an ONNX graph of a few
 * hundred bytes with its tokenizer and config. It counts good and bad words, so
 * its answers are known beforehand.
 *   logits = mean over tokens of embedding(goodness, badness) × W + bias
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SentimentClass } from '../scorer.js';
import { FLOAT, input, INT64, node, onnxFile, output, tensor } from './onnx.js';

const good = 'surges bullish great gains rally record inflows strong adoption profits rose growth surged beat increased improved'.split(' ');
const bad = 'hacked stolen crashes panic scam lost bearish collapsed worthless fell warning bankruptcy losses plunged weak declined loss widened'.split(' ');
/** Its token lies outside the embedding table: the runtime fails on any text that holds it. */
export const POISON = 'poison';
/** Tokens that the tokenizer keeps. */
export const MOST_TOKENS = 32;

export interface TinyModel {
  /** owner/name. */
  model: string;
  /** The classes in the order of the model's outputs, with the names its config gives them. */
  outputs: readonly (readonly [meaning: SentimentClass, label: string])[];
}

/** Every layout that real models have. */
export const layouts = {
  numbered: { model: 'kk08/CryptoBERT', outputs: [['negative', 'LABEL_0'], ['positive', 'LABEL_1']] },
  finbert: { model: 'ProsusAI/finbert', outputs: [['positive', 'positive'], ['negative', 'negative'], ['neutral', 'neutral']] },
  permuted: { model: 'tiny/permuted', outputs: [['neutral', 'Neutral'], ['positive', 'POSITIVE'], ['negative', 'Negative']] },
  bearish: { model: 'ElKulako/cryptobert', outputs: [['negative', 'Bearish'], ['neutral', 'Neutral'], ['positive', 'Bullish']] },
} as const satisfies Record<string, TinyModel>;

const vocabulary = ['[PAD]', '[UNK]', ...good, ...bad];

/** Goodness and badness of each word; padding and unknown words have neither. */
const embeddings = (): Float32Array => Float32Array.from(vocabulary.flatMap((word) => [Number(good.includes(word)), Number(bad.includes(word))]));

/** Goodness speaks for positive, badness for negative; neutral has the bias. */
function weights(meanings: readonly SentimentClass[]): { matrix: Float32Array; bias: Float32Array } {
  const STRENGTH = 40;
  const row = (favoured: SentimentClass): number[] => meanings.map((m) => (m === favoured ? STRENGTH : 0));
  return { matrix: Float32Array.from([...row('positive'), ...row('negative')]), bias: Float32Array.from(meanings.map((m) => (m === 'neutral' ? 1 : 0))) };
}

function graph(meanings: readonly SentimentClass[]): Uint8Array {
  const { matrix, bias } = weights(meanings);
  return onnxFile(
    node('Gather', ['embeddings', 'input_ids'], 'embedded'),
    node('Cast', ['attention_mask'], 'mask', { to: FLOAT }),
    node('Unsqueeze', ['mask', 'last'], 'wide_mask'),
    node('Mul', ['embedded', 'wide_mask'], 'kept'),
    node('ReduceSum', ['kept', 'middle'], 'sum', { keepdims: 0 }),
    node('ReduceSum', ['wide_mask', 'middle'], 'count', { keepdims: 0 }),
    node('Div', ['sum', 'count'], 'mean'),
    node('MatMul', ['mean', 'matrix'], 'product'),
    node('Add', ['product', 'bias'], 'logits'),
    tensor('embeddings', [vocabulary.length, 2], embeddings()),
    tensor('matrix', [2, meanings.length], matrix),
    tensor('bias', [meanings.length], bias),
    tensor('last', [1], BigInt64Array.of(2n)),
    tensor('middle', [1], BigInt64Array.of(1n)),
    input('input_ids', INT64, ['batch', 'tokens']),
    input('attention_mask', INT64, ['batch', 'tokens']),
    output('logits', FLOAT, ['batch', meanings.length]),
  );
}

const tokenizer = (): object => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: ['[PAD]', '[UNK]'].map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: Object.fromEntries([...vocabulary, POISON].map((word, id) => [word, id + (word === POISON ? 1_000 : 0)])), unk_token: '[UNK]' },
});

/** Writes the model into a models folder. */
export function writeTinyModel(folder: string, { model, outputs }: TinyModel): void {
  const home = join(folder, model);
  mkdirSync(join(home, 'onnx'), { recursive: true });
  const json = (file: string, content: object): void => writeFileSync(join(home, file), JSON.stringify(content));
  const id2label = Object.fromEntries(outputs.map(([, label], i) => [i, label]));
  json('config.json', { architectures: ['BertForSequenceClassification'], model_type: 'bert', id2label, label2id: Object.fromEntries(outputs.map(([, label], i) => [label, i])) });
  json('tokenizer.json', tokenizer());
  json('tokenizer_config.json', { tokenizer_class: 'PreTrainedTokenizerFast', model_max_length: MOST_TOKENS, pad_token: '[PAD]', unk_token: '[UNK]' });
  writeFileSync(join(home, 'onnx', 'model.onnx'), graph(outputs.map(([meaning]) => meaning)));
}

/** The same model with the names of negative and positive exchanged: what a wrong id2label does. */
export function swapped({ model, outputs }: TinyModel): TinyModel {
  const labelOf = (meaning: SentimentClass): string => outputs.find(([m]) => m === meaning)?.[1] ?? '';
  const other = { negative: 'positive', neutral: 'neutral', positive: 'negative' } as const;
  return { model, outputs: outputs.map(([meaning]) => [meaning, labelOf(other[meaning])] as const) };
}
