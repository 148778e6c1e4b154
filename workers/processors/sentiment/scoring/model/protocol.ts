/** What the main thread and a model's thread say to each other. Types only. */
import type { ModelSpec } from './files.js';

/** Handed over when the thread starts. */
export interface ThreadData extends ModelSpec {
  /** Processor threads for one inference. */
  cores: number;
}

export interface Question {
  id: number;
  texts: readonly string[];
}

/** Every class with its probability; null where the model failed on the text. */
export type ClassScores = { label: string; score: number }[] | null;

export type ThreadMessage =
  | { kind: 'ready' }
  | { kind: 'unusable'; reason: string }
  | { kind: 'answer'; id: number; results: ClassScores[]; failure: string | null };
