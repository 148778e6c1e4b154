/** Made from the document at /openapi.json by `npm run generate`. Do not edit. */
export interface paths {
    "/api/v1/answers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an upstream said, as it was received, without secrets
         * @description Needs the scope `admin:queues`.
         */
        get: operations["getAnswersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a stretch of the past filled
         * @description Candles come from the venues, with the half of their budget that live slots leave; indicators and features are computed again from what is stored, as the live chain computed them. The same request, asked again before it is over, is the same backfill.
         *
         *     Needs the scope `write:backfill`.
         */
        post: operations["postBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfill/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what a backfill would take, and begins nothing
         * @description Needs the scope `write:backfill`.
         */
        post: operations["postBackfillPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Backfills and how far they have come, unfinished ones first
         * @description Needs the scope `read:stats`.
         */
        get: operations["getBackfills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One backfill, and the chunks that are in trouble
         * @description Needs the scope `read:stats`.
         */
        get: operations["getBackfillsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/{turn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pauses a backfill, lets it go on, or ends it
         * @description A chunk that is being done stops at its next page, and what is stored by then stays. Resuming one that is over tries what failed once more.
         *
         *     Needs the scope `write:backfill`.
         */
        post: operations["postBackfillsByIdByTurn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collect/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Collects a source now, outside its timetable
         * @description The rows belong to the newest slot of its dataset, and the budget of its upstream holds as always. Asked again within five minutes, the answer names the same jobs.
         *
         *     Needs the scope `write:backfill`.
         */
        post: operations["postCollectBySource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/derivatives/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Perpetual futures of an asset by venue: the newest snapshots, or the stored rows from start on, at most 31 days
         * @description Needs the scope `read:derivatives`.
         */
        get: operations["getDerivativesBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dated events and anomalies that move markets, newest first
         * @description Needs the scope `read:news`.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the farm works: the chain of the last slots, queues, pools, upstreams, and why the health score is what it is
         * @description Needs the scope `read:stats`.
         */
        get: operations["getFarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farm/freshness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Age of the newest row of every collected symbol in every dataset that is about symbols
         * @description Needs the scope `read:stats`.
         */
        get: operations["getFarmFreshness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What has become of a job
         * @description Needs the scope `read:queues`.
         */
        get: operations["getJobsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macro": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Macro and market series: the newest values, or a history from start on, by the vintages known at as_of
         * @description Needs the scope `read:prices`.
         */
        get: operations["getMacro"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every collected asset in one answer: price, day, RSI, sentiment and its last 24 hourly closes
         * @description Needs the scope `read:prices`.
         */
        get: operations["getMarket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ml-features/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The feature row of a symbol at a slot, or the newest
         * @description Needs the scope `read:ml-features`.
         */
        get: operations["getMlFeaturesBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ml-features/{symbol}/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest feature row of a symbol
         * @description Needs the scope `read:ml-features`.
         */
        get: operations["getMlFeaturesBySymbolCurrent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ml-features/{symbol}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a feature row was computed from: rows, jobs, and what upstreams said
         * @description Needs the scope `read:ml-features`.
         */
        get: operations["getMlFeaturesBySymbolLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ml-features/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Features of many symbols: the newest rows, or every row of a range as NDJSON
         * @description Needs the scope `read:ml-features`.
         */
        get: operations["getMlFeaturesBulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/narratives/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the news of the newest window tell, theme by theme
         * @description Needs the scope `read:news`.
         */
        get: operations["getNarrativesLatest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/news/crypto/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest crypto articles, with their sentiment
         * @description Needs the scope `read:news`.
         */
        get: operations["getNewsCryptoLatest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/news/stock/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest stock articles, with their sentiment
         * @description Needs the scope `read:news`.
         */
        get: operations["getNewsStockLatest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/onchain/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * On-chain metrics of an asset, or of MARKET: the newest figures, or a history from start on
         * @description Needs the scope `read:prices`.
         */
        get: operations["getOnchainBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chart and candlestick patterns of an asset, newest first, with the bars that prove them
         * @description Needs the scope `read:technical`.
         */
        get: operations["getPatternsBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/current/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest price snapshot of an asset
         * @description Needs the scope `read:prices`.
         */
        get: operations["getPricesCurrentBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/historical/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Candles of an asset between two instants, and what is missing between them
         * @description Needs the scope `read:prices`.
         */
        get: operations["getPricesHistoricalBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/regime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The regime of the market, or of an asset, with its probabilities, correlations with other markets, and the regimes before it
         * @description Needs the scope `read:technical`.
         */
        get: operations["getRegime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sentiment/crypto/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What crypto texts of the last while say about a symbol, or about MARKET
         * @description Needs the scope `read:sentiment`.
         */
        get: operations["getSentimentCryptoBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sentiment/stock/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What stock texts of the last while say about a symbol, or about MARKET
         * @description Needs the scope `read:sentiment`.
         */
        get: operations["getSentimentStockBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is asking, what the key may do, and what time it is on the farm
         * @description Needs the scope `read:prices`.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signals whose rule fired on an asset, newest first, with the values the rule saw
         * @description Needs the scope `read:ml-features`.
         */
        get: operations["getSignalsBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/collectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows, newest row and freshness of every dataset
         * @description Needs the scope `read:stats`.
         */
        get: operations["getStatsCollectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Share of known values per column
         * @description Needs the scope `read:stats`.
         */
        get: operations["getStatsCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rows that should be stored and are not, per symbol: at the head, inside and at the tail, and what becomes of them
         * @description Needs the scope `read:stats`.
         */
        get: operations["getStatsGaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much of what is stored is believed, why the rest is not, and what was refused
         * @description Needs the scope `read:stats`.
         */
        get: operations["getStatsQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/restatements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Final values that were known otherwise before: what they were, what they became, when, and who said so
         * @description Needs the scope `read:stats`.
         */
        get: operations["getStatsRestatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Price updates as server-sent events: the newest value of each symbol, then every update
         * @description The id of an event is its position; a reader that comes back with `Last-Event-ID` is told what it missed, by whichever replica answers, as far as that is still known, and the newest values otherwise (`snapshot: true`). A comment comes every 25 seconds. A reader that does not keep up is told the newest value of each symbol only.
         *
         *     Needs the scope `read:prices`.
         */
        get: operations["getStreamPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/symbols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The registry of assets, by rank
         * @description Needs the scope `read:prices`.
         */
        get: operations["getSymbols"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/technical/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The indicators of the newest closed bar
         * @description Needs the scope `read:technical`.
         */
        get: operations["getTechnicalBySymbol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/technical/{symbol}/indicators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The indicators of the newest closed bars, newest first
         * @description Needs the scope `read:technical`.
         */
        get: operations["getTechnicalBySymbolIndicators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the farm is, computed from its data
         * @description Needs no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/scaling/{pool}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much work a pool has: for an autoscaler
         * @description KEDA: trigger `metrics-api`, `valueLocation: demand`, `authMode: bearer`. 503 while Redis cannot be read, never a zero; not counted against the limit of the key.
         *
         *     Needs the scope `read:stats`.
         */
        get: operations["getInternalScalingByPool"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does this process still turn? Asks neither MySQL nor Redis: their outage is no reason to restart it
         * @description Needs no key.
         */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prometheus text
         * @description Needs no key.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Needs no key.
         */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can this process answer?
         * @description Needs no key.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Work that was taken on: the first of its jobs, and each of them */
        Accepted: {
            job_id: string;
            jobs: {
                /** @description 1-based chunk of the symbols */
                chunk: number;
                job_id: string;
                status_url: string;
                /** @description symbols of the chunk; 0 for a source that is for everybody */
                symbols: number;
            }[];
            /**
             * Format: date-time
             * @description the slot its rows belong to
             * @example 2026-01-02T12:00:00.000Z
             */
            slot: string;
            /** @description asks what has become of the job */
            status_url: string;
        };
        /** @description What an upstream said, as it was received, without secrets */
        ArchivedAnswer: {
            /** @description instant of receipt, ms in 12 hex digits, and a random end: ids rise with time */
            answer_id: string;
            /** @description null where it was too large to be kept */
            body: string | null;
            /** @description where it came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description host that was asked */
            host: string;
            /** @description job that asked, as in slot_ledger */
            job_id: string;
            /** @description path, secrets removed */
            path: string;
            /** @description query, secrets removed */
            query: {
                [key: string]: string | number;
            };
            /**
             * Format: date-time
             * @description when the answer was there
             * @example 2026-01-02T12:00:00.000Z
             */
            received_at: string;
            /** @description its body, in answers */
            sha256: string;
            /** @description bytes of the body */
            size: number;
            /**
             * Format: date-time
             * @description slot it was collected for
             * @example 2026-01-02T12:00:00.000Z
             */
            slot: string;
            /** @description source */
            source: string;
            /** @description HTTP status */
            status: number;
        };
        /** @description An article as its source published it */
        Article: {
            /** @description author */
            author: string | null;
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description the source's own categories */
            categories: string[];
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description SHA-256 of the canonical address, hex */
            id: string;
            /**
             * Format: date-time
             * @description when the source says it was published
             * @example 2026-01-02T12:00:00.000Z
             */
            published_at: string;
            /** @description null while no model has scored the article */
            sentiment: components["schemas"]["ArticleSentiment"] | null;
            /** @description site or service the article came from */
            source: string;
            /** @description summary or first paragraph, as text */
            summary: string | null;
            /** @description tickers the text is about */
            symbols: string[];
            /** @description headline */
            title: string;
            /** @description address, without tracking parameters */
            url: string;
        };
        /** @description What one model said about one article */
        ArticleSentiment: {
            /** @description probability of the likeliest label, 0 to 1 */
            confidence: number | null;
            /** @description fear, greed, euphoria, panic, uncertainty or confidence, where a language model was asked */
            emotion: string | null;
            /** @description sentiment_score fused with recommendation_strength, -1 to 1; NULL where the language model was not sure enough */
            enhanced_score: number | null;
            /** @description 0 extreme fear to 100 extreme greed, as the language model reads the text */
            fear_greed: number | null;
            /** @description the likeliest label, by the model's own id2label */
            label: string | null;
            /** @description language model that read it, as provider/model; NULL while none has */
            language_model: string | null;
            /** @description model and version */
            model: string;
            /** @description P(positive) − P(negative), -1 to 1; NULL where the model failed */
            score: number | null;
            /** @description narrative theme, one of those of news_narratives */
            theme: string | null;
        };
        /** @description A stretch of the past that was asked to be filled, and how far it has come */
        Backfill: {
            backfill_id: string;
            /** @enum {string} */
            dataset: "ohlc" | "technical_indicators" | "ml_features";
            /** @description seconds of farm time until it is over at that pace; null where nobody can know */
            eta_seconds: number | null;
            /**
             * Format: date-time
             * @description when its last chunk was settled
             * @example 2026-01-02T12:00:00.000Z
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @description first open time, close or slot it covers
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description when it was asked for
             * @example 2026-01-02T12:00:00.000Z
             */
            opened_at: string;
            /**
             * @description operator: somebody asked; gap: the farm found rows missing
             * @enum {string}
             */
            origin: "operator" | "gap";
            /** @description share of its expected rows that are settled */
            progress: number;
            /** @description why it is what it is, where it is not done */
            reason: string | null;
            /** @description rows stored in a second of farm time since it began; null before */
            rows_per_second: number | null;
            stages: components["schemas"]["BackfillStage"][];
            /**
             * Format: date-time
             * @description when its first chunk was begun
             * @example 2026-01-02T12:00:00.000Z
             */
            started_at: string | null;
            /** @enum {string} */
            state: "open" | "paused" | "done" | "partial" | "failed" | "cancelled";
            status_url: string;
            /** @description symbols it covers */
            symbols: number;
            timeframes: ("5m" | "1h" | "4h" | "1d")[];
            /**
             * Format: date-time
             * @description its end, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description One backfill, and the chunks that are in trouble */
        BackfillDetails: {
            backfill_id: string;
            /** @enum {string} */
            dataset: "ohlc" | "technical_indicators" | "ml_features";
            /** @description seconds of farm time until it is over at that pace; null where nobody can know */
            eta_seconds: number | null;
            /**
             * Format: date-time
             * @description when its last chunk was settled
             * @example 2026-01-02T12:00:00.000Z
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @description first open time, close or slot it covers
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description when it was asked for
             * @example 2026-01-02T12:00:00.000Z
             */
            opened_at: string;
            /**
             * @description operator: somebody asked; gap: the farm found rows missing
             * @enum {string}
             */
            origin: "operator" | "gap";
            /** @description share of its expected rows that are settled */
            progress: number;
            /** @description why it is what it is, where it is not done */
            reason: string | null;
            /** @description rows stored in a second of farm time since it began; null before */
            rows_per_second: number | null;
            stages: components["schemas"]["BackfillStage"][];
            /**
             * Format: date-time
             * @description when its first chunk was begun
             * @example 2026-01-02T12:00:00.000Z
             */
            started_at: string | null;
            /** @enum {string} */
            state: "open" | "paused" | "done" | "partial" | "failed" | "cancelled";
            status_url: string;
            /** @description symbols it covers */
            symbols: number;
            timeframes: ("5m" | "1h" | "4h" | "1d")[];
            /**
             * Format: date-time
             * @description its end, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
            /** @description at most 20 */
            troubles: {
                /** @description number of the chunk */
                chunk: number;
                /**
                 * Format: date-time
                 * @description first open time, close or slot of it
                 * @example 2026-01-02T12:00:00.000Z
                 */
                from: string;
                /** @description what is missing, or went wrong */
                reason: string | null;
                /** @enum {string} */
                stage: "candles" | "indicators" | "features";
                /** @enum {string} */
                state: "open" | "running" | "done" | "partial" | "failed" | "cancelled";
                timeframe: ("5m" | "1h" | "4h" | "1d") | null;
                /**
                 * Format: date-time
                 * @description its end, exclusive
                 * @example 2026-01-02T12:00:00.000Z
                 */
                to: string;
            }[];
        };
        /** @description A backfill that was taken on */
        BackfillFiled: {
            /** @description jobs it was cut into */
            chunks: number;
            /** @description false where the same request is unfinished already: this is its id */
            created: boolean;
            /** @description id of the backfill */
            job_id: string;
            /** @description rows when nothing is missing upstream */
            rows: number;
            /** @description asks how far it has come */
            status_url: string;
        };
        /** @description What a backfill would take; nothing has been begun */
        BackfillPlan: {
            calls: {
                /** @description of what the host allows in the window it is likeliest to run out of; null where no worker has told the budget */
                budget_share: number | null;
                /** @description requests */
                calls: number;
                host: string;
                /** @description seconds the budget makes it last, at the half of it that slots leave */
                seconds_at_least: number | null;
            }[];
            /** @description jobs */
            chunks: number;
            /** @enum {string} */
            dataset: "ohlc" | "technical_indicators" | "ml_features";
            /** @description rows when nothing is missing upstream */
            rows: number;
            /** @description seconds at the pace of the newest chunks of the kind, and no less than the budgets allow; null while none has been done */
            seconds: number | null;
            stages: {
                /** @description jobs it is cut into */
                chunks: number;
                /**
                 * Format: date-time
                 * @description first open time, close or slot
                 * @example 2026-01-02T12:00:00.000Z
                 */
                from: string;
                /** @description rows when nothing is missing upstream */
                rows: number;
                /** @enum {string} */
                stage: "candles" | "indicators" | "features";
                /** @description of them, rows that are stored already */
                stored: number;
                /** @description symbols, those that features are measured against included */
                symbols: number;
                /** @description none for features */
                timeframe: ("5m" | "1h" | "4h" | "1d") | null;
                /**
                 * Format: date-time
                 * @description end, exclusive
                 * @example 2026-01-02T12:00:00.000Z
                 */
                to: string;
            }[];
            /** @description of them, rows that are stored already */
            stored: number;
            /** @description symbols asked for */
            symbols: number;
        };
        /** @description Backfills, unfinished ones first */
        Backfills: {
            data: components["schemas"]["Backfill"][];
            /** @description backfills in data */
            total: number;
        };
        /** @description One stage of a backfill, summed over its chunks */
        BackfillStage: {
            /** @description never done */
            cancelled: number;
            /** @description chunks it was cut into */
            chunks: number;
            /** @description done */
            done: number;
            /** @description given up */
            failed: number;
            /** @description symbols with something missing, summed over the chunks */
            missing: number;
            /** @description of them, not begun, or to be tried again */
            open: number;
            /** @description over, with something missing that might have come */
            partial: number;
            /** @description rows when nothing is missing upstream */
            rows_expected: number;
            /** @description rows of the stretch that are stored */
            rows_written: number;
            /** @description being done */
            running: number;
            /**
             * @description in the order in which they are done
             * @enum {string}
             */
            stage: "candles" | "indicators" | "features";
        };
        /** @description A bar of one interval */
        Candle: {
            /** @description last price */
            close: number;
            /** @description highest price */
            high: number;
            /** @description false while the bar is still open */
            is_final: boolean;
            /** @description lowest price */
            low: number;
            /** @description first price */
            open: number;
            /**
             * Format: date-time
             * @description start of the bar
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description traded volume, in the base asset */
            volume: number;
        };
        /** @description Bars between two instants, oldest first, and what is missing between them */
        Candles: {
            data: components["schemas"]["Candle"][];
            gaps: components["schemas"]["Gap"][];
            /** @enum {string} */
            interval: "5m" | "1h" | "4h" | "1d";
            /** @description hand it back as `cursor` for the next page; null on the last one */
            next_cursor: string | null;
            /** @description ticker in the registry */
            symbol: string;
            /** @description bars in data */
            total_points: number;
        };
        /** @description Chart and candlestick patterns, with the bars that prove them */
        ChartPattern: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description 0 to 1 */
            confidence: number;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description bullish, bearish or neutral */
            direction: string;
            /**
             * Format: date-time
             * @description close of the bar that completed or confirmed it: when it could be known
             * @example 2026-01-02T12:00:00.000Z
             */
            ended_at: string;
            /** @description the bars that prove it, and its price levels */
            evidence: {
                bars: string[];
                levels: {
                    [key: string]: number;
                };
            };
            /** @description name in the registry of patterns, such as double_top */
            pattern: string;
            /**
             * Format: date-time
             * @description open of the first bar that belongs to it
             * @example 2026-01-02T12:00:00.000Z
             */
            started_at: string;
            /** @description timeframe of the bars */
            timeframe: string;
            /** @description version of the definition */
            version: number;
        };
        /** @description Patterns, newest first */
        ChartPatterns: {
            data: components["schemas"]["ChartPattern"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description ticker in the registry */
            symbol: string;
            /** @description items in data */
            total: number;
        };
        /** @description Every dataset of the farm */
        Collectors: {
            data: components["schemas"]["Dataset"][];
        };
        /** @description How one part of the farm is */
        Component: {
            score: number;
            /** @enum {string} */
            status: "healthy" | "degraded" | "unhealthy";
        };
        /** @description Correlation of daily returns of an asset with another market */
        Correlation: {
            /** @description days on which both are known */
            pairs: number;
            /** @description Pearson correlation, -1 to 1; NULL with fewer than 20 pairs */
            pearson: number | null;
            /** @description the other market, in the registry of series */
            series: string;
            /** @description Spearman rank correlation, -1 to 1; NULL with fewer than 20 pairs */
            spearman: number | null;
            /**
             * Format: date-time
             * @description slot it was computed for
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description trading days behind it, at most */
            window_days: number;
        };
        /** @description How full each column of a table is */
        Coverage: {
            columns: {
                /** @description rows in which it could be known: the coin has such a market or chain, watched for as long as the look-back */
                applicable: number;
                column: string;
                /** @description filled of applicable rows, 0 to 1; null where there are none */
                coverage: number | null;
                /** @description filled of all rows, 0 to 1; null where there are none */
                fill_ratio: number | null;
                /** @description rows in which it is known */
                filled: number;
            }[];
            /**
             * Format: date-time
             * @description first instant looked at
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /** @description by group of features; empty for other tables */
            groups: {
                /** @description columns of the group */
                columns: number;
                /** @description known values of those that could be known, 0 to 1 */
                coverage: number | null;
                /** @description known values of all, 0 to 1 */
                fill_ratio: number | null;
                group: string;
            }[];
            /** @description rows looked at */
            rows: number;
            /** @enum {string} */
            table: "technical_indicators" | "ml_features_materialized";
            /**
             * Format: date-time
             * @description last instant looked at, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description Share of known values per column */
        Coverages: {
            data: components["schemas"]["Coverage"][];
        };
        /** @description What is stored of a dataset and how new it is */
        Dataset: {
            /** @description age of the newest row; null while there is none */
            age_seconds: number | null;
            /** @enum {string} */
            dataset: "crypto_prices" | "ohlc" | "technical_indicators" | "ml_features" | "coinbase_prices" | "derivatives" | "crypto_news" | "stock_news" | "social_reddit" | "social_twitter" | "onchain" | "macro" | "macro_yahoo" | "market" | "fear_greed" | "alpha_vantage" | "sentiment_analysis" | "narratives" | "patterns" | "trading_signals" | "regime";
            /** @description cadence */
            every: string;
            /** @description of symbols, those with a fresh row */
            fresh_symbols: number;
            /**
             * Format: date-time
             * @description event time of the newest row
             * @example 2026-01-02T12:00:00.000Z
             */
            newest: string | null;
            /**
             * Format: date-time
             * @description newest slot that was settled
             * @example 2026-01-02T12:00:00.000Z
             */
            newest_slot: string | null;
            /** @description why nobody collects it */
            off: string | null;
            /**
             * @description chain: in the flow of every slot; side: beside it
             * @enum {string}
             */
            part: "chain" | "side";
            /** @description rows stored */
            rows: number;
            /**
             * @description late: young enough, but nobody has asked for more in three cadences; off: nobody collects it here
             * @enum {string}
             */
            state: "fresh" | "stale" | "late" | "empty" | "off";
            /** @description symbols it should have */
            symbols: number;
            /** @description where its rows are */
            table: string;
            /** @description older than this is stale */
            target_seconds: number;
        };
        /** @description Rows of one dataset that should be there and are not */
        DatasetGaps: {
            /** @enum {string} */
            dataset: "ohlc" | "technical_indicators" | "ml_features" | "crypto_prices";
            /** @description rows that should be there */
            expected: number;
            /**
             * Format: date-time
             * @description first event time looked at
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /** @description runs of missing rows */
            gap_count: number;
            /** @description of those, rows that are not */
            missing: number;
            /** @description of the missing, rows that will never come, each run with its reason */
            permanent: number;
            /** @description symbols with gaps only */
            symbols: components["schemas"]["SymbolGaps"][];
            /** @enum {string} */
            timeframe: "5m" | "1h" | "4h" | "1d";
            /**
             * Format: date-time
             * @description end of what is owed: a row is owed once it has been due for as long as the dataset may be old
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description Snapshots by venue, or stored rows oldest first */
        Derivatives: {
            /**
             * Format: date-time
             * @description only what was known then
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            data: components["schemas"]["Future"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description ticker in the registry */
            symbol: string;
            /** @description rows in data */
            total: number;
        };
        /** @description The one shape in which every failure leaves */
        Error: {
            error: {
                /**
                 * @description what went wrong, for programs
                 * @enum {string}
                 */
                code: "INVALID_API_KEY" | "FORBIDDEN_SCOPE" | "INVALID_SYMBOL" | "DATA_NOT_AVAILABLE" | "VALIDATION_ERROR" | "INVALID_TIMEFRAME" | "RATE_LIMIT_EXCEEDED" | "SERVICE_UNAVAILABLE" | "INTERNAL_ERROR";
                /** @description which fields, names or limits are meant; null where there is nothing more to say */
                details: unknown;
                /** @description what went wrong, for people */
                message: string;
                /** @description X-Request-Id of the answer: the log has the rest under it */
                request_id: string | null;
                /**
                 * Format: date-time
                 * @description when it happened
                 */
                timestamp: string;
            };
        };
        /** @description How the farm works */
        Farm: {
            /**
             * Format: date-time
             * @description farm time of this look
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            /** @description jobs that repair or fill in, at most twenty; null while Redis does not answer */
            catching_up: {
                id: string;
                /** @description how far it is; null where the job does not say */
                progress: number | null;
                queue: string;
                /** @description since it began, or since it was added while it waits */
                since_seconds: number;
                /** @enum {string} */
                state: "active" | "waiting-children" | "prioritized" | "waiting" | "delayed";
            }[] | null;
            health: {
                /** @description what keeps the score from 100, costliest first */
                reasons: components["schemas"]["Reason"][];
                score: number;
                /** @enum {string} */
                status: "healthy" | "degraded" | "unhealthy";
            };
            /** @description the slots of the last 24 hours by what became of them */
            last_day: {
                /** @description slots whole */
                done: number;
                /** @description slots with nothing */
                missed: number;
                /** @description slots that lack symbols */
                partial: number;
                /** @description slots under way */
                pending: number;
                /** @description of all, those that needed a repair */
                repaired: number;
            };
            /** @description null while Redis does not answer */
            pools: {
                /** @description jobs that run or could */
                demand: number;
                pool: string;
                /** @description worker processes that report */
                processes: number;
                queues: {
                    /** @description jobs that run */
                    active: number;
                    /** @description jobs whose time has not come */
                    delayed: number;
                    /** @description jobs that failed for good and are kept to be looked at */
                    failed: number;
                    /** @description how long the job that has waited longest could have run */
                    oldest_seconds: number;
                    paused: boolean;
                    queue: string;
                    /** @description jobs that could run now */
                    waiting: number;
                    /** @description jobs that wait for others */
                    waiting_children: number;
                }[];
                /** @description jobs these can run at the same time */
                slots: number;
            }[] | null;
            /** @description newest first */
            slots: components["schemas"]["Slot"][];
            /** @description hosts that a running process has called; null while Redis does not answer */
            upstreams: components["schemas"]["Upstream"][] | null;
        };
        /** @description One row of features per symbol and five-minute slot */
        FeatureRow: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description 0 to 1: known columns, weighed by how fresh their inputs are */
            data_quality_score: number | null;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description features in this answer */
            feature_count: number;
            /** @description with format=array only */
            feature_names?: ("price" | "market_cap" | "log_market_cap" | "market_cap_rank" | "volume_24h" | "turnover_24h" | "price_change_24h_pct" | "high_24h_distance" | "low_24h_distance" | "range_24h" | "range_position_24h" | "return_5m" | "return_15m" | "return_1h" | "return_4h" | "return_24h" | "return_3d" | "return_12d" | "close_price_gap" | "traded_value_5m" | "rsi_7" | "rsi_14" | "macd_line" | "macd_signal" | "macd_histogram" | "macd_histogram_share" | "ppo" | "bb_upper" | "bb_lower" | "bb_width" | "bb_percent_b" | "atr_14" | "atr_share" | "adx_14" | "plus_di_14" | "minus_di_14" | "stoch_k" | "stoch_d" | "stoch_rsi_k" | "stoch_rsi_d" | "williams_r" | "cci_20" | "mfi_14" | "cmf_20" | "roc_10" | "trix_15" | "tsi" | "ultimate_oscillator" | "aroon_oscillator" | "realized_vol_20" | "volume_ratio_20" | "sma_20_distance" | "sma_50_distance" | "sma_200_distance" | "ema_200_distance" | "vwap_distance" | "psar_distance" | "ema_20_50_spread" | "ema_50_200_spread" | "sma_50_200_spread" | "ichimoku_spread" | "ichimoku_cloud_distance" | "donchian_position" | "keltner_position" | "force_index_share" | "rsi_14_1h" | "macd_histogram_share_1h" | "ppo_1h" | "bb_width_1h" | "bb_percent_b_1h" | "atr_share_1h" | "adx_14_1h" | "stoch_k_1h" | "stoch_d_1h" | "cci_20_1h" | "mfi_14_1h" | "cmf_20_1h" | "roc_10_1h" | "tsi_1h" | "aroon_oscillator_1h" | "realized_vol_20_1h" | "volume_ratio_20_1h" | "sma_20_distance_1h" | "sma_50_distance_1h" | "sma_200_distance_1h" | "ema_20_50_spread_1h" | "rsi_14_4h" | "ppo_4h" | "bb_percent_b_4h" | "atr_share_4h" | "adx_14_4h" | "mfi_14_4h" | "realized_vol_20_4h" | "sma_50_distance_4h" | "rsi_14_1d" | "ppo_1d" | "bb_percent_b_1d" | "atr_share_1d" | "adx_14_1d" | "realized_vol_30_1d" | "sma_50_distance_1d" | "sma_200_distance_1d" | "return_1h_rank" | "return_24h_rank" | "volume_ratio_rank" | "rsi_14_rank" | "volatility_rank" | "excess_return_1h_market" | "excess_return_24h_market" | "excess_return_1h_btc" | "excess_return_24h_btc" | "market_return_1h" | "market_return_24h" | "market_dispersion_1h" | "breadth_up_1h" | "breadth_above_sma_50" | "breadth_overbought" | "breadth_oversold" | "beta_btc_72h" | "correlation_btc_72h" | "beta_eth_72h" | "correlation_eth_72h" | "sentiment_score" | "sentiment_1h" | "sentiment_4h" | "sentiment_24h" | "sentiment_7d" | "sentiment_count_1h" | "sentiment_count_4h" | "sentiment_count_24h" | "sentiment_count_7d" | "sentiment_momentum" | "sentiment_momentum_7d" | "sentiment_dispersion_24h" | "sentiment_dispersion_7d" | "sentiment_positive_24h" | "sentiment_positive_7d" | "market_sentiment_1h" | "market_sentiment_4h" | "market_sentiment_24h" | "market_sentiment_7d" | "market_sentiment_momentum" | "market_sentiment_dispersion_24h" | "market_sentiment_positive_24h" | "market_sentiment_count_24h" | "sentiment_age_minutes" | "news_count_1h" | "news_count_24h" | "news_count_7d" | "news_share_24h" | "news_share_7d" | "news_pace" | "market_news_count_1h" | "market_news_count_24h" | "market_news_pace" | "stock_news_count_24h" | "news_age_minutes" | "social_count_1h" | "social_count_24h" | "social_count_7d" | "social_share_24h" | "social_pace" | "social_engagement_24h" | "market_social_count_1h" | "market_social_count_24h" | "market_social_pace" | "market_social_engagement_24h" | "social_age_minutes" | "vix" | "vix_change_1d" | "vix_change_5d" | "vix_change_1m" | "spx" | "spx_change_1d" | "spx_change_5d" | "spx_change_1m" | "dxy" | "dxy_change_1d" | "dxy_change_5d" | "dxy_change_1m" | "us10y" | "us10y_change_1d" | "us10y_change_5d" | "us10y_change_1m" | "gold" | "gold_change_1d" | "gold_change_5d" | "gold_change_1m" | "oil" | "oil_change_1d" | "oil_change_5d" | "oil_change_1m" | "yield_curve" | "fed_funds" | "unemployment" | "cpi_yoy" | "m2_yoy" | "fear_greed" | "fear_greed_change_1d" | "fear_greed_change_7d" | "vix_age_minutes" | "cpi_age_minutes" | "fear_greed_age_minutes" | "qqq_return_1d" | "qqq_return_5d" | "tlt_return_1d" | "tlt_return_5d" | "hyg_return_1d" | "hyg_return_5d" | "eem_return_1d" | "eem_return_5d" | "uup_return_1d" | "uup_return_5d" | "arkk_return_5d" | "copper_return_5d" | "usdjpy_return_5d" | "copper_gold_spread_5d" | "risk_appetite_5d" | "market_age_minutes" | "btc_hash_rate_change_1d" | "btc_hash_rate_change_7d" | "btc_difficulty_expected_change" | "btc_minutes_between_blocks" | "btc_transactions_change_7d" | "btc_active_addresses_change_7d" | "btc_mempool_count" | "btc_mempool_change_1d" | "btc_fee_fast" | "btc_miners_revenue_change_7d" | "eth_gas" | "eth_gas_change_1d" | "chain_tvl_change_1d" | "chain_tvl_change_7d" | "market_tvl_change_1d" | "market_tvl_change_7d" | "stablecoin_supply_change_1d" | "stablecoin_supply_change_7d" | "dex_volume_24h" | "dex_volume_change_7d" | "onchain_age_minutes" | "tvl_age_minutes" | "funding_binance" | "funding_bybit" | "funding_spread" | "funding_paid_24h" | "funding_annualised" | "basis_binance" | "basis_bybit" | "open_interest_change_1h" | "open_interest_change_24h" | "open_interest_to_volume" | "open_interest_to_market_cap" | "derivatives_age_binance_minutes" | "derivatives_age_bybit_minutes" | "regime_bull" | "regime_bear" | "regime_sideways" | "regime_high_volatility" | "regime_low_volatility" | "market_regime_bull" | "market_regime_bear" | "market_regime_sideways" | "market_regime_high_volatility" | "market_regime_low_volatility" | "correlation_spx_30d" | "correlation_dxy_30d" | "correlation_gold_30d" | "patterns_bullish_24h" | "patterns_bearish_24h" | "market_patterns_balance" | "narrative_dominance" | "narrative_concentration" | "narrative_sentiment" | "narrative_coin_share" | "regime_age_minutes" | "narrative_age_minutes" | "hour_sin" | "hour_cos" | "weekday_sin" | "weekday_cos" | "year_sin" | "year_cos" | "minute_of_day" | "is_weekend" | "is_asia_session" | "is_europe_session" | "is_us_session" | "days_to_month_end" | "hours_to_funding" | "days_to_expiry" | "price_age_seconds" | "price_is_ok" | "bar_age_5m_seconds" | "bar_age_1h_seconds" | "bar_age_4h_seconds" | "bar_age_1d_seconds" | "bars_5m" | "bars_1h" | "bars_1d")[];
            /** @description sum of the versions of all formulas: rises when any of them changes */
            feature_version: number;
            features: components["schemas"]["FeaturesByGroup"] | components["schemas"]["FeaturesFlat"] | (number | null)[];
            /** @description share of the feature columns that are known, 0 to 1 */
            fill_ratio: number;
            /** @description instant of the newest input read: per table and timeframe, and per source beside them; null where there was none */
            lineage: {
                [key: string]: string | null;
            };
            /** @description ticker in the registry */
            symbol: string;
            /**
             * Format: date-time
             * @description the slot: every input was known by then
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description The newest feature row of each symbol that has one */
        FeatureRows: {
            data: components["schemas"]["FeatureRow"][];
            /** @description tickers of the registry without a row */
            missing: string[];
            /** @description rows in data */
            total: number;
            /** @description names the registry does not know */
            unknown: string[];
        };
        /** @description The features of the group calendar */
        Features_calendar: {
            /** @description days to 08:00 UTC on the last Friday of the month, when monthly options expire [days] */
            days_to_expiry: number | null;
            /** @description (start of the next month − slot) / 1 d [days] */
            days_to_month_end: number | null;
            /** @description cos of the time of day, period 24 h [ratio] */
            hour_cos: number | null;
            /** @description sin of the time of day, period 24 h [ratio] */
            hour_sin: number | null;
            /** @description hours to the next 00:00, 08:00 or 16:00 UTC, when perpetual futures pay funding; 8 at that moment [hours] */
            hours_to_funding: number | null;
            /** @description 1 from 0:00 to 8:00 UTC on weekdays, else 0 [flag] */
            is_asia_session: number | null;
            /** @description 1 from 7:00 to 16:00 UTC on weekdays, else 0 [flag] */
            is_europe_session: number | null;
            /** @description 1 from 13:00 to 21:00 UTC on weekdays, else 0 [flag] */
            is_us_session: number | null;
            /** @description 1 on Saturday and Sunday, else 0 [flag] */
            is_weekend: number | null;
            /** @description minutes since 00:00 UTC [minutes] */
            minute_of_day: number | null;
            /** @description cos of the time of the week, period 7 d, from Monday [ratio] */
            weekday_cos: number | null;
            /** @description sin of the time of the week, period 7 d, from Monday [ratio] */
            weekday_sin: number | null;
            /** @description cos of the time of the year [ratio] */
            year_cos: number | null;
            /** @description sin of the time of the year [ratio] */
            year_sin: number | null;
        };
        /** @description The features of the group cross_section */
        Features_cross_section: {
            /** @description covariance with BTC / variance of BTC [ratio] */
            beta_btc_72h: number | null;
            /** @description covariance with ETH / variance of ETH [ratio] */
            beta_eth_72h: number | null;
            /** @description share of the slot's symbols with close above sma_50 [ratio] */
            breadth_above_sma_50: number | null;
            /** @description share of the slot's symbols with rsi_14 > 70 [ratio] */
            breadth_overbought: number | null;
            /** @description share of the slot's symbols with rsi_14 < 30 [ratio] */
            breadth_oversold: number | null;
            /** @description share of the slot's symbols with return_12 > 0 [ratio] */
            breadth_up_1h: number | null;
            /** @description Pearson correlation with BTC [ratio] */
            correlation_btc_72h: number | null;
            /** @description Pearson correlation with ETH [ratio] */
            correlation_eth_72h: number | null;
            /** @description return_12 − that of BTC [ratio] */
            excess_return_1h_btc: number | null;
            /** @description return_12 − its mean over the market [ratio] */
            excess_return_1h_market: number | null;
            /** @description return_288 − that of BTC [ratio] */
            excess_return_24h_btc: number | null;
            /** @description return_288 − its mean over the market [ratio] */
            excess_return_24h_market: number | null;
            /** @description standard deviation of return_12 over the market [ratio] */
            market_dispersion_1h: number | null;
            /** @description mean of return_12 over the market [ratio] */
            market_return_1h: number | null;
            /** @description mean of return_288 over the market [ratio] */
            market_return_24h: number | null;
            /** @description place of return_12 among the slot's symbols: 0 lowest, 1 highest, ties in the middle [ratio] */
            return_1h_rank: number | null;
            /** @description place of return_288 among the slot's symbols: 0 lowest, 1 highest, ties in the middle [ratio] */
            return_24h_rank: number | null;
            /** @description place of rsi_14 among the slot's symbols: 0 lowest, 1 highest, ties in the middle [ratio] */
            rsi_14_rank: number | null;
            /** @description place of realized_vol_20 among the slot's symbols: 0 lowest, 1 highest, ties in the middle [ratio] */
            volatility_rank: number | null;
            /** @description place of volume_ratio_20 among the slot's symbols: 0 lowest, 1 highest, ties in the middle [ratio] */
            volume_ratio_rank: number | null;
        };
        /** @description The features of the group derivatives */
        Features_derivatives: {
            /** @description mark price / index price − 1, Binance [ratio] */
            basis_binance: number | null;
            /** @description mark price / index price − 1, Bybit [ratio] */
            basis_bybit: number | null;
            /** @description slot − available_at of the newest snapshot, Binance [minutes] */
            derivatives_age_binance_minutes: number | null;
            /** @description slot − available_at of the newest snapshot, Bybit [minutes] */
            derivatives_age_bybit_minutes: number | null;
            /** @description funding_binance × 8760 / hours between payments: as the venue states them, else as the payments of the last 24 h were spaced [ratio] */
            funding_annualised: number | null;
            /** @description running funding rate of one interval, Binance [ratio] */
            funding_binance: number | null;
            /** @description running funding rate of one interval, Bybit [ratio] */
            funding_bybit: number | null;
            /** @description mean of the funding rates paid, per venue, then over the venues [ratio] */
            funding_paid_24h: number | null;
            /** @description funding_bybit − funding_binance [ratio] */
            funding_spread: number | null;
            /** @description open interest in coins / as it stood at the quarter hour 45 to 60 minutes before − 1, over the venues known at both [ratio] */
            open_interest_change_1h: number | null;
            /** @description open interest in coins / as it stood at the full hour 23 to 24 h before − 1, over the venues known at both [ratio] */
            open_interest_change_24h: number | null;
            /** @description open interest / market_cap [ratio] */
            open_interest_to_market_cap: number | null;
            /** @description open interest / volume of 24 h, in quote, Binance and Bybit [ratio] */
            open_interest_to_volume: number | null;
        };
        /** @description The features of the group macro */
        Features_macro: {
            /** @description slot − available_at of the value of CPIAUCSL [minutes] */
            cpi_age_minutes: number | null;
            /** @description consumer prices: value / value 12 months before − 1 [ratio] */
            cpi_yoy: number | null;
            /** @description newest value of DXY [index] */
            dxy: number | null;
            /** @description DXY: value / value 1 days of trading before − 1 [ratio] */
            dxy_change_1d: number | null;
            /** @description DXY: value / value 21 days of trading before − 1 [ratio] */
            dxy_change_1m: number | null;
            /** @description DXY: value / value 5 days of trading before − 1 [ratio] */
            dxy_change_5d: number | null;
            /** @description newest value of FEAR_GREED [0 to 100] */
            fear_greed: number | null;
            /** @description slot − available_at of the value of FEAR_GREED [minutes] */
            fear_greed_age_minutes: number | null;
            /** @description FEAR_GREED − its value a day before [0 to 100] */
            fear_greed_change_1d: number | null;
            /** @description FEAR_GREED − its value 7 days before [0 to 100] */
            fear_greed_change_7d: number | null;
            /** @description newest value of FEDFUNDS [percent] */
            fed_funds: number | null;
            /** @description newest value of GOLD [USD per ounce] */
            gold: number | null;
            /** @description GOLD: value / value 1 days of trading before − 1 [ratio] */
            gold_change_1d: number | null;
            /** @description GOLD: value / value 21 days of trading before − 1 [ratio] */
            gold_change_1m: number | null;
            /** @description GOLD: value / value 5 days of trading before − 1 [ratio] */
            gold_change_5d: number | null;
            /** @description M2: value / value 12 months before − 1 [ratio] */
            m2_yoy: number | null;
            /** @description newest value of OIL [USD per barrel] */
            oil: number | null;
            /** @description OIL: value / value 1 days of trading before − 1 [ratio] */
            oil_change_1d: number | null;
            /** @description OIL: value / value 21 days of trading before − 1 [ratio] */
            oil_change_1m: number | null;
            /** @description OIL: value / value 5 days of trading before − 1 [ratio] */
            oil_change_5d: number | null;
            /** @description newest value of SPX, else SP500 [index] */
            spx: number | null;
            /** @description SPX, else SP500: value / value 1 days of trading before − 1 [ratio] */
            spx_change_1d: number | null;
            /** @description SPX, else SP500: value / value 21 days of trading before − 1 [ratio] */
            spx_change_1m: number | null;
            /** @description SPX, else SP500: value / value 5 days of trading before − 1 [ratio] */
            spx_change_5d: number | null;
            /** @description newest value of UNRATE [percent] */
            unemployment: number | null;
            /** @description newest value of TNX, else DGS10 [percent] */
            us10y: number | null;
            /** @description TNX, else DGS10: value − value 1 days of trading before [percent] */
            us10y_change_1d: number | null;
            /** @description TNX, else DGS10: value − value 21 days of trading before [percent] */
            us10y_change_1m: number | null;
            /** @description TNX, else DGS10: value − value 5 days of trading before [percent] */
            us10y_change_5d: number | null;
            /** @description newest value of VIX, else VIXCLS [index] */
            vix: number | null;
            /** @description slot − available_at of the value of VIX [minutes] */
            vix_age_minutes: number | null;
            /** @description VIX, else VIXCLS: value / value 1 days of trading before − 1 [ratio] */
            vix_change_1d: number | null;
            /** @description VIX, else VIXCLS: value / value 21 days of trading before − 1 [ratio] */
            vix_change_1m: number | null;
            /** @description VIX, else VIXCLS: value / value 5 days of trading before − 1 [ratio] */
            vix_change_5d: number | null;
            /** @description DGS10 − DGS2 [percent] */
            yield_curve: number | null;
        };
        /** @description The features of the group market */
        Features_market: {
            /** @description ARKK: value / value 5 days of trading before − 1 [ratio] */
            arkk_return_5d: number | null;
            /** @description growth of COPPER over 5 days of trading − that of GLD [ratio] */
            copper_gold_spread_5d: number | null;
            /** @description COPPER: value / value 5 days of trading before − 1 [ratio] */
            copper_return_5d: number | null;
            /** @description EEM: value / value 1 days of trading before − 1 [ratio] */
            eem_return_1d: number | null;
            /** @description EEM: value / value 5 days of trading before − 1 [ratio] */
            eem_return_5d: number | null;
            /** @description HYG: value / value 1 days of trading before − 1 [ratio] */
            hyg_return_1d: number | null;
            /** @description HYG: value / value 5 days of trading before − 1 [ratio] */
            hyg_return_5d: number | null;
            /** @description slot − available_at of the value of QQQ [minutes] */
            market_age_minutes: number | null;
            /** @description QQQ: value / value 1 days of trading before − 1 [ratio] */
            qqq_return_1d: number | null;
            /** @description QQQ: value / value 5 days of trading before − 1 [ratio] */
            qqq_return_5d: number | null;
            /** @description growth of XLY over 5 days of trading − that of XLP [ratio] */
            risk_appetite_5d: number | null;
            /** @description TLT: value / value 1 days of trading before − 1 [ratio] */
            tlt_return_1d: number | null;
            /** @description TLT: value / value 5 days of trading before − 1 [ratio] */
            tlt_return_5d: number | null;
            /** @description USDJPY: value / value 5 days of trading before − 1 [ratio] */
            usdjpy_return_5d: number | null;
            /** @description UUP: value / value 1 days of trading before − 1 [ratio] */
            uup_return_1d: number | null;
            /** @description UUP: value / value 5 days of trading before − 1 [ratio] */
            uup_return_5d: number | null;
        };
        /** @description The features of the group news */
        Features_news: {
            /** @description articles published about crypto [articles] */
            market_news_count_1h: number | null;
            /** @description articles published about crypto [articles] */
            market_news_count_24h: number | null;
            /** @description as news_pace, of all articles about crypto [ratio] */
            market_news_pace: number | null;
            /** @description slot − available_at of the newest article about crypto [minutes] */
            news_age_minutes: number | null;
            /** @description articles published about the coin [articles] */
            news_count_1h: number | null;
            /** @description articles published about the coin [articles] */
            news_count_7d: number | null;
            /** @description articles published about the coin [articles] */
            news_count_24h: number | null;
            /** @description (news_count_24h + 1) / (news_count_7d / 7 + 1) [ratio] */
            news_pace: number | null;
            /** @description news_count_7d / market_news_count_7d [ratio] */
            news_share_7d: number | null;
            /** @description news_count_24h / market_news_count_24h [ratio] */
            news_share_24h: number | null;
            /** @description articles published about shares and the economy [articles] */
            stock_news_count_24h: number | null;
        };
        /** @description The features of the group onchain */
        Features_onchain: {
            /** @description active_addresses_daily of Bitcoin / its value 7 d before − 1 [ratio] */
            btc_active_addresses_change_7d: number | null;
            /** @description difficulty_change of Bitcoin [percent] */
            btc_difficulty_expected_change: number | null;
            /** @description fee_fast of Bitcoin [sat/vB] */
            btc_fee_fast: number | null;
            /** @description hash_rate_daily of Bitcoin / its value 1 d before − 1 [ratio] */
            btc_hash_rate_change_1d: number | null;
            /** @description hash_rate_daily of Bitcoin / its value 7 d before − 1 [ratio] */
            btc_hash_rate_change_7d: number | null;
            /** @description mempool_count of Bitcoin / its value 1 d before − 1 [ratio] */
            btc_mempool_change_1d: number | null;
            /** @description mempool_count of Bitcoin [transactions] */
            btc_mempool_count: number | null;
            /** @description miners_revenue_usd of Bitcoin / its value 7 d before − 1 [ratio] */
            btc_miners_revenue_change_7d: number | null;
            /** @description minutes_between_blocks of Bitcoin [minutes] */
            btc_minutes_between_blocks: number | null;
            /** @description tx_count_daily of Bitcoin / its value 7 d before − 1 [ratio] */
            btc_transactions_change_7d: number | null;
            /** @description tvl of the coin's own chain / its value 1 d before − 1 [ratio] */
            chain_tvl_change_1d: number | null;
            /** @description tvl of the coin's own chain / its value 7 d before − 1 [ratio] */
            chain_tvl_change_7d: number | null;
            /** @description dex_volume_24h of all [USD] */
            dex_volume_24h: number | null;
            /** @description dex_volume_24h of all / its value 7 d before − 1 [ratio] */
            dex_volume_change_7d: number | null;
            /** @description gas_propose of Ethereum [gwei] */
            eth_gas: number | null;
            /** @description gas_propose of Ethereum / its value 1 d before − 1 [ratio] */
            eth_gas_change_1d: number | null;
            /** @description tvl of all / its value 1 d before − 1 [ratio] */
            market_tvl_change_1d: number | null;
            /** @description tvl of all / its value 7 d before − 1 [ratio] */
            market_tvl_change_7d: number | null;
            /** @description slot − available_at of mempool_count of Bitcoin [minutes] */
            onchain_age_minutes: number | null;
            /** @description stablecoin_supply of all / its value 1 d before − 1 [ratio] */
            stablecoin_supply_change_1d: number | null;
            /** @description stablecoin_supply of all / its value 7 d before − 1 [ratio] */
            stablecoin_supply_change_7d: number | null;
            /** @description slot − available_at of tvl of all [minutes] */
            tvl_age_minutes: number | null;
        };
        /** @description The features of the group price */
        Features_price: {
            /** @description close of the newest 5m bar / price − 1: how far the two sources disagree [ratio] */
            close_price_gap: number | null;
            /** @description price / high_24h − 1 [ratio] */
            high_24h_distance: number | null;
            /** @description log10(market_cap) [log10 quote] */
            log_market_cap: number | null;
            /** @description price / low_24h − 1 [ratio] */
            low_24h_distance: number | null;
            /** @description price × circulating supply, as the upstream reports it [quote] */
            market_cap: number | null;
            /** @description rank by market capitalisation, 1 is the largest [rank] */
            market_cap_rank: number | null;
            /** @description newest snapshot, at most 15 minutes old; without one, the close of the newest 5m bar, as old at most [quote] */
            price: number | null;
            /** @description change over 24 hours, as the upstream reports it [percent] */
            price_change_24h_pct: number | null;
            /** @description high_24h / low_24h − 1 [ratio] */
            range_24h: number | null;
            /** @description (price − low_24h) / (high_24h − low_24h) [ratio] */
            range_position_24h: number | null;
            /** @description close / close 12 bars ago − 1 [ratio] */
            return_1h: number | null;
            /** @description daily close / close 3 days before − 1 [ratio] */
            return_3d: number | null;
            /** @description close / close 48 bars ago − 1 [ratio] */
            return_4h: number | null;
            /** @description close / close 1 bar ago − 1 [ratio] */
            return_5m: number | null;
            /** @description daily close / close 12 days before − 1 [ratio] */
            return_12d: number | null;
            /** @description close / close 3 bars ago − 1 [ratio] */
            return_15m: number | null;
            /** @description close / close 288 bars ago − 1 [ratio] */
            return_24h: number | null;
            /** @description close × volume of the newest 5m bar [quote] */
            traded_value_5m: number | null;
            /** @description volume_24h / market_cap [ratio] */
            turnover_24h: number | null;
            /** @description traded in the last 24 hours, all venues [quote] */
            volume_24h: number | null;
        };
        /** @description The features of the group quality */
        Features_quality: {
            /** @description slot − close of the newest 1d bar [seconds] */
            bar_age_1d_seconds: number | null;
            /** @description slot − close of the newest 1h bar [seconds] */
            bar_age_1h_seconds: number | null;
            /** @description slot − close of the newest 4h bar [seconds] */
            bar_age_4h_seconds: number | null;
            /** @description slot − close of the newest 5m bar [seconds] */
            bar_age_5m_seconds: number | null;
            /** @description 1d bars the indicators have seen [bars] */
            bars_1d: number | null;
            /** @description 1h bars the indicators have seen [bars] */
            bars_1h: number | null;
            /** @description 5m bars the indicators have seen [bars] */
            bars_5m: number | null;
            /** @description slot − the instant `price` could be known: available_at of the snapshot, or the close of the bar [seconds] */
            price_age_seconds: number | null;
            /** @description 1 when the snapshot is beyond doubt, 0 when it is stale, undated or out of range [flag] */
            price_is_ok: number | null;
        };
        /** @description The features of the group regime */
        Features_regime: {
            /** @description Pearson correlation of daily moves with DXY, by the newest row of market_correlations [ratio] */
            correlation_dxy_30d: number | null;
            /** @description Pearson correlation of daily moves with GOLD, by the newest row of market_correlations [ratio] */
            correlation_gold_30d: number | null;
            /** @description Pearson correlation of daily moves with SPX, by the newest row of market_correlations [ratio] */
            correlation_spx_30d: number | null;
            /** @description (bullish − bearish) / (bullish + bearish) patterns of all coins [ratio] */
            market_patterns_balance: number | null;
            /** @description probability that the market is in the regime bear, by the newest row of market_regime [probability] */
            market_regime_bear: number | null;
            /** @description probability that the market is in the regime bull, by the newest row of market_regime [probability] */
            market_regime_bull: number | null;
            /** @description probability that the market is in the regime high_volatility, by the newest row of market_regime [probability] */
            market_regime_high_volatility: number | null;
            /** @description probability that the market is in the regime low_volatility, by the newest row of market_regime [probability] */
            market_regime_low_volatility: number | null;
            /** @description probability that the market is in the regime sideways, by the newest row of market_regime [probability] */
            market_regime_sideways: number | null;
            /** @description slot − available_at of the newest theme [minutes] */
            narrative_age_minutes: number | null;
            /** @description Σ share of the themes whose articles name the coin [ratio] */
            narrative_coin_share: number | null;
            /** @description Σ share² of the themes [ratio] */
            narrative_concentration: number | null;
            /** @description the largest share of a theme among the articles [ratio] */
            narrative_dominance: number | null;
            /** @description mean score of the articles of the largest theme [score] */
            narrative_sentiment: number | null;
            /** @description bearish patterns that ended on the coin's bars [patterns] */
            patterns_bearish_24h: number | null;
            /** @description bullish patterns that ended on the coin's bars [patterns] */
            patterns_bullish_24h: number | null;
            /** @description slot − available_at of the newest regime of the coin [minutes] */
            regime_age_minutes: number | null;
            /** @description probability that the coin is in the regime bear, by the newest row of market_regime [probability] */
            regime_bear: number | null;
            /** @description probability that the coin is in the regime bull, by the newest row of market_regime [probability] */
            regime_bull: number | null;
            /** @description probability that the coin is in the regime high_volatility, by the newest row of market_regime [probability] */
            regime_high_volatility: number | null;
            /** @description probability that the coin is in the regime low_volatility, by the newest row of market_regime [probability] */
            regime_low_volatility: number | null;
            /** @description probability that the coin is in the regime sideways, by the newest row of market_regime [probability] */
            regime_sideways: number | null;
        };
        /** @description The features of the group sentiment */
        Features_sentiment: {
            /** @description mean score of all texts about crypto [score] */
            market_sentiment_1h: number | null;
            /** @description mean score of all texts about crypto [score] */
            market_sentiment_4h: number | null;
            /** @description mean score of all texts about crypto [score] */
            market_sentiment_7d: number | null;
            /** @description mean score of all texts about crypto [score] */
            market_sentiment_24h: number | null;
            /** @description scored texts about crypto [texts] */
            market_sentiment_count_24h: number | null;
            /** @description standard deviation of the scores of all texts about crypto [score] */
            market_sentiment_dispersion_24h: number | null;
            /** @description market_sentiment_1h − market_sentiment_24h [score] */
            market_sentiment_momentum: number | null;
            /** @description share of all texts about crypto scored above 0.1 [ratio] */
            market_sentiment_positive_24h: number | null;
            /** @description (Σ score of the coin's texts + 5 × market_sentiment_1h) / (their count + 5) [score] */
            sentiment_1h: number | null;
            /** @description (Σ score of the coin's texts + 5 × market_sentiment_4h) / (their count + 5) [score] */
            sentiment_4h: number | null;
            /** @description (Σ score of the coin's texts + 5 × market_sentiment_7d) / (their count + 5) [score] */
            sentiment_7d: number | null;
            /** @description (Σ score of the coin's texts + 5 × market_sentiment_24h) / (their count + 5) [score] */
            sentiment_24h: number | null;
            /** @description slot − available_at of the newest scored text about crypto [minutes] */
            sentiment_age_minutes: number | null;
            /** @description scored texts about the coin [texts] */
            sentiment_count_1h: number | null;
            /** @description scored texts about the coin [texts] */
            sentiment_count_4h: number | null;
            /** @description scored texts about the coin [texts] */
            sentiment_count_7d: number | null;
            /** @description scored texts about the coin [texts] */
            sentiment_count_24h: number | null;
            /** @description standard deviation of the scores, its own and 5 more like the market's [score] */
            sentiment_dispersion_7d: number | null;
            /** @description standard deviation of the scores, its own and 5 more like the market's [score] */
            sentiment_dispersion_24h: number | null;
            /** @description sentiment_1h − sentiment_24h [score] */
            sentiment_momentum: number | null;
            /** @description sentiment_24h − sentiment_7d [score] */
            sentiment_momentum_7d: number | null;
            /** @description share of texts scored above 0.1, its own and 5 more like the market's [ratio] */
            sentiment_positive_7d: number | null;
            /** @description share of texts scored above 0.1, its own and 5 more like the market's [ratio] */
            sentiment_positive_24h: number | null;
            /** @description mean score of the coin's own texts, −1 to 1; unknown while there is none [score] */
            sentiment_score: number | null;
        };
        /** @description The features of the group social */
        Features_social: {
            /** @description posts written about crypto [posts] */
            market_social_count_1h: number | null;
            /** @description posts written about crypto [posts] */
            market_social_count_24h: number | null;
            /** @description Σ votes and replies of all posts, per post [reactions] */
            market_social_engagement_24h: number | null;
            /** @description as social_pace, of all posts about crypto [ratio] */
            market_social_pace: number | null;
            /** @description slot − available_at of the newest post about crypto [minutes] */
            social_age_minutes: number | null;
            /** @description posts written about the coin [posts] */
            social_count_1h: number | null;
            /** @description posts written about the coin [posts] */
            social_count_7d: number | null;
            /** @description posts written about the coin [posts] */
            social_count_24h: number | null;
            /** @description Σ votes and replies of the posts about the coin, as they stood when first seen [reactions] */
            social_engagement_24h: number | null;
            /** @description (social_count_24h + 1) / (social_count_7d / 7 + 1) [ratio] */
            social_pace: number | null;
            /** @description social_count_24h / market_social_count_24h [ratio] */
            social_share_24h: number | null;
        };
        /** @description The features of the group technical */
        Features_technical: {
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved, 5m [index] */
            adx_14: number | null;
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved, 1d [index] */
            adx_14_1d: number | null;
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved, 1h [index] */
            adx_14_1h: number | null;
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved, 4h [index] */
            adx_14_4h: number | null;
            /** @description aroon_up − aroon_down (TA-Lib AROONOSC), 5m [index] */
            aroon_oscillator: number | null;
            /** @description aroon_up − aroon_down (TA-Lib AROONOSC), 1h [index] */
            aroon_oscillator_1h: number | null;
            /** @description Wilder's average of the true range over 14, seeded by the mean of bars 2 to 15 (TA-Lib ATR), 5m [quote] */
            atr_14: number | null;
            /** @description atr_14 / close, 5m [ratio] */
            atr_share: number | null;
            /** @description atr_14 / close, 1d [ratio] */
            atr_share_1d: number | null;
            /** @description atr_14 / close, 1h [ratio] */
            atr_share_1h: number | null;
            /** @description atr_14 / close, 4h [ratio] */
            atr_share_4h: number | null;
            /** @description bb_middle − 2σ, 5m [quote] */
            bb_lower: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch, 5m [ratio] */
            bb_percent_b: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch, 1d [ratio] */
            bb_percent_b_1d: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch, 1h [ratio] */
            bb_percent_b_1h: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch, 4h [ratio] */
            bb_percent_b_4h: number | null;
            /** @description bb_middle + 2σ, σ the population deviation of 20 closes (TA-Lib BBANDS), 5m [quote] */
            bb_upper: number | null;
            /** @description (bb_upper − bb_lower) / bb_middle, 5m [ratio] */
            bb_width: number | null;
            /** @description (bb_upper − bb_lower) / bb_middle, 1h [ratio] */
            bb_width_1h: number | null;
            /** @description (TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price, 5m [index] */
            cci_20: number | null;
            /** @description (TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price, 1h [index] */
            cci_20_1h: number | null;
            /** @description Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded, 5m [ratio] */
            cmf_20: number | null;
            /** @description Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded, 1h [ratio] */
            cmf_20_1h: number | null;
            /** @description (close − donchian_lower) / (donchian_upper − donchian_lower), 5m [ratio] */
            donchian_position: number | null;
            /** @description ema_20 / ema_50 − 1, 5m [ratio] */
            ema_20_50_spread: number | null;
            /** @description ema_20 / ema_50 − 1, 1h [ratio] */
            ema_20_50_spread_1h: number | null;
            /** @description ema_50 / ema_200 − 1, 5m [ratio] */
            ema_50_200_spread: number | null;
            /** @description close / ema_200 − 1, 5m [ratio] */
            ema_200_distance: number | null;
            /** @description force_index_13 / (close × volume_sma_20), 5m [ratio] */
            force_index_share: number | null;
            /** @description close / ichimoku_senkou_b − 1, 5m [ratio] */
            ichimoku_cloud_distance: number | null;
            /** @description ichimoku_tenkan / ichimoku_kijun − 1, 5m [ratio] */
            ichimoku_spread: number | null;
            /** @description (close − keltner_lower) / (keltner_upper − keltner_lower), 5m [ratio] */
            keltner_position: number | null;
            /** @description macd_line − macd_signal, 5m [quote] */
            macd_histogram: number | null;
            /** @description macd_histogram / close, 5m [ratio] */
            macd_histogram_share: number | null;
            /** @description macd_histogram / close, 1h [ratio] */
            macd_histogram_share_1h: number | null;
            /** @description EMA 12 − EMA 26 of the close, both seeded on bar 26 (TA-Lib MACD), 5m [quote] */
            macd_line: number | null;
            /** @description EMA 9 of macd_line, 5m [quote] */
            macd_signal: number | null;
            /** @description 100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved, 5m [index] */
            mfi_14: number | null;
            /** @description 100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved, 1h [index] */
            mfi_14_1h: number | null;
            /** @description 100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved, 4h [index] */
            mfi_14_4h: number | null;
            /** @description 100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI), 5m [index] */
            minus_di_14: number | null;
            /** @description 100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI), 5m [index] */
            plus_di_14: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs), 5m [percent] */
            ppo: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs), 1d [percent] */
            ppo_1d: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs), 1h [percent] */
            ppo_1h: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs), 4h [percent] */
            ppo_4h: number | null;
            /** @description close / psar − 1, 5m [ratio] */
            psar_distance: number | null;
            /** @description sample standard deviation (n − 1) of the newest 20 log returns, per bar, 5m [ratio] */
            realized_vol_20: number | null;
            /** @description sample standard deviation (n − 1) of the newest 20 log returns, per bar, 1h [ratio] */
            realized_vol_20_1h: number | null;
            /** @description sample standard deviation (n − 1) of the newest 20 log returns, per bar, 4h [ratio] */
            realized_vol_20_4h: number | null;
            /** @description sample standard deviation (n − 1) of the newest 30 log returns, per bar, 1d [ratio] */
            realized_vol_30_1d: number | null;
            /** @description 100 × (close / close 10 bars ago − 1) (TA-Lib ROC), 5m [percent] */
            roc_10: number | null;
            /** @description 100 × (close / close 10 bars ago − 1) (TA-Lib ROC), 1h [percent] */
            roc_10_1h: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 7 (TA-Lib RSI); NULL when nothing moved, 5m [index] */
            rsi_7: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved, 5m [index] */
            rsi_14: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved, 1d [index] */
            rsi_14_1d: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved, 1h [index] */
            rsi_14_1h: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved, 4h [index] */
            rsi_14_4h: number | null;
            /** @description close / sma_20 − 1, 5m [ratio] */
            sma_20_distance: number | null;
            /** @description close / sma_20 − 1, 1h [ratio] */
            sma_20_distance_1h: number | null;
            /** @description sma_50 / sma_200 − 1, 5m [ratio] */
            sma_50_200_spread: number | null;
            /** @description close / sma_50 − 1, 5m [ratio] */
            sma_50_distance: number | null;
            /** @description close / sma_50 − 1, 1d [ratio] */
            sma_50_distance_1d: number | null;
            /** @description close / sma_50 − 1, 1h [ratio] */
            sma_50_distance_1h: number | null;
            /** @description close / sma_50 − 1, 4h [ratio] */
            sma_50_distance_4h: number | null;
            /** @description close / sma_200 − 1, 5m [ratio] */
            sma_200_distance: number | null;
            /** @description close / sma_200 − 1, 1d [ratio] */
            sma_200_distance_1d: number | null;
            /** @description close / sma_200 − 1, 1h [ratio] */
            sma_200_distance_1h: number | null;
            /** @description mean of three stoch_k (TA-Lib STOCH, slow %D), 5m [index] */
            stoch_d: number | null;
            /** @description mean of three stoch_k (TA-Lib STOCH, slow %D), 1h [index] */
            stoch_d_1h: number | null;
            /** @description mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K), 5m [index] */
            stoch_k: number | null;
            /** @description mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K), 1h [index] */
            stoch_k_1h: number | null;
            /** @description mean of three stoch_rsi_k, 5m [index] */
            stoch_rsi_d: number | null;
            /** @description mean of three 100 × (RSI 14 − min 14) / (max 14 − min 14), 5m [index] */
            stoch_rsi_k: number | null;
            /** @description 100 × one-bar rate of change of the triple EMA 15 of the close (TA-Lib TRIX), 5m [percent] */
            trix_15: number | null;
            /** @description 100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved, 5m [index] */
            tsi: number | null;
            /** @description 100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved, 1h [index] */
            tsi_1h: number | null;
            /** @description 100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved, 5m [index] */
            ultimate_oscillator: number | null;
            /** @description volume / volume_sma_20; NULL when nothing was traded in 20 bars, 5m [ratio] */
            volume_ratio_20: number | null;
            /** @description volume / volume_sma_20; NULL when nothing was traded in 20 bars, 1h [ratio] */
            volume_ratio_20_1h: number | null;
            /** @description close / vwap − 1, 5m [ratio] */
            vwap_distance: number | null;
            /** @description −100 × (high 14 − close) / (high 14 − low 14) (TA-Lib WILLR), 5m [index] */
            williams_r: number | null;
        };
        /** @description format=structured: the chosen groups with their features */
        FeaturesByGroup: {
            calendar?: components["schemas"]["Features_calendar"];
            cross_section?: components["schemas"]["Features_cross_section"];
            derivatives?: components["schemas"]["Features_derivatives"];
            macro?: components["schemas"]["Features_macro"];
            market?: components["schemas"]["Features_market"];
            news?: components["schemas"]["Features_news"];
            onchain?: components["schemas"]["Features_onchain"];
            price?: components["schemas"]["Features_price"];
            quality?: components["schemas"]["Features_quality"];
            regime?: components["schemas"]["Features_regime"];
            sentiment?: components["schemas"]["Features_sentiment"];
            social?: components["schemas"]["Features_social"];
            technical?: components["schemas"]["Features_technical"];
        };
        /** @description format=flat: the features of the chosen groups by name */
        FeaturesFlat: {
            [key: string]: number | null;
        };
        /** @description How old the newest row of a dataset is */
        Freshness: {
            /** @description null while there is no row */
            age_seconds: number | null;
            /** @description why nobody collects it, where nobody does */
            off?: string;
            /** @enum {string} */
            state: "fresh" | "stale" | "late" | "empty" | "off";
            /** @description older than this is stale */
            target_seconds: number;
        };
        /** @description Symbols × datasets */
        FreshnessMap: {
            /**
             * Format: date-time
             * @description farm time of this look
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            data: components["schemas"]["FreshnessRow"][];
            /** @description collected symbols, by rank */
            symbols: string[];
        };
        /** @description One dataset, a place for each symbol */
        FreshnessRow: {
            ages: (number | null)[];
            /** @enum {string} */
            dataset: "crypto_prices" | "ohlc" | "technical_indicators" | "ml_features" | "coinbase_prices" | "derivatives" | "crypto_news" | "stock_news" | "social_reddit" | "social_twitter" | "onchain" | "macro" | "macro_yahoo" | "market" | "fear_greed" | "alpha_vantage" | "sentiment_analysis" | "narratives" | "patterns" | "trading_signals" | "regime";
            /** @description older than this is stale */
            target_seconds: number;
        };
        /** @description Perpetual futures per symbol and venue: funding, open interest, basis */
        Future: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description mark_price / index_price − 1 */
            basis: number | null;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description true where observed_at is the instant at which funding_rate was paid; false in snapshots */
            funding_final: boolean | null;
            /** @description length of the funding interval */
            funding_interval_hours: number | null;
            /** @description funding of one interval as a fraction: the running estimate, or what was paid where funding_final says so */
            funding_rate: number | null;
            /** @description index price of one coin, in the quote currency */
            index_price: number | null;
            /** @description mark price of one coin, in the quote currency */
            mark_price: number | null;
            /** @description the venue's own name of the contract */
            market: string;
            /**
             * Format: date-time
             * @description when funding is paid next
             * @example 2026-01-02T12:00:00.000Z
             */
            next_funding_at: string | null;
            /**
             * Format: date-time
             * @description instant the figures describe
             * @example 2026-01-02T12:00:00.000Z
             */
            observed_at: string;
            /** @description open interest in coins, every contract counted once */
            open_interest: number | null;
            /** @description open interest in the quote currency, every contract counted once */
            open_interest_value: number | null;
            /** @description why it is below 1 */
            quality_reasons: string[] | null;
            /** @description 0 to 1: what the validator makes of the row */
            quality_score: number | null;
            /** @description exchange */
            venue: string;
            /** @description traded volume of the last 24 hours, in the quote currency */
            volume_24h: number | null;
        };
        /** @description A run of bars that should be there and are not */
        Gap: {
            /**
             * Format: date-time
             * @description open time of the first missing bar
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description end of the last missing bar, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description What should be stored and is not */
        GapsAnswer: {
            data: components["schemas"]["DatasetGaps"];
        };
        /** @description How the farm is, computed from its data and from nothing else */
        Health: {
            components: {
                datasets: components["schemas"]["Component"];
                mysql: components["schemas"]["Component"];
                queues: components["schemas"]["Component"];
                redis: components["schemas"]["Component"];
            };
            /** @description by dataset; empty while MySQL does not answer */
            datasets: {
                [key: string]: components["schemas"]["Freshness"];
            };
            health_score: number;
            /** @enum {string} */
            status: "healthy" | "degraded" | "unhealthy";
            /**
             * Format: date-time
             * @description farm time of the look
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description since this process started */
            uptime_seconds: number;
            version: string;
        };
        /** @description The chosen indicators of one bar */
        IndicatorBar: {
            /** @description total of ((c − l) − (h − c)) / (h − l) × volume; a bar without range adds 0 (TA-Lib AD) [volume] */
            adl?: number | null;
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved [index] */
            adx_14?: number | null;
            /** @description 100 × (25 − bars since the lowest low of 26) / 25, the newest of equals (TA-Lib AROON) [index] */
            aroon_down?: number | null;
            /** @description aroon_up − aroon_down (TA-Lib AROONOSC) [index] */
            aroon_oscillator?: number | null;
            /** @description 100 × (25 − bars since the highest high of 26) / 25, the newest of equals (TA-Lib AROON) [index] */
            aroon_up?: number | null;
            /** @description Wilder's average of the true range over 14, seeded by the mean of bars 2 to 15 (TA-Lib ATR) [price] */
            atr_14?: number | null;
            /** @description bb_middle − 2σ [price] */
            bb_lower?: number | null;
            /** @description SMA 20 of the close [price] */
            bb_middle?: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch [ratio] */
            bb_percent_b?: number | null;
            /** @description bb_middle + 2σ, σ the population deviation of 20 closes (TA-Lib BBANDS) [price] */
            bb_upper?: number | null;
            /** @description (bb_upper − bb_lower) / bb_middle [ratio] */
            bb_width?: number | null;
            /** @description (TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price [index] */
            cci_20?: number | null;
            /** @description the bar's last price [price] */
            close?: number | null;
            /** @description Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded [ratio] */
            cmf_20?: number | null;
            /** @description lowest low of 20 bars [price] */
            donchian_lower?: number | null;
            /** @description (donchian_upper + donchian_lower) / 2 [price] */
            donchian_middle?: number | null;
            /** @description highest high of 20 bars [price] */
            donchian_upper?: number | null;
            /** @description EMA of the close, weight 2/13, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_12?: number | null;
            /** @description EMA of the close, weight 2/21, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_20?: number | null;
            /** @description EMA of the close, weight 2/27, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_26?: number | null;
            /** @description EMA of the close, weight 2/51, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_50?: number | null;
            /** @description EMA of the close, weight 2/201, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_200?: number | null;
            /** @description EMA 13 of change of the close × volume (Elder) [money] */
            force_index_13?: number | null;
            /** @description middle of the extremes of 26 bars [price] */
            ichimoku_kijun?: number | null;
            /** @description (tenkan + kijun) / 2, at this bar (not shifted) [price] */
            ichimoku_senkou_a?: number | null;
            /** @description middle of the extremes of 52 bars, at this bar (not shifted) [price] */
            ichimoku_senkou_b?: number | null;
            /** @description middle of the extremes of 9 bars [price] */
            ichimoku_tenkan?: number | null;
            /** @description keltner_middle − 2 × ATR 10 [price] */
            keltner_lower?: number | null;
            /** @description EMA 20 of the close [price] */
            keltner_middle?: number | null;
            /** @description keltner_middle + 2 × ATR 10 [price] */
            keltner_upper?: number | null;
            /** @description macd_line − macd_signal [price] */
            macd_histogram?: number | null;
            /** @description EMA 12 − EMA 26 of the close, both seeded on bar 26 (TA-Lib MACD) [price] */
            macd_line?: number | null;
            /** @description EMA 9 of macd_line [price] */
            macd_signal?: number | null;
            /** @description 100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved [index] */
            mfi_14?: number | null;
            /** @description 100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI) [index] */
            minus_di_14?: number | null;
            /** @description close − close 10 bars ago (TA-Lib MOM) [price] */
            momentum_10?: number | null;
            /** @description total of volume signed by the change of the close; starts with the first volume (TA-Lib OBV) [volume] */
            obv?: number | null;
            /** @description 100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI) [index] */
            plus_di_14?: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs) [percent] */
            ppo?: number | null;
            /** @description parabolic stop and reverse, acceleration 0.02 to 0.2 (TA-Lib SAR) [price] */
            psar?: number | null;
            /** @description sample standard deviation (n − 1) of the newest 20 log returns, per bar [ratio] */
            realized_vol_20?: number | null;
            /** @description sample standard deviation (n − 1) of the newest 30 log returns, per bar [ratio] */
            realized_vol_30?: number | null;
            /** @description close / close 1 bars ago − 1 [ratio] */
            return_1?: number | null;
            /** @description close / close 3 bars ago − 1 [ratio] */
            return_3?: number | null;
            /** @description close / close 12 bars ago − 1 [ratio] */
            return_12?: number | null;
            /** @description close / close 48 bars ago − 1 [ratio] */
            return_48?: number | null;
            /** @description close / close 288 bars ago − 1 [ratio] */
            return_288?: number | null;
            /** @description 100 × (close / close 10 bars ago − 1) (TA-Lib ROC) [percent] */
            roc_10?: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 7 (TA-Lib RSI); NULL when nothing moved [index] */
            rsi_7?: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved [index] */
            rsi_14?: number | null;
            /** @description mean of the newest 10 closes (TA-Lib SMA) [price] */
            sma_10?: number | null;
            /** @description mean of the newest 20 closes (TA-Lib SMA) [price] */
            sma_20?: number | null;
            /** @description mean of the newest 50 closes (TA-Lib SMA) [price] */
            sma_50?: number | null;
            /** @description mean of the newest 200 closes (TA-Lib SMA) [price] */
            sma_200?: number | null;
            /** @description mean of three stoch_k (TA-Lib STOCH, slow %D) [index] */
            stoch_d?: number | null;
            /** @description mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K) [index] */
            stoch_k?: number | null;
            /** @description mean of three stoch_rsi_k [index] */
            stoch_rsi_d?: number | null;
            /** @description mean of three 100 × (RSI 14 − min 14) / (max 14 − min 14) [index] */
            stoch_rsi_k?: number | null;
            /**
             * Format: date-time
             * @description close of the bar the row was computed from
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description 100 × one-bar rate of change of the triple EMA 15 of the close (TA-Lib TRIX) [percent] */
            trix_15?: number | null;
            /** @description 100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved [index] */
            tsi?: number | null;
            /** @description 100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved [index] */
            ultimate_oscillator?: number | null;
            /** @description the bar's volume, in the base asset [volume] */
            volume?: number | null;
            /** @description volume / volume_sma_20; NULL when nothing was traded in 20 bars [ratio] */
            volume_ratio_20?: number | null;
            /** @description mean of the newest 20 volumes [volume] */
            volume_sma_20?: number | null;
            /** @description Σ TP × volume / Σ volume since midnight UTC; NULL before the first midnight seen and while nothing was traded [price] */
            vwap?: number | null;
            /** @description −100 × (high 14 − close) / (high 14 − low 14) (TA-Lib WILLR) [index] */
            williams_r?: number | null;
        };
        /** @description The indicators of the newest closed bars */
        IndicatorHistory: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description newest first */
            history: components["schemas"]["IndicatorBar"][];
            indicators: components["schemas"]["Indicators"];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description ticker in the registry */
            symbol: string;
            /** @enum {string} */
            timeframe: "5m" | "1h" | "4h" | "1d";
            /**
             * Format: date-time
             * @description close of the bar the row was computed from
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description The chosen indicators of one bar; null until the look-back is full or where a formula divides by zero */
        Indicators: {
            /** @description total of ((c − l) − (h − c)) / (h − l) × volume; a bar without range adds 0 (TA-Lib AD) [volume] */
            adl?: number | null;
            /** @description Wilder's average over 14 of DX = 100 × |+DI − −DI| / (+DI + −DI) (TA-Lib ADX); NULL when nothing moved [index] */
            adx_14?: number | null;
            /** @description 100 × (25 − bars since the lowest low of 26) / 25, the newest of equals (TA-Lib AROON) [index] */
            aroon_down?: number | null;
            /** @description aroon_up − aroon_down (TA-Lib AROONOSC) [index] */
            aroon_oscillator?: number | null;
            /** @description 100 × (25 − bars since the highest high of 26) / 25, the newest of equals (TA-Lib AROON) [index] */
            aroon_up?: number | null;
            /** @description Wilder's average of the true range over 14, seeded by the mean of bars 2 to 15 (TA-Lib ATR) [price] */
            atr_14?: number | null;
            /** @description bb_middle − 2σ [price] */
            bb_lower?: number | null;
            /** @description SMA 20 of the close [price] */
            bb_middle?: number | null;
            /** @description (close − bb_lower) / (bb_upper − bb_lower); NULL when the bands touch [ratio] */
            bb_percent_b?: number | null;
            /** @description bb_middle + 2σ, σ the population deviation of 20 closes (TA-Lib BBANDS) [price] */
            bb_upper?: number | null;
            /** @description (bb_upper − bb_lower) / bb_middle [ratio] */
            bb_width?: number | null;
            /** @description (TP − mean TP) / (0.015 × mean deviation of TP) over 20, TP = (h + l + c) / 3 (TA-Lib CCI); NULL on a flat price [index] */
            cci_20?: number | null;
            /** @description the bar's last price [price] */
            close?: number | null;
            /** @description Σ money-flow volume / Σ volume over 20 (Chaikin); NULL when nothing was traded [ratio] */
            cmf_20?: number | null;
            /** @description lowest low of 20 bars [price] */
            donchian_lower?: number | null;
            /** @description (donchian_upper + donchian_lower) / 2 [price] */
            donchian_middle?: number | null;
            /** @description highest high of 20 bars [price] */
            donchian_upper?: number | null;
            /** @description EMA of the close, weight 2/13, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_12?: number | null;
            /** @description EMA of the close, weight 2/21, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_20?: number | null;
            /** @description EMA of the close, weight 2/27, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_26?: number | null;
            /** @description EMA of the close, weight 2/51, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_50?: number | null;
            /** @description EMA of the close, weight 2/201, seeded by the first SMA (TA-Lib EMA) [price] */
            ema_200?: number | null;
            /** @description EMA 13 of change of the close × volume (Elder) [money] */
            force_index_13?: number | null;
            /** @description middle of the extremes of 26 bars [price] */
            ichimoku_kijun?: number | null;
            /** @description (tenkan + kijun) / 2, at this bar (not shifted) [price] */
            ichimoku_senkou_a?: number | null;
            /** @description middle of the extremes of 52 bars, at this bar (not shifted) [price] */
            ichimoku_senkou_b?: number | null;
            /** @description middle of the extremes of 9 bars [price] */
            ichimoku_tenkan?: number | null;
            /** @description keltner_middle − 2 × ATR 10 [price] */
            keltner_lower?: number | null;
            /** @description EMA 20 of the close [price] */
            keltner_middle?: number | null;
            /** @description keltner_middle + 2 × ATR 10 [price] */
            keltner_upper?: number | null;
            /** @description macd_line − macd_signal [price] */
            macd_histogram?: number | null;
            /** @description EMA 12 − EMA 26 of the close, both seeded on bar 26 (TA-Lib MACD) [price] */
            macd_line?: number | null;
            /** @description EMA 9 of macd_line [price] */
            macd_signal?: number | null;
            /** @description 100 × rising / (rising + falling) money flow over 14, flow = TP × volume (TA-Lib MFI); NULL when no money moved [index] */
            mfi_14?: number | null;
            /** @description 100 × Wilder sum of −DM / Wilder sum of true range over 14 (TA-Lib MINUS_DI) [index] */
            minus_di_14?: number | null;
            /** @description close − close 10 bars ago (TA-Lib MOM) [price] */
            momentum_10?: number | null;
            /** @description total of volume signed by the change of the close; starts with the first volume (TA-Lib OBV) [volume] */
            obv?: number | null;
            /** @description 100 × Wilder sum of +DM / Wilder sum of true range over 14 (TA-Lib PLUS_DI) [index] */
            plus_di_14?: number | null;
            /** @description 100 × macd_line / EMA 26 (TA-Lib PPO 12, 26 on EMAs) [percent] */
            ppo?: number | null;
            /** @description parabolic stop and reverse, acceleration 0.02 to 0.2 (TA-Lib SAR) [price] */
            psar?: number | null;
            /** @description sample standard deviation (n − 1) of the newest 20 log returns, per bar [ratio] */
            realized_vol_20?: number | null;
            /** @description sample standard deviation (n − 1) of the newest 30 log returns, per bar [ratio] */
            realized_vol_30?: number | null;
            /** @description close / close 1 bars ago − 1 [ratio] */
            return_1?: number | null;
            /** @description close / close 3 bars ago − 1 [ratio] */
            return_3?: number | null;
            /** @description close / close 12 bars ago − 1 [ratio] */
            return_12?: number | null;
            /** @description close / close 48 bars ago − 1 [ratio] */
            return_48?: number | null;
            /** @description close / close 288 bars ago − 1 [ratio] */
            return_288?: number | null;
            /** @description 100 × (close / close 10 bars ago − 1) (TA-Lib ROC) [percent] */
            roc_10?: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 7 (TA-Lib RSI); NULL when nothing moved [index] */
            rsi_7?: number | null;
            /** @description 100 × G / (G + L), Wilder averages of rises and falls over 14 (TA-Lib RSI); NULL when nothing moved [index] */
            rsi_14?: number | null;
            /** @description mean of the newest 10 closes (TA-Lib SMA) [price] */
            sma_10?: number | null;
            /** @description mean of the newest 20 closes (TA-Lib SMA) [price] */
            sma_20?: number | null;
            /** @description mean of the newest 50 closes (TA-Lib SMA) [price] */
            sma_50?: number | null;
            /** @description mean of the newest 200 closes (TA-Lib SMA) [price] */
            sma_200?: number | null;
            /** @description mean of three stoch_k (TA-Lib STOCH, slow %D) [index] */
            stoch_d?: number | null;
            /** @description mean of three 100 × (close − low 14) / (high 14 − low 14) (TA-Lib STOCH 14-3-3, slow %K) [index] */
            stoch_k?: number | null;
            /** @description mean of three stoch_rsi_k [index] */
            stoch_rsi_d?: number | null;
            /** @description mean of three 100 × (RSI 14 − min 14) / (max 14 − min 14) [index] */
            stoch_rsi_k?: number | null;
            /** @description 100 × one-bar rate of change of the triple EMA 15 of the close (TA-Lib TRIX) [percent] */
            trix_15?: number | null;
            /** @description 100 × EMA 13 of EMA 25 of the change / the same of |change| (Blau); NULL when nothing moved [index] */
            tsi?: number | null;
            /** @description 100 × (4 A7 + 2 A14 + A28) / 7, A = Σ (close − min(low, close before)) / Σ true range (TA-Lib ULTOSC); NULL when nothing moved [index] */
            ultimate_oscillator?: number | null;
            /** @description the bar's volume, in the base asset [volume] */
            volume?: number | null;
            /** @description volume / volume_sma_20; NULL when nothing was traded in 20 bars [ratio] */
            volume_ratio_20?: number | null;
            /** @description mean of the newest 20 volumes [volume] */
            volume_sma_20?: number | null;
            /** @description Σ TP × volume / Σ volume since midnight UTC; NULL before the first midnight seen and while nothing was traded [price] */
            vwap?: number | null;
            /** @description −100 × (high 14 − close) / (high 14 − low 14) (TA-Lib WILLR) [index] */
            williams_r?: number | null;
        };
        /** @description What has become of a job. Redis keeps finished ones for an hour, failed ones for a week; the ledger keeps what they did */
        Job: {
            /**
             * Format: date-time
             * @description when it was enqueued, real time
             * @example 2026-01-02T12:00:00.000Z
             */
            asked_at: string;
            /** @description times it was started */
            attempts: number;
            /**
             * Format: date-time
             * @description when it ended, real time
             * @example 2026-01-02T12:00:00.000Z
             */
            finished_at: string | null;
            /** @description what kind of work it is */
            job: string;
            job_id: string;
            /** @description what the job last told of its progress; 0 where it tells nothing */
            progress: unknown;
            /** @enum {string} */
            queue: "upkeep" | "collect" | "process" | "survey" | "digest" | "repair" | "backfill";
            /** @description why it failed; null where it has not */
            reason: string | null;
            /** @description what it returned: rows accepted, or why it had nothing to do; null until it has ended well */
            result: unknown;
            /**
             * Format: date-time
             * @description when its last attempt began, real time
             * @example 2026-01-02T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * @description waiting, prioritized and delayed: not yet; waiting-children: when what it rests on has ended; unknown: it is between two states
             * @enum {string}
             */
            state: "waiting" | "prioritized" | "delayed" | "waiting-children" | "active" | "completed" | "failed" | "unknown";
        };
        /** @description What a feature row was computed from */
        Lineage: {
            /** @description what upstreams told these jobs of the symbol, newest first, at most 100; empty where the archive is off or has rolled them off */
            answers: {
                /** @description instant of receipt, ms in 12 hex digits, and a random end: ids rise with time */
                answer_id: string;
                /** @description host that was asked */
                host: string;
                /** @description the symbol, series or list it was about */
                item: string;
                /** @description job that asked, as in slot_ledger */
                job_id: string;
                /**
                 * Format: date-time
                 * @description when the answer was there
                 * @example 2026-01-02T12:00:00.000Z
                 */
                received_at: string;
                /** @description its body, in answers */
                sha256: string;
                /** @description bytes of the body */
                size: number;
                /** @description source */
                source: string;
                /** @description HTTP status */
                status: number;
                /** @description the answer itself, for the master key */
                url: string;
            }[];
            /**
             * Format: date-time
             * @description when it could be known
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            data_source: string;
            /** @description version of the formulas */
            feature_version: number;
            /**
             * Format: date-time
             * @description when the farm first stored it
             * @example 2026-01-02T12:00:00.000Z
             */
            ingested_at: string;
            inputs: {
                /** @description a table and timeframe, or a source beside prices and bars */
                input: string;
                /**
                 * Format: date-time
                 * @description event time of the newest of it that the row was computed from; null where there was none
                 * @example 2026-01-02T12:00:00.000Z
                 */
                newest: string | null;
            }[];
            /** @description job that wrote the row */
            job_id: string;
            /** @description of the slot's chain, of the bars' slots, and the newest before it of every dataset beside the chain */
            jobs: {
                /** @description times it was started */
                attempts: number;
                /** @description chunk of the symbols */
                chunk: number;
                /** @enum {string} */
                dataset: "crypto_prices" | "ohlc" | "technical_indicators" | "ml_features" | "coinbase_prices" | "derivatives" | "crypto_news" | "stock_news" | "social_reddit" | "social_twitter" | "onchain" | "macro" | "macro_yahoo" | "market" | "fear_greed" | "alpha_vantage" | "sentiment_analysis" | "narratives" | "patterns" | "trading_signals" | "regime";
                /**
                 * Format: date-time
                 * @description when it was settled
                 * @example 2026-01-02T12:00:00.000Z
                 */
                finished_at: string | null;
                /** @description the job that wrote the state; a repair has an id of its own */
                job_id: string | null;
                /**
                 * Format: date-time
                 * @description slot it worked for
                 * @example 2026-01-02T12:00:00.000Z
                 */
                slot: string;
                /**
                 * Format: date-time
                 * @description when it began
                 * @example 2026-01-02T12:00:00.000Z
                 */
                started_at: string | null;
                /** @enum {string} */
                state: "pending" | "done" | "partial" | "missed" | "off";
            }[];
            /** @description the snapshot, and of each timeframe the indicator row and the bar it closed with */
            rows: {
                /**
                 * Format: date-time
                 * @description when the world could know it
                 * @example 2026-01-02T12:00:00.000Z
                 */
                available_at: string;
                data_source: string;
                /**
                 * Format: date-time
                 * @description when it speaks of: a snapshot's update, a bar's open, an indicator's close
                 * @example 2026-01-02T12:00:00.000Z
                 */
                event_time: string;
                /**
                 * Format: date-time
                 * @description when the farm first stored it
                 * @example 2026-01-02T12:00:00.000Z
                 */
                ingested_at: string;
                table: string;
                timeframe: ("5m" | "1h" | "4h" | "1d") | null;
            }[];
            symbol: string;
            /**
             * Format: date-time
             * @description slot of the row
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description Observations of macro and market series with their vintages: a revision is a new row */
        Macro: {
            /**
             * Format: date-time
             * @description only what was known then
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            data: components["schemas"]["SeriesValue"][] | components["schemas"]["SeriesHistory"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
        };
        /** @description Every collected asset, by rank */
        Market: {
            /**
             * Format: date-time
             * @description farm time of this look
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            /**
             * Format: date-time
             * @description end of the newest hour in `closes`
             * @example 2026-01-02T12:00:00.000Z
             */
            closes_until: string;
            data: components["schemas"]["MarketRow"][];
            /** @description a price older than this is stale */
            fresh_seconds: number;
            /** @description assets in data */
            total: number;
            /** @description columns that are null because this key lacks their scope */
            withheld: ("rsi_14" | "sentiment_score")[];
        };
        /** @description Dated events that move markets, and anomalies found in stored rows */
        MarketEvent: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description what else is known */
            details: {
                [key: string]: unknown;
            };
            /** @description hash of kind, subject and instant */
            id: string;
            /** @description such as listing, hack, fork, halving, release, anomaly */
            kind: string;
            /**
             * Format: date-time
             * @description when it happened
             * @example 2026-01-02T12:00:00.000Z
             */
            occurred_at: string;
            /** @description 0 to 1 */
            severity: number | null;
            /** @description ticker or series it is about, or MARKET */
            subject: string;
            /** @description what happened, in a line */
            title: string;
        };
        /** @description Events, newest first */
        MarketEvents: {
            data: components["schemas"]["MarketEvent"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description items in data */
            total: number;
        };
        /** @description An asset as it stands; null where the farm does not know */
        MarketRow: {
            /**
             * Format: date-time
             * @description when the farm could know the price
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string | null;
            /** @description change over 24 hours, percent */
            change_24h: number | null;
            /** @description the last 24 hourly closes, oldest first; null where a bar is missing */
            closes: (number | null)[];
            /** @description market capitalisation, in quote_currency */
            market_cap: number | null;
            /** @description name of the asset */
            name: string;
            /** @description of the newest snapshot; null before the first one */
            price: number | null;
            /** @description ok, or the reason for doubt: stale, no_timestamp, out_of_range */
            quality: string | null;
            /** @description default order: rank by market capitalisation when the list was made */
            rank: number | null;
            /** @description RSI over 14 hourly closes, of the newest closed bar */
            rsi_14: number | null;
            /** @description of the texts of the last 24 hours, -1 to 1 */
            sentiment_score: number | null;
            /** @description ticker, upper case, unique in the registry */
            symbol: string;
            /**
             * Format: date-time
             * @description when the upstream last updated the price
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string | null;
            /** @description traded volume of the last 24 hours, in quote_currency */
            volume_24h: number | null;
        };
        /** @description A run of rows that should be there and are not, and what becomes of it */
        MissingRun: {
            /** @description times it was tried to fill it */
            attempts: number;
            /**
             * Format: date-time
             * @description event time of the first missing row
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /** @description why it stays empty, or why the last attempt did not fill it */
            reason: string | null;
            /** @description open: to be filled; healing: being filled; permanent: nothing will ever come; null: found since the farm last looked */
            state: ("open" | "healing" | "permanent") | null;
            /**
             * Format: date-time
             * @description end of the last one, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description Themes the news tell in a window of time */
        Narrative: {
            /** @description articles that name each of those tickers */
            affected: {
                [key: string]: number;
            } | null;
            /** @description articles, newest first, at most 50 */
            article_ids: string[];
            /** @description articles behind it */
            articles: number;
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description strong, moderate, weak or conflicting */
            coherence: string | null;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description mean score of those articles, -1 to 1; NULL while none is scored */
            sentiment_score: number | null;
            /** @description share of the articles of the window, 0 to 1 */
            share: number | null;
            /** @description earlier narratives told in like words, the most alike first */
            similar_past: {
                score: number;
                theme: string;
                window_end: string;
            }[] | null;
            /** @description a summary, where a language model was asked */
            summary: string | null;
            /** @description tickers the articles are about, the most named first */
            symbols: string[];
            /** @description its telling words, the most telling first */
            terms: string[] | null;
            /** @description regulation, adoption, technology, macro_economic, institutional, defi, security, market_structure, geopolitical or other */
            theme: string;
        };
        /** @description Every theme of one window */
        Narratives: {
            data: components["schemas"]["Narrative"][];
            /** @description themes in data */
            total: number;
            /**
             * Format: date-time
             * @description end of the window
             * @example 2026-01-02T12:00:00.000Z
             */
            window_end: string;
            /** @description length of the window */
            window_hours: number;
        };
        /** @description Articles, newest publication first */
        News: {
            data: components["schemas"]["Article"][];
            /** @enum {string} */
            market_type: "crypto" | "stock";
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description articles in data */
            total: number;
        };
        /** @description On-chain and protocol figures, one metric a row */
        Onchain: {
            /**
             * Format: date-time
             * @description only what was known then
             * @example 2026-01-02T12:00:00.000Z
             */
            as_of: string;
            data: components["schemas"]["OnchainFigure"][] | components["schemas"]["OnchainHistory"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description ticker the figure is about, or MARKET */
            symbol: string;
        };
        /** @description The newest figure of a metric; null where nothing was known */
        OnchainFigure: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string | null;
            /** @description the figure a day before */
            day_ago: number | null;
            /** @enum {string} */
            metric: "hash_rate" | "hash_rate_daily" | "difficulty" | "difficulty_change" | "block_height" | "minutes_between_blocks" | "tx_count" | "tx_count_daily" | "active_addresses_daily" | "transfer_volume_usd" | "fees_btc" | "mined_btc" | "miners_revenue_usd" | "supply" | "mempool_count" | "mempool_vsize" | "mempool_fees_btc" | "fee_fast" | "fee_half_hour" | "fee_hour" | "gas_safe" | "gas_propose" | "gas_fast" | "base_fee" | "gas_used_ratio" | "tvl" | "dex_volume_24h" | "stablecoin_supply";
            /**
             * Format: date-time
             * @description instant the figure describes
             * @example 2026-01-02T12:00:00.000Z
             */
            observed_at: string | null;
            title: string;
            unit: string;
            /** @description the figure, in its unit */
            value: number | null;
            /** @description the figure a week before */
            week_ago: number | null;
        };
        /** @description Figures of a metric, oldest first */
        OnchainHistory: {
            /** @enum {string} */
            metric: "hash_rate" | "hash_rate_daily" | "difficulty" | "difficulty_change" | "block_height" | "minutes_between_blocks" | "tx_count" | "tx_count_daily" | "active_addresses_daily" | "transfer_volume_usd" | "fees_btc" | "mined_btc" | "miners_revenue_usd" | "supply" | "mempool_count" | "mempool_vsize" | "mempool_fees_btc" | "fee_fast" | "fee_half_hour" | "fee_hour" | "gas_safe" | "gas_propose" | "gas_fast" | "base_fee" | "gas_used_ratio" | "tvl" | "dex_volume_24h" | "stablecoin_supply";
            points: {
                /**
                 * Format: date-time
                 * @description instant the figure describes
                 * @example 2026-01-02T12:00:00.000Z
                 */
                observed_at: string;
                value: number;
            }[];
            title: string;
            unit: string;
        };
        /** @description A regime before the newest */
        PastRegime: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description the figures it was computed from */
            inputs: {
                [key: string]: number | null;
            };
            /** @description they add up to 1 */
            probabilities: {
                /** @description probability, 0 to 1 */
                bear: number;
                /** @description probability, 0 to 1 */
                bull: number;
                /** @description probability, 0 to 1 */
                high_volatility: number;
                /** @description probability, 0 to 1 */
                low_volatility: number;
                /** @description probability, 0 to 1 */
                sideways: number;
            };
            /** @description the likeliest: bull, bear, sideways, high_volatility or low_volatility */
            regime: string;
            /**
             * Format: date-time
             * @description slot it was computed for
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description version of the formula */
            version: number;
        };
        /** @description The newest snapshot of an asset. Amounts are in its quote currency; null where the farm does not know */
        Price: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description last price, in quote_currency */
            current_price: number;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description highest price of the last 24 hours */
            high_24h: number | null;
            /** @description lowest price of the last 24 hours */
            low_24h: number | null;
            /** @description market capitalisation, in quote_currency */
            market_cap: number | null;
            /** @description name of the asset */
            name: string;
            /** @description price 24 hours ago: current_price − price_change_24h */
            open_24h: number | null;
            /** @description change over 24 hours, in quote_currency */
            price_change_24h: number | null;
            /** @description change over 24 hours, percent */
            price_change_percentage_24h: number | null;
            /** @description ok, or the reason for doubt: stale, no_timestamp, out_of_range */
            quality: string;
            /** @description ticker in the registry, upper case */
            symbol: string;
            /**
             * Format: date-time
             * @description when the upstream last updated the price, or when it became known where it does not say
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description traded volume of the last 24 hours, in quote_currency */
            volume_24h: number | null;
        };
        /** @description One update of the price stream */
        PriceEvent: {
            data: {
                /** @description change over 24 hours, percent */
                change_24h: number | null;
                /** @description market capitalisation, in quote_currency */
                market_cap: number | null;
                /** @description last price, in quote_currency */
                price_usd: number;
                /** @description traded volume of the last 24 hours, in quote_currency */
                volume_24h: number | null;
            };
            /** @description position: later updates have higher ones */
            seq: number;
            /**
             * @description on the values a stream begins with
             * @constant
             */
            snapshot?: true;
            /** @description ticker in the registry, upper case */
            symbol: string;
            /**
             * Format: date-time
             * @description when the upstream last updated the price, or when it became known where it does not say
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description Rows by how far they are believed, and what was refused */
        Quality: {
            /** @description by band, the lowest score it holds; null: rows from before there was a validator */
            bands: {
                [key: string]: number | null;
            };
            /**
             * Format: date-time
             * @description first instant looked at
             * @example 2026-01-02T12:00:00.000Z
             */
            from: string;
            /** @description the newest refused items */
            newest: components["schemas"]["Refused"][];
            quarantined: {
                /** @description items refused for it */
                items: number;
                reason: string;
                source: string;
            }[];
            sources: components["schemas"]["SourceQuality"][];
            /**
             * Format: date-time
             * @description last instant looked at, exclusive
             * @example 2026-01-02T12:00:00.000Z
             */
            to: string;
        };
        /** @description Rows by how far they are believed, and what was refused */
        QualityAnswer: {
            data: components["schemas"]["Quality"];
        };
        /** @description Something that lowers the health score */
        Reason: {
            /** @description a component or a dataset */
            part: string;
            /** @description what it costs, of 100 */
            points: number;
            text: string;
        };
        /** @description What an upstream sent and the farm refused to store, with the reason and a raw sample */
        Refused: {
            /**
             * Format: date-time
             * @description when it was put aside
             * @example 2026-01-02T12:00:00.000Z
             */
            at: string;
            /** @description where it came from */
            data_source: string;
            /** @description what the row was about: a symbol, a bar, or * for the whole answer */
            item: string;
            /** @description why it was refused */
            reason: string;
            /** @description the first characters of what was received, secrets removed */
            sample: string;
            /**
             * Format: date-time
             * @description slot it was collected for
             * @example 2026-01-02T12:00:00.000Z
             */
            slot: string;
            /** @description source */
            source: string;
            /** @description HTTP status, where there was an answer */
            status: number | null;
        };
        /** @description The regime an asset, or the market as a whole, is in, with probabilities that add up to 1 */
        Regime: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            correlations: components["schemas"]["Correlation"][];
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description the regimes before it, newest first */
            history: components["schemas"]["PastRegime"][];
            /** @description the figures it was computed from */
            inputs: {
                [key: string]: number | null;
            };
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description they add up to 1 */
            probabilities: {
                /** @description probability, 0 to 1 */
                bear: number;
                /** @description probability, 0 to 1 */
                bull: number;
                /** @description probability, 0 to 1 */
                high_volatility: number;
                /** @description probability, 0 to 1 */
                low_volatility: number;
                /** @description probability, 0 to 1 */
                sideways: number;
            };
            /** @description the likeliest: bull, bear, sideways, high_volatility or low_volatility */
            regime: string;
            /** @description ticker in the registry, or MARKET */
            symbol: string;
            /**
             * Format: date-time
             * @description slot it was computed for
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
            /** @description version of the formula */
            version: number;
        };
        /** @description A value that was final and came again as another one */
        Restatement: {
            /** @description column that changed */
            column: string;
            /** @description where the value after came from; begins with sim: or replay: unless it is real */
            data_source: string | null;
            /** @enum {string} */
            dataset: "ohlc" | "macro";
            /** @description job that brought it */
            job_id: string | null;
            /**
             * Format: date-time
             * @description when the value before became known; of bars, when the bar closed
             * @example 2026-01-02T12:00:00.000Z
             */
            known_at: string | null;
            /** @description value after; NULL where it was withdrawn */
            new_value: number | null;
            /** @description value before */
            old_value: number | null;
            /** @description (after − before) / |before|; NULL where either is unknown or the former is 0 */
            relative_change: number | null;
            /**
             * Format: date-time
             * @description when the change became known: when the farm saw it, or when it was published where the publisher says so
             * @example 2026-01-02T12:00:00.000Z
             */
            restated_at: string;
            /** @description what it is about: a ticker, or the name of a series */
            symbol: string;
            /** @description length of the bar, where it is one */
            timeframe: string | null;
            /**
             * Format: date-time
             * @description the instant it is of: open of the bar, start of the period
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description Restatements, newest first */
        Restatements: {
            data: components["schemas"]["Restatement"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description restatements in data */
            total: number;
        };
        /** @description How much work a pool has */
        Scaling: {
            /** @description jobs that run, and jobs that could: what to divide by `slots_per_process` or a multiple of it */
            demand: number;
            /** @enum {string} */
            pool: "process" | "collect" | "backfill";
            /** @description by queue of the pool */
            queues: {
                [key: string]: {
                    /** @description jobs that run */
                    active: number;
                    paused: boolean;
                    /** @description jobs that could run now; those of a paused queue could not */
                    ready: number;
                };
            };
            /** @description jobs one worker process runs at the same time */
            slots_per_process: number;
        };
        /** @description What the texts of a window that ends now say; null where no text of it is scored */
        Sentiment: {
            /** @description with include_breakdown=true only */
            breakdown?: components["schemas"]["SentimentOfSource"][];
            /** @description mean confidence of the scores, 0 to 1 */
            confidence: number | null;
            /** @description sample standard deviation of the scores; null with fewer than two texts */
            dispersion: number | null;
            /** @enum {string} */
            market_type: "crypto" | "stock";
            /** @description plain mean of the scores, -1 to 1 */
            mean: number | null;
            /** @description score less that of the window of equal length before it */
            momentum: number | null;
            /** @description share of texts that score below -0.1 */
            negative_share: number | null;
            /** @description share of the rest */
            neutral_share: number | null;
            /**
             * Format: date-time
             * @description when the newest of them became known
             * @example 2026-01-02T12:00:00.000Z
             */
            newest: string | null;
            /** @description share of texts that score above 0.1 */
            positive_share: number | null;
            /** @description mean of the scores, weighed by the confidence of the models, -1 to 1 */
            sentiment_score: number | null;
            /** @description where the texts come from */
            sources: string[];
            /** @description ticker, or MARKET for the market as a whole */
            symbol: string;
            /** @description scored texts in the window */
            texts: number;
            /**
             * @description length of the window
             * @enum {string}
             */
            timeframe: "1h" | "4h" | "24h" | "7d";
            /**
             * Format: date-time
             * @description end of the window
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description The same figures, of one source */
        SentimentOfSource: {
            /** @description mean confidence of the scores, 0 to 1 */
            confidence: number | null;
            /** @description sample standard deviation of the scores; null with fewer than two texts */
            dispersion: number | null;
            /** @description plain mean of the scores, -1 to 1 */
            mean: number | null;
            /** @description score less that of the window of equal length before it */
            momentum: number | null;
            /** @description share of texts that score below -0.1 */
            negative_share: number | null;
            /** @description share of the rest */
            neutral_share: number | null;
            /**
             * Format: date-time
             * @description when the newest of them became known
             * @example 2026-01-02T12:00:00.000Z
             */
            newest: string | null;
            /** @description share of texts that score above 0.1 */
            positive_share: number | null;
            /** @description mean of the scores, weighed by the confidence of the models, -1 to 1 */
            sentiment_score: number | null;
            /** @description site, forum or network */
            source: string;
            /** @description scored texts in the window */
            texts: number;
        };
        /** @description Periods of a series by their newest vintage, oldest first */
        SeriesHistory: {
            /**
             * @description length of a period
             * @enum {string}
             */
            frequency: "day" | "week" | "month" | "quarter";
            points: {
                /**
                 * Format: date-time
                 * @description when the world could know this row
                 * @example 2026-01-02T12:00:00.000Z
                 */
                available_at: string;
                /**
                 * Format: date-time
                 * @description start of the period the value describes
                 * @example 2026-01-02T12:00:00.000Z
                 */
                period: string;
                value: number;
            }[];
            /** @enum {string} */
            series: "VIXCLS" | "SP500" | "DTWEXBGS" | "DGS2" | "DGS10" | "DGS30" | "FEDFUNDS" | "UNRATE" | "CPIAUCSL" | "GDPC1" | "ICSA" | "INDPRO" | "RSAFS" | "HOUST" | "UMCSENT" | "DCOILWTICO" | "M2SL" | "WALCL" | "VIX" | "SPX" | "DXY" | "TNX" | "GOLD" | "OIL" | "QQQ" | "SPY" | "ARKK" | "XLE" | "XLF" | "XLK" | "XLP" | "XLY" | "GLD" | "TLT" | "HYG" | "EEM" | "EFA" | "UUP" | "SILVER" | "COPPER" | "NATGAS" | "EURUSD" | "USDJPY" | "GBPUSD" | "FEAR_GREED" | "COIN" | "MSTR" | "MARA" | "NVDA";
            title: string;
            unit: string;
        };
        /** @description The newest value of a series; null where nothing was known */
        SeriesValue: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string | null;
            /**
             * @description length of a period
             * @enum {string}
             */
            frequency: "day" | "week" | "month" | "quarter";
            /**
             * Format: date-time
             * @description start of the period the value describes
             * @example 2026-01-02T12:00:00.000Z
             */
            period: string | null;
            /** @description the newest earlier period that has a value */
            previous: {
                /**
                 * Format: date-time
                 * @description start of the period the value describes
                 * @example 2026-01-02T12:00:00.000Z
                 */
                period: string;
                value: number;
            } | null;
            /** @enum {string} */
            series: "VIXCLS" | "SP500" | "DTWEXBGS" | "DGS2" | "DGS10" | "DGS30" | "FEDFUNDS" | "UNRATE" | "CPIAUCSL" | "GDPC1" | "ICSA" | "INDPRO" | "RSAFS" | "HOUST" | "UMCSENT" | "DCOILWTICO" | "M2SL" | "WALCL" | "VIX" | "SPX" | "DXY" | "TNX" | "GOLD" | "OIL" | "QQQ" | "SPY" | "ARKK" | "XLE" | "XLF" | "XLK" | "XLP" | "XLY" | "GLD" | "TLT" | "HYG" | "EEM" | "EFA" | "UUP" | "SILVER" | "COPPER" | "NATGAS" | "EURUSD" | "USDJPY" | "GBPUSD" | "FEAR_GREED" | "COIN" | "MSTR" | "MARA" | "NVDA";
            title: string;
            unit: string;
            /** @description the value in the unit of the series; NULL where the publisher gave none */
            value: number | null;
        };
        /** @description Who is asking, and what time it is on the farm */
        Session: {
            clock: {
                /**
                 * Format: date-time
                 * @description farm time
                 * @example 2026-01-02T12:00:00.000Z
                 */
                now: string;
                /** @description farm seconds in one second; 1 unless the market is simulated or replayed */
                speed: number;
            };
            limit: {
                /** @description allowed per window */
                requests: number;
                /** @description length of the window */
                window_seconds: number;
            };
            /** @description name of the key, or `jwt:` and a digest of its subject */
            owner: string;
            scopes: ("read:prices" | "read:technical" | "read:sentiment" | "read:news" | "read:stats" | "read:ml-features" | "read:derivatives" | "read:queues" | "admin:queues" | "write:backfill")[];
            version: string;
        };
        /** @description Signals found in stored rows. Written only when a rule fired: a row without a signal does not exist */
        Signal: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            /** @description buy or sell */
            direction: string;
            /** @description the values the rule looked at */
            evidence: {
                [key: string]: number | string | null;
            };
            /** @description price the rule saw, in the quote currency */
            price: number | null;
            /** @description rule that fired, with its timeframe and version */
            signal: string;
            /** @description 0 to 1 */
            strength: number | null;
            /**
             * Format: date-time
             * @description close of the bar on which the rule fired
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description Signals, newest first */
        Signals: {
            data: components["schemas"]["Signal"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description ticker in the registry */
            symbol: string;
            /** @description items in data */
            total: number;
        };
        /** @description A slot of the chain and what was due beside it */
        Slot: {
            /** @description seconds (of the wall clock) from its opening until the chain was settled */
            seconds: number | null;
            /**
             * Format: date-time
             * @description start of the slot
             * @example 2026-01-02T12:00:00.000Z
             */
            slot: string;
            stages: components["schemas"]["Stage"][];
            /** @enum {string} */
            state: "done" | "partial" | "missed" | "off" | "pending";
        };
        /** @description How much of what one source gave is believed */
        SourceQuality: {
            /** @description why rows score below 1, most frequent first */
            reasons: {
                reason: string;
                /** @description rows doubted for it */
                rows: number;
            }[];
            /** @description rows looked at */
            rows: number;
            /** @description share of the rows by band, 0 to 1 */
            share: {
                [key: string]: number;
            };
            /** @description data_source of the rows */
            source: string;
            table: string;
        };
        /** @description One dataset in one slot, summed over its chunks */
        Stage: {
            /** @description seconds (of the wall clock) from the opening of the slot until the first chunk began */
            after_seconds: number | null;
            /** @description jobs it was cut into */
            chunks: number;
            /** @enum {string} */
            dataset: "crypto_prices" | "ohlc" | "technical_indicators" | "ml_features" | "coinbase_prices" | "derivatives" | "crypto_news" | "stock_news" | "social_reddit" | "social_twitter" | "onchain" | "macro" | "macro_yahoo" | "market" | "fear_greed" | "alpha_vantage" | "sentiment_analysis" | "narratives" | "patterns" | "trading_signals" | "regime";
            /** @description of them, those that are done */
            done: number;
            /** @description symbols that should have a row and do not */
            missing: number;
            /** @description rounds of repair */
            repairs: number;
            /** @description rows stored */
            rows: number;
            /** @description seconds (of the wall clock) from then until the last chunk was settled; null while one is pending */
            seconds: number | null;
            /**
             * @description the least of its chunks
             * @enum {string}
             */
            state: "done" | "partial" | "missed" | "off" | "pending";
        };
        /** @description The symbol registry. A re-used or renamed ticker is a separate asset with its own validity */
        Symbol: {
            /** @description whether it is collected */
            active: boolean;
            /** @description CoinGecko id */
            coingecko_id: string;
            /** @description name of the asset */
            name: string;
            /** @description currency its prices are collected in */
            quote_currency: string;
            /** @description default order: rank by market capitalisation when the list was made */
            rank: number | null;
            /** @description ticker, upper case, unique in the registry */
            symbol: string;
            /** @description venue → the venue's own market name, such as {"binance":"BTCUSDT"} */
            venues: {
                [key: string]: string;
            };
        };
        /** @description What is missing of one symbol */
        SymbolGaps: {
            /** @description rows that should be there */
            expected: number;
            /** @description runs of missing rows */
            gap_count: number;
            /** @description the oldest runs, at most a hundred */
            gaps: components["schemas"]["MissingRun"][];
            /** @description of those, rows that are not */
            missing: number;
            symbol: string;
        };
        /** @description Assets of the registry, by rank */
        Symbols: {
            data: components["schemas"]["Symbol"][];
            /** @description the cursor of the next page; null on the last */
            next_cursor: string | null;
            /** @description assets in data */
            total: number;
        };
        /** @description The indicators of the newest closed bar */
        Technical: {
            /**
             * Format: date-time
             * @description when the world could know this row
             * @example 2026-01-02T12:00:00.000Z
             */
            available_at: string;
            /** @description where the row came from; begins with sim: or replay: unless it is real */
            data_source: string;
            indicators: components["schemas"]["Indicators"];
            /** @description ticker in the registry */
            symbol: string;
            /** @enum {string} */
            timeframe: "5m" | "1h" | "4h" | "1d";
            /**
             * Format: date-time
             * @description close of the bar the row was computed from
             * @example 2026-01-02T12:00:00.000Z
             */
            timestamp: string;
        };
        /** @description A host as the running worker processes see it */
        Upstream: {
            budgets: {
                /** @description the most it ever holds */
                capacity: number;
                /** @description what is left now */
                remaining: number;
                /** @enum {string} */
                window: "second" | "minute" | "day" | "month";
            }[];
            /** @description since the processes started */
            calls: number;
            /**
             * @description open where any process sends it nothing after repeated failures
             * @enum {string}
             */
            circuit: "closed" | "open";
            /** @description of them, those that brought no answer */
            failed: number;
            host: string;
            /** @description seconds since the last call */
            last_call_seconds: number | null;
            last_outcome: string | null;
            /** @description how long (farm time) the host wants to be left alone */
            paused_seconds: number;
        };
    };
    responses: {
        /** @description `DATA_NOT_AVAILABLE`: nothing has been stored that answers this yet */
        DATA_NOT_AVAILABLE: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `FORBIDDEN_SCOPE`: the key lacks the scope of this operation */
        FORBIDDEN_SCOPE: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `INTERNAL_ERROR`: a fault of ours; the log has the reason under the request id */
        INTERNAL_ERROR: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `INVALID_API_KEY`: no key, an unknown one, or an expired token */
        INVALID_API_KEY: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `INVALID_SYMBOL`: the registry knows no such symbol */
        INVALID_SYMBOL: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `INVALID_SYMBOL`: the registry knows no such symbol. `DATA_NOT_AVAILABLE`: nothing has been stored that answers this yet */
        "INVALID_SYMBOL.DATA_NOT_AVAILABLE": {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description the data has not changed since the answer whose `ETag` was sent as `If-None-Match` */
        NotModified: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                ETag: components["headers"]["ETag"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description `RATE_LIMIT_EXCEEDED`: no requests left in this window; `Retry-After` says when there are */
        RATE_LIMIT_EXCEEDED: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `SERVICE_UNAVAILABLE`: a part of the farm does not answer; the same request may succeed later */
        SERVICE_UNAVAILABLE: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `VALIDATION_ERROR`: a parameter, or the body, is not as described; `details` names each problem */
        VALIDATION_ERROR: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `VALIDATION_ERROR`: a parameter, or the body, is not as described; `details` names each problem. `INVALID_TIMEFRAME`: no such timeframe */
        "VALIDATION_ERROR.INVALID_TIMEFRAME": {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description `private, no-cache`: keep it, but ask again; `no-store` on errors
         * @example private, no-cache
         */
        "Cache-Control": string;
        /**
         * @description name of these bytes: send it back as `If-None-Match`, and unchanged data answers 304
         * @example W/"2jmj7l5rSw0yVb_vlWAYkK_YBwk"
         */
        ETag: string;
        /**
         * @description seconds to wait before asking again
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description how to say who you are
         * @example Bearer
         */
        "WWW-Authenticate": string;
        /**
         * @description requests allowed per window
         * @example 1000
         */
        "X-RateLimit-Limit": number;
        /**
         * @description requests left in this window, over all replicas
         * @example 997
         */
        "X-RateLimit-Remaining": number;
        /**
         * @description seconds until the window starts anew
         * @example 58
         */
        "X-RateLimit-Reset": number;
        /**
         * @description this call's name in the log: the caller's own `X-Request-Id` where it is harmless, else a new one
         * @example 0b0e5f57-1c52-4b8d-9f9e-0e6a2f0f9f10
         */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAnswersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `answer_id` of a lineage
                 * @example 019b7d2f4c00-1f0c9a2b
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an upstream said, as it was received, without secrets */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "answer_id": "019b7d2f4c00-1f0c9a2b",
                     *       "source": "crypto-prices",
                     *       "slot": "2026-01-02T12:00:00.000Z",
                     *       "job_id": "crypto-prices.2026-01-02T12-00Z.c1",
                     *       "host": "coingecko",
                     *       "path": "/api/v3/coins/markets",
                     *       "query": {
                     *         "vs_currency": "usd",
                     *         "per_page": 250
                     *       },
                     *       "status": 200,
                     *       "received_at": "2026-01-02T12:00:00.700Z",
                     *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "size": 81204,
                     *       "data_source": "coingecko",
                     *       "body": "[{\"id\":\"bitcoin\",\"current_price\":98765.43}]"
                     *     }
                     */
                    "application/json": components["schemas"]["ArchivedAnswer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    postBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description what is to be filled; what it is made of comes first
                     * @enum {string}
                     */
                    dataset: "ohlc" | "technical_indicators" | "ml_features" | "candles" | "ohlc_data" | "indicators" | "features" | "ml_features_materialized";
                    /**
                     * @description first open time, close or slot
                     * @example 2026-01-01T00:00:00Z
                     * @example 2026-01-01
                     */
                    from: string;
                    /**
                     * @description leaves out what the dataset is made of
                     * @default false
                     */
                    only?: boolean;
                    /**
                     * @description names of assets; all that the farm collects when left out
                     * @default all
                     */
                    symbols?: "all" | string[];
                    /** @description of candles and indicators; all when left out */
                    timeframes?: ("5m" | "1h" | "4h" | "1d")[];
                    /**
                     * @description end, exclusive; the present where it lies in the future
                     * @example 2026-01-02T00:00:00Z
                     * @example 2026-01-03
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Has a stretch of the past filled */
            202: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "20260102-1f0c9a2b",
                     *       "status_url": "/api/v1/backfills/20260102-1f0c9a2b",
                     *       "created": true,
                     *       "chunks": 2,
                     *       "rows": 1488
                     *     }
                     */
                    "application/json": components["schemas"]["BackfillFiled"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            413: components["responses"]["VALIDATION_ERROR"];
            415: components["responses"]["VALIDATION_ERROR"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    postBackfillPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description what is to be filled; what it is made of comes first
                     * @enum {string}
                     */
                    dataset: "ohlc" | "technical_indicators" | "ml_features" | "candles" | "ohlc_data" | "indicators" | "features" | "ml_features_materialized";
                    /**
                     * @description first open time, close or slot
                     * @example 2026-01-01T00:00:00Z
                     * @example 2026-01-01
                     */
                    from: string;
                    /**
                     * @description leaves out what the dataset is made of
                     * @default false
                     */
                    only?: boolean;
                    /**
                     * @description names of assets; all that the farm collects when left out
                     * @default all
                     */
                    symbols?: "all" | string[];
                    /** @description of candles and indicators; all when left out */
                    timeframes?: ("5m" | "1h" | "4h" | "1d")[];
                    /**
                     * @description end, exclusive; the present where it lies in the future
                     * @example 2026-01-02T00:00:00Z
                     * @example 2026-01-03
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Says what a backfill would take, and begins nothing */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dataset": "ohlc",
                     *       "symbols": 2,
                     *       "chunks": 2,
                     *       "rows": 1488,
                     *       "stored": 24,
                     *       "calls": [
                     *         {
                     *           "host": "binance",
                     *           "calls": 2,
                     *           "budget_share": 0.001,
                     *           "seconds_at_least": 0
                     *         }
                     *       ],
                     *       "seconds": 4,
                     *       "stages": [
                     *         {
                     *           "stage": "candles",
                     *           "timeframe": "1h",
                     *           "symbols": 2,
                     *           "from": "2025-12-01T00:00:00.000Z",
                     *           "to": "2026-01-01T00:00:00.000Z",
                     *           "chunks": 2,
                     *           "rows": 1488,
                     *           "stored": 24
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BackfillPlan"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            413: components["responses"]["VALIDATION_ERROR"];
            415: components["responses"]["VALIDATION_ERROR"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getBackfills: {
        parameters: {
            query?: {
                /** @description backfills in one answer */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Backfills and how far they have come, unfinished ones first */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "backfill_id": "20260102-1f0c9a2b",
                     *           "status_url": "/api/v1/backfills/20260102-1f0c9a2b",
                     *           "dataset": "ohlc",
                     *           "symbols": 2,
                     *           "timeframes": [
                     *             "1h"
                     *           ],
                     *           "from": "2025-12-01T00:00:00.000Z",
                     *           "to": "2026-01-01T00:00:00.000Z",
                     *           "origin": "operator",
                     *           "state": "open",
                     *           "reason": null,
                     *           "progress": 0.5,
                     *           "rows_per_second": 372,
                     *           "eta_seconds": 2,
                     *           "opened_at": "2026-01-02T12:00:00.000Z",
                     *           "started_at": "2026-01-02T12:00:01.000Z",
                     *           "finished_at": null,
                     *           "stages": [
                     *             {
                     *               "stage": "candles",
                     *               "chunks": 2,
                     *               "open": 0,
                     *               "running": 1,
                     *               "done": 1,
                     *               "partial": 0,
                     *               "failed": 0,
                     *               "cancelled": 0,
                     *               "rows_expected": 1488,
                     *               "rows_written": 744,
                     *               "missing": 1
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Backfills"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getBackfillsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `job_id` of the answer that took it on
                 * @example 20260102-1f0c9a2b
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One backfill, and the chunks that are in trouble */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "backfill_id": "20260102-1f0c9a2b",
                     *       "status_url": "/api/v1/backfills/20260102-1f0c9a2b",
                     *       "dataset": "ohlc",
                     *       "symbols": 2,
                     *       "timeframes": [
                     *         "1h"
                     *       ],
                     *       "from": "2025-12-01T00:00:00.000Z",
                     *       "to": "2026-01-01T00:00:00.000Z",
                     *       "origin": "operator",
                     *       "state": "open",
                     *       "reason": null,
                     *       "progress": 0.5,
                     *       "rows_per_second": 372,
                     *       "eta_seconds": 2,
                     *       "opened_at": "2026-01-02T12:00:00.000Z",
                     *       "started_at": "2026-01-02T12:00:01.000Z",
                     *       "finished_at": null,
                     *       "stages": [
                     *         {
                     *           "stage": "candles",
                     *           "chunks": 2,
                     *           "open": 0,
                     *           "running": 1,
                     *           "done": 1,
                     *           "partial": 0,
                     *           "failed": 0,
                     *           "cancelled": 0,
                     *           "rows_expected": 1488,
                     *           "rows_written": 744,
                     *           "missing": 1
                     *         }
                     *       ],
                     *       "troubles": [
                     *         {
                     *           "chunk": 1,
                     *           "stage": "candles",
                     *           "timeframe": "1h",
                     *           "from": "2025-12-01T00:00:00.000Z",
                     *           "to": "2026-01-01T00:00:00.000Z",
                     *           "state": "done",
                     *           "reason": "1 missing, such as XYZ: no venue"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BackfillDetails"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    postBackfillsByIdByTurn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `job_id` of the answer that took it on
                 * @example 20260102-1f0c9a2b
                 */
                id: string;
                /** @description what is to become of it */
                turn: "pause" | "resume" | "cancel";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pauses a backfill, lets it go on, or ends it */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "backfill_id": "20260102-1f0c9a2b",
                     *       "status_url": "/api/v1/backfills/20260102-1f0c9a2b",
                     *       "dataset": "ohlc",
                     *       "symbols": 2,
                     *       "timeframes": [
                     *         "1h"
                     *       ],
                     *       "from": "2025-12-01T00:00:00.000Z",
                     *       "to": "2026-01-01T00:00:00.000Z",
                     *       "origin": "operator",
                     *       "state": "open",
                     *       "reason": null,
                     *       "progress": 0.5,
                     *       "rows_per_second": 372,
                     *       "eta_seconds": 2,
                     *       "opened_at": "2026-01-02T12:00:00.000Z",
                     *       "started_at": "2026-01-02T12:00:01.000Z",
                     *       "finished_at": null,
                     *       "stages": [
                     *         {
                     *           "stage": "candles",
                     *           "chunks": 2,
                     *           "open": 0,
                     *           "running": 1,
                     *           "done": 1,
                     *           "partial": 0,
                     *           "failed": 0,
                     *           "cancelled": 0,
                     *           "rows_expected": 1488,
                     *           "rows_written": 744,
                     *           "missing": 1
                     *         }
                     *       ],
                     *       "troubles": [
                     *         {
                     *           "chunk": 1,
                     *           "stage": "candles",
                     *           "timeframe": "1h",
                     *           "from": "2025-12-01T00:00:00.000Z",
                     *           "to": "2026-01-01T00:00:00.000Z",
                     *           "state": "done",
                     *           "reason": "1 missing, such as XYZ: no venue"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BackfillDetails"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    postCollectBySource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name of a source */
                source: "crypto-prices" | "ohlc" | "crypto-news" | "stock-news" | "social-reddit" | "social-twitter" | "macro-fred" | "macro-yahoo" | "market-yahoo" | "fear-greed" | "onchain" | "derivatives" | "coinbase" | "alpha-vantage";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Collects a source now, outside its timetable */
            202: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "fear-greed.2026-01-02T12-00Z.c1.r500",
                     *       "status_url": "/api/v1/jobs/fear-greed.2026-01-02T12-00Z.c1.r500",
                     *       "slot": "2026-01-02T12:00:00.000Z",
                     *       "jobs": [
                     *         {
                     *           "job_id": "fear-greed.2026-01-02T12-00Z.c1.r500",
                     *           "chunk": 1,
                     *           "symbols": 0,
                     *           "status_url": "/api/v1/jobs/fear-greed.2026-01-02T12-00Z.c1.r500"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getDerivativesBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description event time of the first row, inclusive */
                start?: string;
                /** @description only this venue */
                venue?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Perpetual futures of an asset by venue: the newest snapshots, or the stored rows from start on, at most 31 days */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "as_of": "2026-01-02T12:00:00.000Z",
                     *       "data": [
                     *         {
                     *           "venue": "deribit",
                     *           "market": "BTC-PERPETUAL",
                     *           "observed_at": "2026-01-02T11:58:00.000Z",
                     *           "mark_price": 98771.2,
                     *           "index_price": 98765.4,
                     *           "basis": 0.00006,
                     *           "funding_rate": 0.0001,
                     *           "funding_final": false,
                     *           "funding_interval_hours": 8,
                     *           "next_funding_at": "2026-01-02T16:00:00.000Z",
                     *           "open_interest": 10250.5,
                     *           "open_interest_value": 1012400000,
                     *           "volume_24h": 612000000,
                     *           "quality_score": 1,
                     *           "quality_reasons": [],
                     *           "available_at": "2026-01-02T11:58:04.000Z",
                     *           "data_source": "deribit"
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Derivatives"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description only events of this kind */
                kind?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description event time of the first row, inclusive */
                start?: string;
                /** @description only events about this asset, macro series, or MARKET */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dated events and anomalies that move markets, newest first */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "macro:CPI:2026-01-02",
                     *           "kind": "macro_release",
                     *           "subject": "CPI",
                     *           "occurred_at": "2026-01-02T12:00:00.000Z",
                     *           "title": "Consumer prices rose by 0.2 % in December",
                     *           "severity": 0.6,
                     *           "details": {
                     *             "value": 0.2
                     *           },
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm"
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MarketEvents"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getFarm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the farm works: the chain of the last slots, queues, pools, upstreams, and why the health score is what it is */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2026-01-02T12:02:00.000Z",
                     *       "health": {
                     *         "status": "degraded",
                     *         "score": 97,
                     *         "reasons": [
                     *           {
                     *             "part": "crypto_news",
                     *             "points": 2.8,
                     *             "text": "its newest row is 7 h old; 6 h is the limit"
                     *           }
                     *         ]
                     *       },
                     *       "slots": [
                     *         {
                     *           "slot": "2026-01-02T12:00:00.000Z",
                     *           "state": "done",
                     *           "seconds": 3.412,
                     *           "stages": [
                     *             {
                     *               "dataset": "crypto_prices",
                     *               "state": "done",
                     *               "chunks": 2,
                     *               "done": 2,
                     *               "rows": 24,
                     *               "missing": 0,
                     *               "repairs": 0,
                     *               "after_seconds": 0.21,
                     *               "seconds": 0.9
                     *             },
                     *             {
                     *               "dataset": "ml_features",
                     *               "state": "done",
                     *               "chunks": 2,
                     *               "done": 2,
                     *               "rows": 24,
                     *               "missing": 0,
                     *               "repairs": 0,
                     *               "after_seconds": 2.4,
                     *               "seconds": 1.01
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "pools": [
                     *         {
                     *           "pool": "collect",
                     *           "processes": 1,
                     *           "slots": 12,
                     *           "demand": 3,
                     *           "queues": [
                     *             {
                     *               "queue": "collect",
                     *               "waiting": 1,
                     *               "active": 2,
                     *               "delayed": 0,
                     *               "waiting_children": 0,
                     *               "failed": 0,
                     *               "paused": false,
                     *               "oldest_seconds": 0.4
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "catching_up": [
                     *         {
                     *           "id": "features.2026-01-02T11-55Z.r1",
                     *           "queue": "repair",
                     *           "state": "active",
                     *           "progress": 0.4,
                     *           "since_seconds": 3
                     *         }
                     *       ],
                     *       "last_day": {
                     *         "done": 286,
                     *         "partial": 1,
                     *         "missed": 0,
                     *         "pending": 1,
                     *         "repaired": 2
                     *       },
                     *       "upstreams": [
                     *         {
                     *           "host": "coingecko",
                     *           "circuit": "closed",
                     *           "paused_seconds": 0,
                     *           "budgets": [
                     *             {
                     *               "window": "minute",
                     *               "remaining": 4,
                     *               "capacity": 5
                     *             }
                     *           ],
                     *           "calls": 118,
                     *           "failed": 1,
                     *           "last_outcome": "ok",
                     *           "last_call_seconds": 12
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Farm"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getFarmFreshness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Age of the newest row of every collected symbol in every dataset that is about symbols */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2026-01-02T12:02:00.000Z",
                     *       "symbols": [
                     *         "BTC",
                     *         "ETH"
                     *       ],
                     *       "data": [
                     *         {
                     *           "dataset": "crypto_prices",
                     *           "target_seconds": 600,
                     *           "ages": [
                     *             140,
                     *             null
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FreshnessMap"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getJobsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `job_id` of the answer that took the work on
                 * @example fear-greed.2026-01-02T12-00Z.c1.r500
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What has become of a job */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "job_id": "fear-greed.2026-01-02T12-00Z.c1.r500",
                     *       "job": "collect",
                     *       "queue": "survey",
                     *       "state": "completed",
                     *       "progress": 0,
                     *       "attempts": 1,
                     *       "asked_at": "2026-01-02T12:02:00.000Z",
                     *       "started_at": "2026-01-02T12:02:00.012Z",
                     *       "finished_at": "2026-01-02T12:02:00.410Z",
                     *       "result": {
                     *         "outcome": "done",
                     *         "rows": 3,
                     *         "missing": 0
                     *       },
                     *       "reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Job"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMacro: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description names of series, separated by commas; all where it is left out */
                series?: ("VIXCLS" | "SP500" | "DTWEXBGS" | "DGS2" | "DGS10" | "DGS30" | "FEDFUNDS" | "UNRATE" | "CPIAUCSL" | "GDPC1" | "ICSA" | "INDPRO" | "RSAFS" | "HOUST" | "UMCSENT" | "DCOILWTICO" | "M2SL" | "WALCL" | "VIX" | "SPX" | "DXY" | "TNX" | "GOLD" | "OIL" | "QQQ" | "SPY" | "ARKK" | "XLE" | "XLF" | "XLK" | "XLP" | "XLY" | "GLD" | "TLT" | "HYG" | "EEM" | "EFA" | "UUP" | "SILVER" | "COPPER" | "NATGAS" | "EURUSD" | "USDJPY" | "GBPUSD" | "FEAR_GREED" | "COIN" | "MSTR" | "MARA" | "NVDA")[];
                /** @description event time of the first row, inclusive */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Macro and market series: the newest values, or a history from start on, by the vintages known at as_of */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2026-01-02T12:00:00.000Z",
                     *       "data": [
                     *         {
                     *           "series": "VIXCLS",
                     *           "title": "CBOE volatility index, close",
                     *           "unit": "index",
                     *           "frequency": "day",
                     *           "period": "2026-01-01T00:00:00.000Z",
                     *           "value": 15.2,
                     *           "available_at": "2026-01-01T21:15:00.000Z",
                     *           "previous": {
                     *             "period": "2025-12-31T00:00:00.000Z",
                     *             "value": 14.8
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Macro"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMarket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every collected asset in one answer: price, day, RSI, sentiment and its last 24 hourly closes */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2026-01-02T12:02:00.000Z",
                     *       "closes_until": "2026-01-02T12:00:00.000Z",
                     *       "fresh_seconds": 600,
                     *       "withheld": [],
                     *       "data": [
                     *         {
                     *           "symbol": "BTC",
                     *           "name": "Bitcoin",
                     *           "rank": 1,
                     *           "price": 98765.43,
                     *           "change_24h": 2.04,
                     *           "market_cap": 1955000000000,
                     *           "volume_24h": 41250000000,
                     *           "rsi_14": 61.8,
                     *           "sentiment_score": 0.21,
                     *           "closes": [
                     *             96800,
                     *             96881.5,
                     *             96963,
                     *             97044.5,
                     *             97126,
                     *             null,
                     *             97289,
                     *             97370.5,
                     *             97452,
                     *             97533.5,
                     *             97615,
                     *             97696.5,
                     *             97778,
                     *             97859.5,
                     *             97941,
                     *             98022.5,
                     *             98104,
                     *             98185.5,
                     *             98267,
                     *             98348.5,
                     *             98430,
                     *             98511.5,
                     *             98593,
                     *             98674.5
                     *           ],
                     *           "timestamp": "2026-01-02T11:59:40.000Z",
                     *           "available_at": "2026-01-02T11:59:40.000Z",
                     *           "quality": "ok"
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Market"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMlFeaturesBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description the row of the slot that holds this instant; the newest when left out */
                at?: string;
                /** @description only these groups; all when left out */
                feature_groups?: ("price" | "technical" | "cross_section" | "sentiment" | "news" | "social" | "macro" | "market" | "onchain" | "derivatives" | "regime" | "calendar" | "quality")[];
                /** @description how `features` are laid out */
                format?: "structured" | "flat" | "array";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feature row of a symbol at a slot, or the newest */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "feature_version": 312,
                     *       "features": {
                     *         "price": 98765.43,
                     *         "rsi_14": 61.8,
                     *         "sentiment_score": null
                     *       },
                     *       "feature_count": 3,
                     *       "data_quality_score": 0.93,
                     *       "fill_ratio": 0.97,
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "farm",
                     *       "lineage": {
                     *         "price_data_real": "2026-01-02T11:59:40.000Z",
                     *         "sentiment_data": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FeatureRow"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMlFeaturesBySymbolCurrent: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description only these groups; all when left out */
                feature_groups?: ("price" | "technical" | "cross_section" | "sentiment" | "news" | "social" | "macro" | "market" | "onchain" | "derivatives" | "regime" | "calendar" | "quality")[];
                /** @description how `features` are laid out */
                format?: "structured" | "flat" | "array";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest feature row of a symbol */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "feature_version": 312,
                     *       "features": {
                     *         "price": 98765.43,
                     *         "rsi_14": 61.8,
                     *         "sentiment_score": null
                     *       },
                     *       "feature_count": 3,
                     *       "data_quality_score": 0.93,
                     *       "fill_ratio": 0.97,
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "farm",
                     *       "lineage": {
                     *         "price_data_real": "2026-01-02T11:59:40.000Z",
                     *         "sentiment_data": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FeatureRow"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMlFeaturesBySymbolLineage: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description the row of the slot that holds this instant; the newest when left out */
                at?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a feature row was computed from: rows, jobs, and what upstreams said */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "feature_version": 312,
                     *       "job_id": "features.2026-01-02T12-00Z.c1",
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "ingested_at": "2026-01-02T12:00:02.000Z",
                     *       "data_source": "features",
                     *       "inputs": [
                     *         {
                     *           "input": "price_data_real",
                     *           "newest": "2026-01-02T11:59:40.000Z"
                     *         },
                     *         {
                     *           "input": "technical_indicators.5m",
                     *           "newest": "2026-01-02T12:00:00.000Z"
                     *         },
                     *         {
                     *           "input": "onchain",
                     *           "newest": null
                     *         }
                     *       ],
                     *       "rows": [
                     *         {
                     *           "table": "technical_indicators",
                     *           "timeframe": "5m",
                     *           "event_time": "2026-01-02T12:00:00.000Z",
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "ingested_at": "2026-01-02T12:00:01.000Z",
                     *           "data_source": "indicators"
                     *         }
                     *       ],
                     *       "jobs": [
                     *         {
                     *           "dataset": "crypto_prices",
                     *           "slot": "2026-01-02T12:00:00.000Z",
                     *           "chunk": 1,
                     *           "state": "done",
                     *           "job_id": "crypto-prices.2026-01-02T12-00Z.c1",
                     *           "attempts": 1,
                     *           "started_at": "2026-01-02T12:00:00.100Z",
                     *           "finished_at": "2026-01-02T12:00:00.900Z"
                     *         }
                     *       ],
                     *       "answers": [
                     *         {
                     *           "answer_id": "019b7d2f4c00-1f0c9a2b",
                     *           "url": "/api/v1/answers/019b7d2f4c00-1f0c9a2b",
                     *           "job_id": "crypto-prices.2026-01-02T12-00Z.c1",
                     *           "source": "crypto-prices",
                     *           "host": "coingecko",
                     *           "item": "124 ids",
                     *           "status": 200,
                     *           "received_at": "2026-01-02T12:00:00.700Z",
                     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "size": 81204
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Lineage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMlFeaturesBulk: {
        parameters: {
            query: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description exclusive; now when left out */
                end?: string;
                /** @description only these groups; all when left out */
                feature_groups?: ("price" | "technical" | "cross_section" | "sentiment" | "news" | "social" | "macro" | "market" | "onchain" | "derivatives" | "regime" | "calendar" | "quality")[];
                /** @description how `features` are laid out */
                format?: "structured" | "flat" | "array";
                /** @description first slot; with it the rows of a range leave as NDJSON */
                start?: string;
                /** @description tickers or CoinGecko ids */
                symbols: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Features of many symbols: the newest rows, or every row of a range as NDJSON */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "symbol": "BTC",
                     *           "timestamp": "2026-01-02T12:00:00.000Z",
                     *           "feature_version": 312,
                     *           "features": {
                     *             "price": 98765.43,
                     *             "rsi_14": 61.8,
                     *             "sentiment_score": null
                     *           },
                     *           "feature_count": 3,
                     *           "data_quality_score": 0.93,
                     *           "fill_ratio": 0.97,
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm",
                     *           "lineage": {
                     *             "price_data_real": "2026-01-02T11:59:40.000Z",
                     *             "sentiment_data": null
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "missing": [
                     *         "TINY"
                     *       ],
                     *       "unknown": [
                     *         "NOPE"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FeatureRows"];
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "feature_version": 312,
                     *       "features": {
                     *         "price": 98765.43,
                     *         "rsi_14": 61.8,
                     *         "sentiment_score": null
                     *       },
                     *       "feature_count": 3,
                     *       "data_quality_score": 0.93,
                     *       "fill_ratio": 0.97,
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "farm",
                     *       "lineage": {
                     *         "price_data_real": "2026-01-02T11:59:40.000Z",
                     *         "sentiment_data": null
                     *       }
                     *     }
                     */
                    "application/x-ndjson": components["schemas"]["FeatureRow"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getNarrativesLatest: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description length of the window; the longest of the newest where it is left out */
                window_hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the news of the newest window tell, theme by theme */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "window_end": "2026-01-02T12:00:00.000Z",
                     *       "window_hours": 24,
                     *       "data": [
                     *         {
                     *           "theme": "adoption",
                     *           "coherence": "strong",
                     *           "articles": 12,
                     *           "share": 0.3,
                     *           "sentiment_score": 0.4,
                     *           "symbols": [
                     *             "BTC"
                     *           ],
                     *           "affected": {
                     *             "BTC": 0.8
                     *           },
                     *           "article_ids": [
                     *             "9f86d081884c7d65"
                     *           ],
                     *           "terms": [
                     *             "fund",
                     *             "inflow"
                     *           ],
                     *           "similar_past": null,
                     *           "summary": "Funds that hold bitcoin report inflows again.",
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm"
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Narratives"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getNewsCryptoLatest: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description articles in one answer */
                limit?: number;
                /** @description only what the farm has known since */
                since?: string;
                /** @description only articles about this one */
                symbol?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest crypto articles, with their sentiment */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "market_type": "crypto",
                     *       "data": [
                     *         {
                     *           "id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "title": "Bitcoin holds above 98,000 as funds return",
                     *           "summary": null,
                     *           "url": "https://news.example/bitcoin-holds",
                     *           "source": "coindesk",
                     *           "author": null,
                     *           "symbols": [
                     *             "BTC"
                     *           ],
                     *           "categories": [
                     *             "markets"
                     *           ],
                     *           "published_at": "2026-01-02T11:40:00.000Z",
                     *           "available_at": "2026-01-02T11:45:03.000Z",
                     *           "data_source": "coindesk",
                     *           "sentiment": {
                     *             "score": 0.62,
                     *             "confidence": 0.88,
                     *             "label": "bullish",
                     *             "model": "lexicon-1",
                     *             "enhanced_score": null,
                     *             "emotion": null,
                     *             "fear_greed": null,
                     *             "theme": null,
                     *             "language_model": null
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["News"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getNewsStockLatest: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description articles in one answer */
                limit?: number;
                /** @description only what the farm has known since */
                since?: string;
                /** @description only articles about this one */
                symbol?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest stock articles, with their sentiment */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "market_type": "crypto",
                     *       "data": [
                     *         {
                     *           "id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "title": "Bitcoin holds above 98,000 as funds return",
                     *           "summary": null,
                     *           "url": "https://news.example/bitcoin-holds",
                     *           "source": "coindesk",
                     *           "author": null,
                     *           "symbols": [
                     *             "BTC"
                     *           ],
                     *           "categories": [
                     *             "markets"
                     *           ],
                     *           "published_at": "2026-01-02T11:40:00.000Z",
                     *           "available_at": "2026-01-02T11:45:03.000Z",
                     *           "data_source": "coindesk",
                     *           "sentiment": {
                     *             "score": 0.62,
                     *             "confidence": 0.88,
                     *             "label": "bullish",
                     *             "model": "lexicon-1",
                     *             "enhanced_score": null,
                     *             "emotion": null,
                     *             "fear_greed": null,
                     *             "theme": null,
                     *             "language_model": null
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["News"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getOnchainBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description names of metrics, separated by commas; all of the symbol where it is left out */
                metrics?: ("hash_rate" | "hash_rate_daily" | "difficulty" | "difficulty_change" | "block_height" | "minutes_between_blocks" | "tx_count" | "tx_count_daily" | "active_addresses_daily" | "transfer_volume_usd" | "fees_btc" | "mined_btc" | "miners_revenue_usd" | "supply" | "mempool_count" | "mempool_vsize" | "mempool_fees_btc" | "fee_fast" | "fee_half_hour" | "fee_hour" | "gas_safe" | "gas_propose" | "gas_fast" | "base_fee" | "gas_used_ratio" | "tvl" | "dex_volume_24h" | "stablecoin_supply")[];
                /** @description event time of the first row, inclusive */
                start?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On-chain metrics of an asset, or of MARKET: the newest figures, or a history from start on */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "as_of": "2026-01-02T12:00:00.000Z",
                     *       "data": [
                     *         {
                     *           "metric": "hash_rate",
                     *           "title": "Hash rate, estimated over the last day",
                     *           "unit": "H/s",
                     *           "value": 812500000000000000000,
                     *           "observed_at": "2026-01-02T11:00:00.000Z",
                     *           "available_at": "2026-01-02T11:20:00.000Z",
                     *           "day_ago": 805100000000000000000,
                     *           "week_ago": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Onchain"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getPatternsBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description only patterns that point there */
                direction?: "bullish" | "bearish" | "neutral";
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description event time of the first row, inclusive */
                start?: string;
                /** @description only bars of this length */
                timeframe?: "5m" | "1h" | "4h" | "1d";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Chart and candlestick patterns of an asset, newest first, with the bars that prove them */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "data": [
                     *         {
                     *           "timeframe": "4h",
                     *           "pattern": "double_bottom",
                     *           "direction": "bullish",
                     *           "confidence": 0.74,
                     *           "started_at": "2025-12-29T08:00:00.000Z",
                     *           "ended_at": "2026-01-02T12:00:00.000Z",
                     *           "evidence": {
                     *             "bars": [
                     *               "2025-12-29T08:00:00.000Z",
                     *               "2026-01-02T12:00:00.000Z"
                     *             ],
                     *             "levels": {
                     *               "neckline": 98100
                     *             }
                     *           },
                     *           "version": 1,
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm"
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ChartPatterns"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getPricesCurrentBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest price snapshot of an asset */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "name": "Bitcoin",
                     *       "current_price": 98765.43,
                     *       "price_change_24h": 1975.31,
                     *       "price_change_percentage_24h": 2.04,
                     *       "market_cap": 1955000000000,
                     *       "volume_24h": 41250000000,
                     *       "high_24h": 99100.5,
                     *       "low_24h": 96410.02,
                     *       "open_24h": 96790.12,
                     *       "timestamp": "2026-01-02T11:59:40.000Z",
                     *       "available_at": "2026-01-02T11:59:40.000Z",
                     *       "data_source": "coingecko",
                     *       "quality": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Price"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getPricesHistoricalBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description how far back from `end`, instead of `start`; 7 when both are left out */
                days?: number;
                /** @description exclusive; now when left out */
                end?: string;
                interval?: "5m" | "1h" | "4h" | "1d";
                /** @description bars in one answer */
                limit?: number;
                /** @description first open time; `days` before `end` when left out */
                start?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Candles of an asset between two instants, and what is missing between them */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "interval": "1h",
                     *       "data": [
                     *         {
                     *           "timestamp": "2026-01-02T06:00:00.000Z",
                     *           "open": 97900,
                     *           "high": 98420.5,
                     *           "low": 97810,
                     *           "close": 98302.11,
                     *           "volume": 812.44,
                     *           "is_final": true
                     *         }
                     *       ],
                     *       "total_points": 1,
                     *       "gaps": [
                     *         {
                     *           "from": "2026-01-02T07:00:00.000Z",
                     *           "to": "2026-01-02T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Candles"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getRegime: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description event time of the first row, inclusive */
                start?: string;
                /** @description a ticker, a CoinGecko id, or MARKET */
                symbol?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The regime of the market, or of an asset, with its probabilities, correlations with other markets, and the regimes before it */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "regime": "bull",
                     *       "probabilities": {
                     *         "bull": 0.6,
                     *         "bear": 0.05,
                     *         "sideways": 0.2,
                     *         "high_volatility": 0.1,
                     *         "low_volatility": 0.05
                     *       },
                     *       "inputs": {
                     *         "return_24h": 0.001,
                     *         "volatility_7d": null
                     *       },
                     *       "version": 1,
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "farm",
                     *       "correlations": [
                     *         {
                     *           "series": "SP500",
                     *           "window_days": 30,
                     *           "pearson": 0.41,
                     *           "spearman": 0.38,
                     *           "pairs": 21,
                     *           "timestamp": "2026-01-02T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "history": [
                     *         {
                     *           "timestamp": "2026-01-02T11:00:00.000Z",
                     *           "regime": "sideways",
                     *           "probabilities": {
                     *             "bull": 0.2,
                     *             "bear": 0.1,
                     *             "sideways": 0.5,
                     *             "high_volatility": 0.1,
                     *             "low_volatility": 0.1
                     *           },
                     *           "inputs": {
                     *             "return_24h": 0.001,
                     *             "volatility_7d": null
                     *           },
                     *           "version": 1,
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Regime"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getSentimentCryptoBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description whether to say the same of each source */
                include_breakdown?: "true" | "false";
                /** @description only texts of these sites, forums and networks */
                sources?: string[];
                /** @description length of the window, which ends now */
                timeframe?: "1h" | "4h" | "24h" | "7d";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What crypto texts of the last while say about a symbol, or about MARKET */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "market_type": "crypto",
                     *       "timeframe": "24h",
                     *       "timestamp": "2026-01-02T12:02:00.000Z",
                     *       "sentiment_score": 0.21,
                     *       "mean": 0.18,
                     *       "confidence": 0.83,
                     *       "dispersion": 0.44,
                     *       "positive_share": 0.5,
                     *       "negative_share": 0.25,
                     *       "neutral_share": 0.25,
                     *       "momentum": -0.05,
                     *       "texts": 132,
                     *       "newest": "2026-01-02T11:55:10.000Z",
                     *       "sources": [
                     *         "coindesk",
                     *         "cointelegraph"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sentiment"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getSentimentStockBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description whether to say the same of each source */
                include_breakdown?: "true" | "false";
                /** @description only texts of these sites, forums and networks */
                sources?: string[];
                /** @description length of the window, which ends now */
                timeframe?: "1h" | "4h" | "24h" | "7d";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stock texts of the last while say about a symbol, or about MARKET */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "market_type": "crypto",
                     *       "timeframe": "24h",
                     *       "timestamp": "2026-01-02T12:02:00.000Z",
                     *       "sentiment_score": 0.21,
                     *       "mean": 0.18,
                     *       "confidence": 0.83,
                     *       "dispersion": 0.44,
                     *       "positive_share": 0.5,
                     *       "negative_share": 0.25,
                     *       "neutral_share": 0.25,
                     *       "momentum": -0.05,
                     *       "texts": 132,
                     *       "newest": "2026-01-02T11:55:10.000Z",
                     *       "sources": [
                     *         "coindesk",
                     *         "cointelegraph"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sentiment"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is asking, what the key may do, and what time it is on the farm */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "owner": "readonly",
                     *       "scopes": [
                     *         "read:prices",
                     *         "read:technical",
                     *         "read:sentiment",
                     *         "read:news",
                     *         "read:stats"
                     *       ],
                     *       "limit": {
                     *         "requests": 1000,
                     *         "window_seconds": 3600
                     *       },
                     *       "clock": {
                     *         "now": "2026-01-02T12:02:00.000Z",
                     *         "speed": 1
                     *       },
                     *       "version": "1.0.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getSignalsBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description event time of the last row, exclusive */
                end?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description event time of the first row, inclusive */
                start?: string;
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signals whose rule fired on an asset, newest first, with the values the rule saw */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "data": [
                     *         {
                     *           "timestamp": "2026-01-02T12:00:00.000Z",
                     *           "signal": "macd_cross",
                     *           "direction": "long",
                     *           "strength": 0.5,
                     *           "price": 98765.43,
                     *           "evidence": {
                     *             "macd_line": 212.4,
                     *             "timeframe": "1h"
                     *           },
                     *           "available_at": "2026-01-02T12:00:00.000Z",
                     *           "data_source": "farm"
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Signals"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStatsCollectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows, newest row and freshness of every dataset */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "dataset": "ml_features",
                     *           "part": "chain",
                     *           "table": "ml_features_materialized",
                     *           "every": "5m",
                     *           "rows": 403200,
                     *           "newest": "2026-01-02T12:00:00.000Z",
                     *           "newest_slot": "2026-01-02T12:00:00.000Z",
                     *           "age_seconds": 120,
                     *           "target_seconds": 600,
                     *           "state": "fresh",
                     *           "off": null,
                     *           "fresh_symbols": 100,
                     *           "symbols": 100
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Collectors"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStatsCoverage: {
        parameters: {
            query?: {
                /** @description how far back to look */
                hours?: number;
                /** @description only this one */
                table?: "technical_indicators" | "ml_features_materialized";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Share of known values per column */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "table": "ml_features_materialized",
                     *           "from": "2026-01-01T12:02:00.000Z",
                     *           "to": "2026-01-02T12:02:00.001Z",
                     *           "rows": 28800,
                     *           "groups": [
                     *             {
                     *               "group": "technical",
                     *               "columns": 1,
                     *               "fill_ratio": 0.99,
                     *               "coverage": 0.99
                     *             }
                     *           ],
                     *           "columns": [
                     *             {
                     *               "column": "rsi_14",
                     *               "filled": 28512,
                     *               "applicable": 28800,
                     *               "fill_ratio": 0.99,
                     *               "coverage": 0.99
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Coverages"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStatsGaps: {
        parameters: {
            query?: {
                /** @description whose rows */
                dataset?: "ohlc" | "technical_indicators" | "ml_features" | "crypto_prices";
                /** @description how far back to look */
                hours?: number;
                /** @description length of the bars; features and prices come every five minutes */
                timeframe?: "5m" | "1h" | "4h" | "1d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows that should be stored and are not, per symbol: at the head, inside and at the tail, and what becomes of them */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "dataset": "ohlc",
                     *         "timeframe": "1h",
                     *         "from": "2026-01-01T13:00:00.000Z",
                     *         "to": "2026-01-02T11:00:00.000Z",
                     *         "expected": 2200,
                     *         "missing": 1,
                     *         "permanent": 1,
                     *         "gap_count": 1,
                     *         "symbols": [
                     *           {
                     *             "symbol": "BTC",
                     *             "expected": 22,
                     *             "missing": 1,
                     *             "gap_count": 1,
                     *             "gaps": [
                     *               {
                     *                 "from": "2026-01-02T07:00:00.000Z",
                     *                 "to": "2026-01-02T08:00:00.000Z",
                     *                 "state": "permanent",
                     *                 "reason": "binance has no bars there",
                     *                 "attempts": 1
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GapsAnswer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStatsQuality: {
        parameters: {
            query?: {
                /** @description how far back to look */
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much of what is stored is believed, why the rest is not, and what was refused */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "from": "2026-01-01T12:02:00.000Z",
                     *         "to": "2026-01-02T12:02:00.001Z",
                     *         "bands": {
                     *           "good": 0.9,
                     *           "fair": 0.7,
                     *           "doubtful": 0.5,
                     *           "untrusted": 0,
                     *           "unscored": null
                     *         },
                     *         "sources": [
                     *           {
                     *             "table": "price_data_real",
                     *             "source": "coingecko",
                     *             "rows": 28800,
                     *             "share": {
                     *               "good": 0.98,
                     *               "fair": 0.01,
                     *               "doubtful": 0.01,
                     *               "untrusted": 0,
                     *               "unscored": 0
                     *             },
                     *             "reasons": [
                     *               {
                     *                 "reason": "stale",
                     *                 "rows": 288
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "quarantined": [
                     *           {
                     *             "source": "coingecko",
                     *             "reason": "impossible:price",
                     *             "items": 1
                     *           }
                     *         ],
                     *         "newest": [
                     *           {
                     *             "source": "coingecko",
                     *             "slot": "2026-01-02T12:00:00.000Z",
                     *             "item": "XYZ",
                     *             "reason": "impossible:price",
                     *             "data_source": "coingecko",
                     *             "status": 200,
                     *             "at": "2026-01-02T12:00:04.000Z",
                     *             "sample": "{\"id\":\"xyz\",\"current_price\":-1}"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["QualityAnswer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStatsRestatements: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description only restatements of this dataset */
                dataset?: "ohlc" | "macro";
                /** @description first instant at which one became known; 30 days before `to` where it is left out */
                from?: string;
                /** @description rows in one answer */
                limit?: number;
                /** @description only those about this ticker, CoinGecko id or macro series */
                symbol?: string;
                /** @description end of the stretch, exclusive; now where it is left out */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Final values that were known otherwise before: what they were, what they became, when, and who said so */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "dataset": "ohlc",
                     *           "symbol": "BTC",
                     *           "timeframe": "1h",
                     *           "timestamp": "2026-01-02T10:00:00.000Z",
                     *           "column": "volume",
                     *           "old_value": 812.44,
                     *           "new_value": 815.02,
                     *           "relative_change": 0.003176,
                     *           "known_at": "2026-01-02T11:00:00.000Z",
                     *           "restated_at": "2026-01-02T11:05:03.000Z",
                     *           "data_source": "binance",
                     *           "job_id": "ohlc.2026-01-02T11-05Z.c1"
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Restatements"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getStreamPrices: {
        parameters: {
            query: {
                /** @description tickers or CoinGecko ids */
                symbols: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Price updates as server-sent events: the newest value of each symbol, then every update */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "data": {
                     *         "price_usd": 98765.43,
                     *         "volume_24h": 41250000000,
                     *         "market_cap": 1955000000000,
                     *         "change_24h": 2.04
                     *       },
                     *       "timestamp": "2026-01-02T11:59:40.000Z",
                     *       "seq": 1767355181000000
                     *     }
                     */
                    "text/event-stream": components["schemas"]["PriceEvent"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getSymbols: {
        parameters: {
            query?: {
                /** @description only those that are collected, or only those that are not */
                active?: "true" | "false";
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description rows in one answer */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registry of assets, by rank */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "symbol": "BTC",
                     *           "coingecko_id": "bitcoin",
                     *           "name": "Bitcoin",
                     *           "rank": 1,
                     *           "quote_currency": "usd",
                     *           "active": true,
                     *           "venues": {
                     *             "binance": "BTCUSDT",
                     *             "coinbase": "BTC-USD"
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Symbols"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getTechnicalBySymbol: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description columns, or families of them: `macd` means every `macd_…`; all when left out */
                indicators?: ("close" | "volume" | "sma" | "sma_10" | "sma_20" | "sma_50" | "sma_200" | "ema" | "ema_12" | "ema_20" | "ema_26" | "ema_50" | "ema_200" | "rsi" | "rsi_7" | "rsi_14" | "macd" | "macd_line" | "macd_signal" | "macd_histogram" | "ppo" | "bb" | "bb_upper" | "bb_middle" | "bb_lower" | "bb_width" | "bb_percent" | "bb_percent_b" | "atr" | "atr_14" | "adx" | "adx_14" | "plus" | "plus_di" | "plus_di_14" | "minus" | "minus_di" | "minus_di_14" | "stoch" | "stoch_k" | "stoch_d" | "williams" | "williams_r" | "stoch_rsi" | "stoch_rsi_k" | "stoch_rsi_d" | "cci" | "cci_20" | "mfi" | "mfi_14" | "obv" | "adl" | "cmf" | "cmf_20" | "vwap" | "roc" | "roc_10" | "momentum" | "momentum_10" | "trix" | "trix_15" | "ultimate" | "ultimate_oscillator" | "aroon" | "aroon_up" | "aroon_down" | "aroon_oscillator" | "keltner" | "keltner_upper" | "keltner_middle" | "keltner_lower" | "donchian" | "donchian_upper" | "donchian_middle" | "donchian_lower" | "ichimoku" | "ichimoku_tenkan" | "ichimoku_kijun" | "ichimoku_senkou" | "ichimoku_senkou_a" | "ichimoku_senkou_b" | "psar" | "tsi" | "force" | "force_index" | "force_index_13" | "realized" | "realized_vol" | "realized_vol_20" | "realized_vol_30" | "volume_sma" | "volume_sma_20" | "volume_ratio" | "volume_ratio_20" | "return" | "return_1" | "return_3" | "return_12" | "return_48" | "return_288")[];
                timeframe?: "5m" | "1h" | "4h" | "1d";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The indicators of the newest closed bar */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timeframe": "1h",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "binance",
                     *       "indicators": {
                     *         "rsi_14": 61.8,
                     *         "macd_line": 212.4,
                     *         "macd_signal": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Technical"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getTechnicalBySymbolIndicators: {
        parameters: {
            query?: {
                /** @description answers what was known at this instant; now where it is left out */
                as_of?: string;
                /** @description `next_cursor` of the answer before */
                cursor?: string;
                /** @description columns, or families of them: `macd` means every `macd_…`; all when left out */
                indicators?: ("close" | "volume" | "sma" | "sma_10" | "sma_20" | "sma_50" | "sma_200" | "ema" | "ema_12" | "ema_20" | "ema_26" | "ema_50" | "ema_200" | "rsi" | "rsi_7" | "rsi_14" | "macd" | "macd_line" | "macd_signal" | "macd_histogram" | "ppo" | "bb" | "bb_upper" | "bb_middle" | "bb_lower" | "bb_width" | "bb_percent" | "bb_percent_b" | "atr" | "atr_14" | "adx" | "adx_14" | "plus" | "plus_di" | "plus_di_14" | "minus" | "minus_di" | "minus_di_14" | "stoch" | "stoch_k" | "stoch_d" | "williams" | "williams_r" | "stoch_rsi" | "stoch_rsi_k" | "stoch_rsi_d" | "cci" | "cci_20" | "mfi" | "mfi_14" | "obv" | "adl" | "cmf" | "cmf_20" | "vwap" | "roc" | "roc_10" | "momentum" | "momentum_10" | "trix" | "trix_15" | "ultimate" | "ultimate_oscillator" | "aroon" | "aroon_up" | "aroon_down" | "aroon_oscillator" | "keltner" | "keltner_upper" | "keltner_middle" | "keltner_lower" | "donchian" | "donchian_upper" | "donchian_middle" | "donchian_lower" | "ichimoku" | "ichimoku_tenkan" | "ichimoku_kijun" | "ichimoku_senkou" | "ichimoku_senkou_a" | "ichimoku_senkou_b" | "psar" | "tsi" | "force" | "force_index" | "force_index_13" | "realized" | "realized_vol" | "realized_vol_20" | "realized_vol_30" | "volume_sma" | "volume_sma_20" | "volume_ratio" | "volume_ratio_20" | "return" | "return_1" | "return_3" | "return_12" | "return_48" | "return_288")[];
                /** @description bars in one answer */
                limit?: number;
                timeframe?: "5m" | "1h" | "4h" | "1d";
            };
            header?: never;
            path: {
                /**
                 * @description a ticker (`BTC`, any case) or a CoinGecko id (`bitcoin`)
                 * @example BTC
                 */
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The indicators of the newest closed bars, newest first */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "symbol": "BTC",
                     *       "timeframe": "1h",
                     *       "timestamp": "2026-01-02T12:00:00.000Z",
                     *       "available_at": "2026-01-02T12:00:00.000Z",
                     *       "data_source": "binance",
                     *       "indicators": {
                     *         "rsi_14": 61.8,
                     *         "macd_line": 212.4,
                     *         "macd_signal": null
                     *       },
                     *       "history": [
                     *         {
                     *           "timestamp": "2026-01-02T12:00:00.000Z",
                     *           "rsi_14": 61.8,
                     *           "macd_line": 212.4,
                     *           "macd_signal": null
                     *         },
                     *         {
                     *           "timestamp": "2026-01-02T11:00:00.000Z",
                     *           "rsi_14": 58.9,
                     *           "macd_line": 198.1,
                     *           "macd_signal": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["IndicatorHistory"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR.INVALID_TIMEFRAME"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["INVALID_SYMBOL.DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the farm is, computed from its data */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "timestamp": "2026-01-02T12:02:00.000Z",
                     *       "version": "0.1.0",
                     *       "uptime_seconds": 86400,
                     *       "health_score": 98,
                     *       "components": {
                     *         "mysql": {
                     *           "status": "healthy",
                     *           "score": 100
                     *         },
                     *         "redis": {
                     *           "status": "healthy",
                     *           "score": 100
                     *         },
                     *         "queues": {
                     *           "status": "healthy",
                     *           "score": 100
                     *         },
                     *         "datasets": {
                     *           "status": "healthy",
                     *           "score": 96
                     *         }
                     *       },
                     *       "datasets": {
                     *         "ml_features": {
                     *           "age_seconds": 120,
                     *           "target_seconds": 600,
                     *           "state": "fresh"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            /** @description the same question with a bad answer */
            503: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"] | components["schemas"]["Error"];
                };
            };
        };
    };
    getInternalScalingByPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description a pool of workers
                 * @example collect
                 */
                pool: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much work a pool has: for an autoscaler */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pool": "collect",
                     *       "demand": 7,
                     *       "slots_per_process": 12,
                     *       "queues": {
                     *         "collect": {
                     *           "active": 2,
                     *           "ready": 5,
                     *           "paused": false
                     *         },
                     *         "survey": {
                     *           "active": 0,
                     *           "ready": 0,
                     *           "paused": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Scaling"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["VALIDATION_ERROR"];
            401: components["responses"]["INVALID_API_KEY"];
            403: components["responses"]["FORBIDDEN_SCOPE"];
            404: components["responses"]["DATA_NOT_AVAILABLE"];
            429: components["responses"]["RATE_LIMIT_EXCEEDED"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Does this process still turn? Asks neither MySQL nor Redis: their outage is no reason to restart it */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "alive";
                    };
                };
            };
            304: components["responses"]["NotModified"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        components: {
                            [key: string]: unknown;
                        };
                        info: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        openapi: "3.1.0";
                        paths: {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["SERVICE_UNAVAILABLE"];
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Can this process answer? */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            431: components["responses"]["VALIDATION_ERROR"];
            500: components["responses"]["INTERNAL_ERROR"];
            /** @description the same question with a bad answer */
            503: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description what is missing */
                        reason: string;
                        /** @constant */
                        status: "not ready";
                    } | components["schemas"]["Error"];
                };
            };
        };
    };
}
