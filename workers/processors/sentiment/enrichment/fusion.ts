/**
 * The model's own score s (confidence c) beside the language model's direction r
 * (`recommendation_strength`, confidence k), fused into an enhanced score:
 *
 *   enhanced_score      = (c·s + k·r) / (c + k)
 *   enhanced_confidence = (c² + k²) / (c + k) · (1 − |s − r| / 2)
 *
 * Each voice counts by its own confidence; the more the two disagree, the less
 * the result is worth (opposite extremes: nothing). Where the model's own score
 * is unknown the language model speaks alone (r, k). Below the least confidence
 * nothing is fused and both are null. The model's own score is never changed. Pure.
 */
export interface OwnScore {
  sentiment_score: number | null;
  confidence: number | null;
}
export interface LlmVoice {
  recommendation_strength: number;
  confidence: number;
}
export interface Fused {
  enhanced_score: number | null;
  enhanced_confidence: number | null;
}

const NOTHING: Fused = { enhanced_score: null, enhanced_confidence: null };

export function fuse(own: OwnScore, llm: LlmVoice, leastConfidence: number): Fused {
  const { recommendation_strength: r, confidence: k } = llm;
  if (k < leastConfidence) return NOTHING;
  const { sentiment_score: s, confidence: c } = own;
  if (s === null || c === null) return { enhanced_score: r, enhanced_confidence: k };
  if (c + k === 0) return NOTHING;
  return { enhanced_score: (c * s + k * r) / (c + k), enhanced_confidence: ((c * c + k * k) / (c + k)) * (1 - Math.abs(s - r) / 2) };
}
