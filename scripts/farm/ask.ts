/** One small HTTP question to a process of our own on this machine. Never follows redirects, never throws for a status. */
import { get } from 'node:http';

export interface Answer {
  status: number;
  body: string;
}

const PATIENCE_MS = 5_000;

/** @throws Error when nobody answers. */
export function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: PATIENCE_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    request.on('timeout', () => request.destroy(new Error(`${url} did not answer within ${PATIENCE_MS / 1000} s`)));
    request.on('error', reject);
  });
}

/** True once the URL answers 200; false while nobody does. */
export const isOk = (url: string): Promise<boolean> => ask(url).then((a) => a.status === 200, () => false);
