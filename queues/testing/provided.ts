/** What the test run's global setup hands to every file: `inject('services')`. */
export interface TestServices {
  redis: { host: string; port: number; password: string };
  mysql: { host: string; port: number; user: string; password: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    services: TestServices;
  }
}
