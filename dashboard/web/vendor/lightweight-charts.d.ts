export * from 'lightweight-charts';
