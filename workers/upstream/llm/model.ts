/** A language model as its users see it: a question with a schema in, the text of an answer out. */
export interface LlmQuestion {
  system: string;
  user: string;
  /** JSON schema the answer is asked to follow; the caller checks it, whatever the provider promises. */
  schema: Readonly<Record<string, unknown>>;
  maxTokens: number;
}

export interface LanguageModel {
  /** `provider/model`, as stored with every answer. */
  readonly name: string;
  /** Calls worth having in flight. */
  readonly atOnce: number;
  /** @throws UpstreamError, or the signal's reason when it aborts. Neither carries the question or a key. */
  ask(question: LlmQuestion, signal: AbortSignal): Promise<string>;
  close(): void;
}
