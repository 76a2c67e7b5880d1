/** Generated from the OpenAPI document (npm run generate): what you change here is lost. */

export interface paths {
    "/v1/prefill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill a form for one citizen in one case
         * @description Answers per field of the form: its value with source and date, or the reason for none. Whom the hub does not hold is looked up in the population database; if that is down, the answer says so, and comes in time.
         */
        post: operations["prefill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send records of a sector system
         * @description One record or a batch, in the system’s own format. Answered when Kafka has acknowledged every record, refused ones included: those are kept for replay under the ids given. If the answer is 503, or none comes, send again: a repeat is recognised.
         */
        post: operations["sendRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List permanent failures
         * @description Newest first, without what failed. `next` leads to the page after.
         */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one failure with what failed
         * @description The bytes are as they were received and hold personal data.
         */
        get: operations["showFailure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failures/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one failure on its way again
         * @description The same bytes under the same key through the same topic. A failure is replayed once.
         */
        post: operations["replayFailure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failures/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send many failures on their way again
         * @description Those open failures that match when the replay begins, oldest first, at most the limit.
         */
        post: operations["replayFailures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The books of the pipeline
         * @description What was received and what became of it, per topic: received = applied + superseded + failed + lag. And the state of every outside system.
         */
        get: operations["pipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the process can answer anything; asks nobody else.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can the hub do its work?
         * @description Not ready while a server or stage the hub needs is away. An outside system that is away is listed under `degraded`; the hub works on without it.
         */
        get: operations["ready"];
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
        /**
         * @description The form as far as it can be filled.
         * @example {
         *       "form": "ct01",
         *       "version": "2024-01-01",
         *       "subject": {
         *         "known": true
         *       },
         *       "revision": 3,
         *       "fields": {
         *         "fullName": {
         *           "value": "Nguyễn Văn An",
         *           "source": "population",
         *           "asOf": "2026-01-02T03:04:05.678Z"
         *         },
         *         "phone": {
         *           "reason": "not-held"
         *         }
         *       }
         *     }
         */
        Prefill: {
            /** @description The form. */
            form: string;
            /** @description Its version. */
            version: string;
            /** @description What is to be known of the person as a whole. */
            subject: {
                /** @description Whether the hub holds this person. */
                known: boolean;
                /**
                 * @description Given if a death is recorded.
                 * @enum {string}
                 */
                status?: "deceased";
            };
            /** @description Revision of what the hub holds, raised by every change. */
            revision?: number;
            /** @description Every field asked for, by its id in the form. */
            fields: {
                [key: string]: components["schemas"]["FilledField"] | components["schemas"]["UnfilledField"];
            };
        };
        /** @description A field the hub fills. */
        FilledField: {
            /** @description The value, written as the form wants it. */
            value: string;
            /** @description The system it came from. */
            source: string;
            /** @description When it became so, or was said to be so: a date or an ISO 8601 time. */
            asOf: string;
        };
        /** @description A field the hub does not fill. */
        UnfilledField: {
            /**
             * @description Why there is no value. `not-held`: No system connected to the hub has stated it. `declared-by-citizen`: Only the citizen can say it. `withheld`: Held, and protected from being given out. `not-permitted`: The purpose stated does not allow this field. `source-unavailable`: The system that holds it did not answer. `not-applicable`: The field has no meaning for this citizen. `not-presentable`: Held, but not as the form wants it written.
             * @enum {string}
             */
            reason: "not-held" | "declared-by-citizen" | "withheld" | "not-permitted" | "source-unavailable" | "not-applicable" | "not-presentable";
            /**
             * Format: date-time
             * @description Since when the source has been unavailable.
             */
            since?: string;
        };
        /**
         * @description Why a request was not done (RFC 9457).
         * @example {
         *       "type": "https://lienthong.example/problems/invalid-request",
         *       "title": "The request has faults.",
         *       "status": 422,
         *       "errors": [
         *         {
         *           "path": "subject.personalNumber",
         *           "code": "personal-number-format",
         *           "expected": "A personal identification number is twelve digits."
         *         }
         *       ],
         *       "requestId": "0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11"
         *     }
         */
        Problem: {
            /** @description Which problem it is: an address under one base, from a closed list. */
            type: string;
            /** @description The problem in words, in English or Vietnamese by Accept-Language. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What more can be said of this occurrence. */
            detail?: string;
            /** @description Every fault found, all at once. */
            errors?: components["schemas"]["Fault"][];
            /** @description Names this request in the hub’s log; also in X-Request-Id. */
            requestId: string;
        };
        /** @description One thing wrong with a request or a record. */
        Fault: {
            /** @description Where: a field of the request, or of the record in the system’s own terms. */
            path: string;
            /** @description Which rule was broken; the codes are a closed list. */
            code: string;
            /** @description What was expected. The value sent is never repeated. */
            expected: string;
        };
        /**
         * @description Which form, for whom, and why.
         * @example {
         *       "form": "ct01",
         *       "subject": {
         *         "personalNumber": "079190000001",
         *         "fullName": "Nguyễn Văn An",
         *         "birthDate": "1990-05-12"
         *       },
         *       "purpose": "TTHC",
         *       "caseCode": "H29.12-260102-0001"
         *     }
         */
        PrefillRequest: {
            /**
             * @description Which form is filled.
             * @example ct01
             */
            form: string;
            /**
             * @description Which version of it; the one in force if not given.
             * @example 2024-01-01
             */
            version?: string;
            /** @description Whom the form is about. */
            subject: {
                /**
                 * @description Twelve digits.
                 * @example 079190000001
                 */
                personalNumber: string;
                /**
                 * @description Used in a live lookup, where it has to fit.
                 * @example Nguyễn Văn An
                 */
                fullName?: string;
                /**
                 * @description A day or a year; used in a live lookup, where it has to fit.
                 * @example 1990-05-12
                 */
                birthDate?: string;
            };
            /**
             * @description Why; a client may name only the purposes it was given.
             * @example TTHC
             */
            purpose: string;
            /**
             * @description The case the form belongs to.
             * @example H29.12-260102-0001
             */
            caseCode: string;
            /** @description Who asks, as the population database knows them. */
            officer?: string;
            /**
             * @description Only these fields of the form; all if not given.
             * @example [
             *       "fullName"
             *     ]
             */
            fields?: string[];
        };
        /**
         * @description Every record is on its way: Kafka has acknowledged all of them.
         * @example {
         *       "records": [
         *         {
         *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11"
         *         }
         *       ]
         *     }
         */
        RecordsAccepted: {
            /** @description The records of the message, in order. */
            records: {
                /** @description The record’s id in the hub; a refused one is found under it in the failures. */
                id: string;
            }[];
        };
        /**
         * @description Some records were taken and some refused.
         * @example {
         *       "records": [
         *         {
         *           "index": 0,
         *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *           "status": "refused",
         *           "errors": [
         *             {
         *               "path": "loai",
         *               "code": "unknown-type",
         *               "expected": "The kind of record is not one this system is known to send."
         *             }
         *           ]
         *         },
         *         {
         *           "index": 1,
         *           "id": "0f8d7a52-53c0-4df2-9f43-6d6a3f1d3b55",
         *           "status": "accepted"
         *         }
         *       ]
         *     }
         */
        RecordsMixed: {
            /** @description The records of the message, in order. */
            records: components["schemas"]["RecordResult"][];
        };
        /** @description What became of one record. */
        RecordResult: {
            /** @description Which record of the message, from 0. */
            index: number;
            /** @description The record’s id in the hub; a refused one is found under it in the failures. */
            id: string;
            /**
             * @description What becomes of it; a refused one is kept for replay.
             * @enum {string}
             */
            status: "accepted" | "refused";
            /** @description Every fault of a refused record. */
            errors?: components["schemas"]["Fault"][];
        };
        /**
         * @description No record could be taken; all are kept for replay.
         * @example {
         *       "type": "https://lienthong.example/problems/records-refused",
         *       "title": "No record could be taken; they are kept for replay under the ids given.",
         *       "status": 422,
         *       "errors": [
         *         {
         *           "path": "loai",
         *           "code": "unknown-type",
         *           "expected": "The kind of record is not one this system is known to send."
         *         }
         *       ],
         *       "requestId": "0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11",
         *       "records": [
         *         {
         *           "index": 0,
         *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *           "status": "refused",
         *           "errors": [
         *             {
         *               "path": "loai",
         *               "code": "unknown-type",
         *               "expected": "The kind of record is not one this system is known to send."
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        RecordsRefused: {
            /** @description Which problem it is: an address under one base, from a closed list. */
            type: string;
            /** @description The problem in words, in English or Vietnamese by Accept-Language. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What more can be said of this occurrence. */
            detail?: string;
            /** @description Every fault found, all at once. */
            errors?: components["schemas"]["Fault"][];
            /** @description Names this request in the hub’s log; also in X-Request-Id. */
            requestId: string;
            /** @description Each record with its own faults; not there if the request as a whole was refused. */
            records?: components["schemas"]["RecordResult"][];
        };
        /**
         * @description One page of failures.
         * @example {
         *       "failures": [
         *         {
         *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *           "stage": "normalise",
         *           "code": "mapping-refused",
         *           "faults": [
         *             {
         *               "path": "loai",
         *               "code": "unknown-type",
         *               "expected": "The kind of record is not one this system is known to send."
         *             }
         *           ],
         *           "system": "civil-status",
         *           "type": "unknown:thay-doi",
         *           "origin": {
         *             "topic": "records.civil-status",
         *             "partition": 3,
         *             "offset": 1204
         *           },
         *           "failedAt": "2026-01-02T03:04:05.678Z",
         *           "attempts": 1,
         *           "status": "open",
         *           "bytes": 612
         *         }
         *       ]
         *     }
         */
        FailureList: {
            /** @description Newest first. */
            failures: components["schemas"]["Failure"][];
            /** @description If there may be more: what to send as `after`. */
            next?: string;
        };
        /**
         * @description A permanent failure, without what failed.
         * @example {
         *       "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *       "stage": "normalise",
         *       "code": "mapping-refused",
         *       "faults": [
         *         {
         *           "path": "loai",
         *           "code": "unknown-type",
         *           "expected": "The kind of record is not one this system is known to send."
         *         }
         *       ],
         *       "system": "civil-status",
         *       "type": "unknown:thay-doi",
         *       "origin": {
         *         "topic": "records.civil-status",
         *         "partition": 3,
         *         "offset": 1204
         *       },
         *       "failedAt": "2026-01-02T03:04:05.678Z",
         *       "attempts": 1,
         *       "status": "open",
         *       "bytes": 612
         *     }
         */
        Failure: {
            /** @description Id of the failure; for a record, the record’s id. */
            id: string;
            /** @description Where on its way it failed: receive, normalise or deliver. */
            stage: string;
            /** @description Why, from a closed list. */
            code: string;
            /** @description Every fault, where the record itself is at fault. */
            faults: components["schemas"]["Fault"][];
            /** @description The system it came from, or was to go to. */
            system: string;
            /** @description The kind of record, in that system’s terms. */
            type: string;
            /** @description The message that failed. */
            origin: {
                /** @description Topic of the message that failed. */
                topic: string;
                /** @description Its partition. */
                partition: number;
                /** @description Its offset. */
                offset: number;
            };
            /**
             * Format: date-time
             * @description When it failed last.
             */
            failedAt: string;
            /** @description How often it failed. */
            attempts: number;
            /**
             * @description Open, or sent on its way again.
             * @enum {string}
             */
            status: "open" | "replayed";
            /** @description Size of the message kept, in bytes. */
            bytes: number;
        };
        /**
         * @description A permanent failure with what failed. Holds personal data.
         * @example {
         *       "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *       "stage": "normalise",
         *       "code": "mapping-refused",
         *       "faults": [
         *         {
         *           "path": "loai",
         *           "code": "unknown-type",
         *           "expected": "The kind of record is not one this system is known to send."
         *         }
         *       ],
         *       "system": "civil-status",
         *       "type": "unknown:thay-doi",
         *       "origin": {
         *         "topic": "records.civil-status",
         *         "partition": 3,
         *         "offset": 1204
         *       },
         *       "failedAt": "2026-01-02T03:04:05.678Z",
         *       "attempts": 1,
         *       "status": "open",
         *       "bytes": 612,
         *       "contentType": "application/json",
         *       "body": "{}",
         *       "bodyBase64": "e30=",
         *       "replays": []
         *     }
         */
        FailureDetail: {
            /** @description Id of the failure; for a record, the record’s id. */
            id: string;
            /** @description Where on its way it failed: receive, normalise or deliver. */
            stage: string;
            /** @description Why, from a closed list. */
            code: string;
            /** @description Every fault, where the record itself is at fault. */
            faults: components["schemas"]["Fault"][];
            /** @description The system it came from, or was to go to. */
            system: string;
            /** @description The kind of record, in that system’s terms. */
            type: string;
            /** @description The message that failed. */
            origin: {
                /** @description Topic of the message that failed. */
                topic: string;
                /** @description Its partition. */
                partition: number;
                /** @description Its offset. */
                offset: number;
            };
            /**
             * Format: date-time
             * @description When it failed last.
             */
            failedAt: string;
            /** @description How often it failed. */
            attempts: number;
            /**
             * @description Open, or sent on its way again.
             * @enum {string}
             */
            status: "open" | "replayed";
            /** @description Size of the message kept, in bytes. */
            bytes: number;
            /** @description Content type of what failed. */
            contentType: string;
            /** @description What failed, as received; null if it is not text. */
            body: string | null;
            /** @description The same, byte for byte, in Base64. */
            bodyBase64: string;
            /** @description Every time it was sent on its way again. */
            replays: {
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description The client that asked for it. */
                by: string;
                /** @description Why, as the client said. */
                reason: string;
            }[];
        };
        /**
         * @description The failure is on its way again.
         * @example {
         *       "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
         *       "status": "replayed",
         *       "topic": "records.civil-status"
         *     }
         */
        Replayed: {
            /** @description Id of the failure. */
            id: string;
            /**
             * @description It is on its way again.
             * @enum {string}
             */
            status: "replayed";
            /** @description The topic it was sent to. */
            topic: string;
        };
        /**
         * @description Why a failure is replayed.
         * @example {
         *       "reason": "mapping corrected"
         *     }
         */
        ReplayRequest: {
            /**
             * @description Why it is sent again. Kept with the failure; put no personal data here.
             * @example mapping corrected
             */
            reason: string;
        };
        /**
         * @description What a bulk replay did.
         * @example {
         *       "matched": 12,
         *       "replayed": 12
         *     }
         */
        BulkReplayed: {
            /** @description Open failures that matched when the replay began, at most the limit. */
            matched: number;
            /** @description How many of them are on their way again. */
            replayed: number;
        };
        /**
         * @description Which failures are replayed, and why.
         * @example {
         *       "filter": {
         *         "system": "civil-status",
         *         "code": "mapping-refused"
         *       },
         *       "reason": "mapping corrected"
         *     }
         */
        BulkReplayRequest: {
            /** @description Which open failures; all of them if empty. */
            filter: {
                /** @description Only failures of this stage. */
                stage?: string;
                /** @description Only failures with this code. */
                code?: string;
                /** @description Only failures of this system. */
                system?: string;
            };
            /**
             * @description Why it is sent again. Kept with the failure; put no personal data here.
             * @example mapping corrected
             */
            reason: string;
            /**
             * @description Most failures to replay, oldest first.
             * @default 1000
             */
            limit?: number;
        };
        /**
         * @description The books: received = applied + superseded + failed + lag.
         * @example {
         *       "topics": [
         *         {
         *           "topic": "records.civil-status",
         *           "partitions": 6,
         *           "received": 120,
         *           "applied": 110,
         *           "superseded": 4,
         *           "failed": 1,
         *           "lag": 5
         *         }
         *       ],
         *       "totals": {
         *         "received": 120,
         *         "applied": 110,
         *         "superseded": 4,
         *         "failed": 1,
         *         "lag": 5
         *       },
         *       "connectors": [
         *         {
         *           "id": "civil-status",
         *           "lagEvents": 0,
         *           "lagSeconds": 0,
         *           "breaker": "closed"
         *         }
         *       ]
         *     }
         */
        Pipeline: {
            /** @description Every records topic, by name. */
            topics: components["schemas"]["TopicBooks"][];
            /** @description The sum over the topics. */
            totals: {
                /** @description Messages on the topic so far; null if Kafka was not asked. */
                received: number | null;
                /** @description Records that changed a citizen or were found to be applied already. */
                applied: number;
                /** @description Records recognised as older than what is held. */
                superseded: number;
                /** @description Records in the failure store. */
                failed: number;
                /** @description Received and not yet booked; null if Kafka was not asked. */
                lag: number | null;
            };
            /** @description Every outside system that is configured. */
            connectors: components["schemas"]["ConnectorState"][];
        };
        /** @description The books of one topic. */
        TopicBooks: {
            /** @description Name of the topic. */
            topic: string;
            /** @description How many partitions of it have messages or books. */
            partitions: number;
            /** @description Messages on the topic so far; null if Kafka was not asked. */
            received: number | null;
            /** @description Records that changed a citizen or were found to be applied already. */
            applied: number;
            /** @description Records recognised as older than what is held. */
            superseded: number;
            /** @description Records in the failure store. */
            failed: number;
            /** @description Received and not yet booked; null if Kafka was not asked. */
            lag: number | null;
        };
        /** @description State of one outside system. */
        ConnectorState: {
            /** @description The outside system. */
            id: string;
            /** @description Events at the source not yet read; null if not known. */
            lagEvents: number | null;
            /** @description Age of the oldest of them; null if not known. */
            lagSeconds: number | null;
            /**
             * @description Open: the system failed too often and is left alone for a while.
             * @enum {string}
             */
            breaker: "closed" | "half-open" | "open";
            /** @description The last failure, until it works again. */
            lastError?: {
                /** @description What went wrong. */
                code: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
            };
        };
        /**
         * @description The process is alive.
         * @example {
         *       "alive": true
         *     }
         */
        Alive: {
            /**
             * @description The process answers.
             * @enum {boolean}
             */
            alive: true;
        };
        /**
         * @description Whether the hub is ready, and what it waits for if not.
         * @example {
         *       "ready": true,
         *       "waiting": [],
         *       "degraded": []
         *     }
         */
        Ready: {
            /** @description Whether the hub can do its work. */
            ready: boolean;
            /** @description What must come back before it can. */
            waiting: components["schemas"]["Waiting"][];
            /** @description Outside systems that fail; the hub works on without them. */
            degraded: components["schemas"]["Waiting"][];
        };
        /** @description Something that does not work. */
        Waiting: {
            /** @description What is missing: a server, a stage, an outside system. */
            what: string;
            /** @description The error met. */
            code: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    prefill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "form": "ct01",
                 *       "subject": {
                 *         "personalNumber": "079190000001",
                 *         "fullName": "Nguyễn Văn An",
                 *         "birthDate": "1990-05-12"
                 *       },
                 *       "purpose": "TTHC",
                 *       "caseCode": "H29.12-260102-0001"
                 *     }
                 */
                "application/json": components["schemas"]["PrefillRequest"];
            };
        };
        responses: {
            /** @description The form as far as it can be filled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "form": "ct01",
                     *       "version": "2024-01-01",
                     *       "subject": {
                     *         "known": true
                     *       },
                     *       "revision": 3,
                     *       "fields": {
                     *         "fullName": {
                     *           "value": "Nguyễn Văn An",
                     *           "source": "population",
                     *           "asOf": "2026-01-02T03:04:05.678Z"
                     *         },
                     *         "phone": {
                     *           "reason": "not-held"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Prefill"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `purpose-not-allowed`: This client may not ask for this purpose. `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-content-type`: This kind of content is not taken here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-form`: The form is not known. `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendRecords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The system the records are from. */
                system: string;
            };
            cookie?: never;
        };
        /** @description In the format of the system; which content types are taken depends on it, all in UTF-8. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "soThuTu": 900002,
                 *       "maSuKien": "CC-2026-900002",
                 *       "loai": "CAI_CHINH_HO_TEN",
                 *       "thoiDiemGhi": "2026-01-02T03:04:05.678Z",
                 *       "congDan": {
                 *         "soDinhDanh": "079190000001"
                 *       },
                 *       "noiDung": {
                 *         "hoVaTenCu": "Nguyễn Văn An",
                 *         "hoVaTenMoi": "Nguyễn Văn Ân",
                 *         "ngayHieuLuc": "2026-01-02"
                 *       }
                 *     }
                 */
                "application/json": unknown;
                "application/xml": string;
            };
        };
        responses: {
            /** @description Every record is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "records": [
                     *         {
                     *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecordsAccepted"];
                };
            };
            /** @description Some were taken and some refused. */
            207: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "records": [
                     *         {
                     *           "index": 0,
                     *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
                     *           "status": "refused",
                     *           "errors": [
                     *             {
                     *               "path": "loai",
                     *               "code": "unknown-type",
                     *               "expected": "The kind of record is not one this system is known to send."
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "index": 1,
                     *           "id": "0f8d7a52-53c0-4df2-9f43-6d6a3f1d3b55",
                     *           "status": "accepted"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecordsMixed"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-system`: No system of this name sends records here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record-too-large`: A record is too large. `body-too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-content-type`: This kind of content is not taken here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description None was taken (`records-refused`); or the message holds no record (`invalid-request`). */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://lienthong.example/problems/records-refused",
                     *       "title": "No record could be taken; they are kept for replay under the ids given.",
                     *       "status": 422,
                     *       "errors": [
                     *         {
                     *           "path": "loai",
                     *           "code": "unknown-type",
                     *           "expected": "The kind of record is not one this system is known to send."
                     *         }
                     *       ],
                     *       "requestId": "0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11",
                     *       "records": [
                     *         {
                     *           "index": 0,
                     *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
                     *           "status": "refused",
                     *           "errors": [
                     *             {
                     *               "path": "loai",
                     *               "code": "unknown-type",
                     *               "expected": "The kind of record is not one this system is known to send."
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["RecordsRefused"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `broker-unavailable`: Records cannot be taken at the moment; nothing of this request was. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFailures: {
        parameters: {
            query?: {
                /** @description Only failures of this stage. */
                stage?: string;
                /** @description Only failures with this code. */
                code?: string;
                /** @description Only failures of this system. */
                system?: string;
                /** @description Only open ones, or only replayed ones. */
                status?: "open" | "replayed";
                /** @description Most failures in the answer. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of failures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failures": [
                     *         {
                     *           "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
                     *           "stage": "normalise",
                     *           "code": "mapping-refused",
                     *           "faults": [
                     *             {
                     *               "path": "loai",
                     *               "code": "unknown-type",
                     *               "expected": "The kind of record is not one this system is known to send."
                     *             }
                     *           ],
                     *           "system": "civil-status",
                     *           "type": "unknown:thay-doi",
                     *           "origin": {
                     *             "topic": "records.civil-status",
                     *             "partition": 3,
                     *             "offset": 1204
                     *           },
                     *           "failedAt": "2026-01-02T03:04:05.678Z",
                     *           "attempts": 1,
                     *           "status": "open",
                     *           "bytes": 612
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FailureList"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showFailure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the failure. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
                     *       "stage": "normalise",
                     *       "code": "mapping-refused",
                     *       "faults": [
                     *         {
                     *           "path": "loai",
                     *           "code": "unknown-type",
                     *           "expected": "The kind of record is not one this system is known to send."
                     *         }
                     *       ],
                     *       "system": "civil-status",
                     *       "type": "unknown:thay-doi",
                     *       "origin": {
                     *         "topic": "records.civil-status",
                     *         "partition": 3,
                     *         "offset": 1204
                     *       },
                     *       "failedAt": "2026-01-02T03:04:05.678Z",
                     *       "attempts": 1,
                     *       "status": "open",
                     *       "bytes": 612,
                     *       "contentType": "application/json",
                     *       "body": "{}",
                     *       "bodyBase64": "e30=",
                     *       "replays": []
                     *     }
                     */
                    "application/json": components["schemas"]["FailureDetail"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-failure`: There is no such failure. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayFailure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the failure. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "mapping corrected"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description It is on its way; Kafka has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11",
                     *       "status": "replayed",
                     *       "topic": "records.civil-status"
                     *     }
                     */
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unknown-failure`: There is no such failure. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already-replayed`: The failure was replayed already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-content-type`: This kind of content is not taken here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cannot-replay`: The record still cannot be read. `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `broker-unavailable`: Records cannot be taken at the moment; nothing of this request was. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayFailures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "system": "civil-status",
                 *         "code": "mapping-refused"
                 *       },
                 *       "reason": "mapping corrected"
                 *     }
                 */
                "application/json": components["schemas"]["BulkReplayRequest"];
            };
        };
        responses: {
            /** @description What was done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matched": 12,
                     *       "replayed": 12
                     *     }
                     */
                    "application/json": components["schemas"]["BulkReplayed"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. `malformed-json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-content-type`: This kind of content is not taken here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `broker-unavailable`: Records cannot be taken at the moment; nothing of this request was. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipeline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The books. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topics": [
                     *         {
                     *           "topic": "records.civil-status",
                     *           "partitions": 6,
                     *           "received": 120,
                     *           "applied": 110,
                     *           "superseded": 4,
                     *           "failed": 1,
                     *           "lag": 5
                     *         }
                     *       ],
                     *       "totals": {
                     *         "received": 120,
                     *         "applied": 110,
                     *         "superseded": 4,
                     *         "failed": 1,
                     *         "lag": 5
                     *       },
                     *       "connectors": [
                     *         {
                     *           "id": "civil-status",
                     *           "lagEvents": 0,
                     *           "lagSeconds": 0,
                     *           "breaker": "closed"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token-missing`: An access token is needed. `token-malformed`: The access token is not one by RFC 9068. `token-expired`: The access token has expired. `token-not-active`: The access token is not valid yet. `token-wrong-type`: The token is not an access token. `token-foreign-issuer`: The access token is from another issuer. `token-foreign-audience`: The access token is for another service. `token-foreign-key`: The access token is not signed with the issuer’s key. */
            401: {
                headers: {
                    /** @description What is wrong with the token (RFC 6750). */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing`: The access token does not allow this. */
            403: {
                headers: {
                    /** @description Which scope is needed, if one is. */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store-unavailable`: The store does not answer at the moment. `broker-unavailable`: Records cannot be taken at the moment; nothing of this request was. `keys-unavailable`: The token issuer’s keys cannot be had at the moment. */
            503: {
                headers: {
                    /** @description Seconds after which to try again. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alive": true
                     *     }
                     */
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true,
                     *       "waiting": [],
                     *       "degraded": []
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description `malformed-request`: The request is not proper HTTP. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid-request`: The request has faults. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal-error`: The hub failed at this. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready; `waiting` says what for. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": false,
                     *       "waiting": [
                     *         {
                     *           "what": "mongodb",
                     *           "code": "store-unavailable",
                     *           "since": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "degraded": []
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
}
