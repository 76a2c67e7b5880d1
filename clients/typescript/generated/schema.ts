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
         * @description Answers per field of the form: its value with source and date, or the reason for none. Parents, spouse and household are found by what the records of the people named say, as far as the form needs them and the purpose allows. Whom the hub does not hold is looked up in the population database; if that is down, the answer says so, and comes in time. Every answer is put on record before it leaves, and sealed.
         */
        post: operations["prefill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prefill/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say of every field of a submission whether it is as the hub answered it
         * @description Whoever has the submission may ask, not only who was given the answer. The same can be found without the hub, with its public keys.
         */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prefill/{id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what became of an answer
         * @description For a portal that does not verify. Only who was given the answer may tell; the first word stands, and telling the same again changes nothing.
         */
        post: operations["tellOutcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that seals are checked with
         * @description For checking seals without the hub. Fetch anew when a seal names a key that is not there.
         */
        get: operations["sealKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access-log/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who was given what of a citizen, when and why
         * @description For the citizen: the caller answers for it that it is they who ask. Whatever number they were known by, all entries are there, and only those about them.
         */
        post: operations["accessLog"];
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
         * @description Those open failures that match when the replay begins, oldest first, until the limit is sent or some seconds are over; `next` then leads to the rest. If a server fails after some were sent, it is the next request that says so.
         */
        post: operations["replayFailures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List questions of who is who
         * @description The likeliest first, without what is held of anybody. `total` counts all of that state, `next` leads to the page after.
         */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one question with both sides
         * @description What the records under the two keys tell, field by field, and what speaks for and against.
         */
        get: operations["showReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/reviews/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide a question
         * @description Files an act with both. Of two who decide at once one does. After 503 the question is open again; decide again.
         */
        post: operations["decideReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/people/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask whom a number or key leads to
         * @description Their numbers and keys, former ones too, every record by its name, and the acts filed with them.
         */
        post: operations["queryPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say who is who
         * @description Files an act with everybody it concerns, and says what will change. If the answer is 503, or none comes, look at the person before sending again: part of the act may be filed, and can be taken back.
         */
        post: operations["fileAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/acts/{id}/annul": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an act back
         * @description The people stand as if it had never been. A question it answered may be asked again.
         */
        post: operations["annulAct"];
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
    "/v1/reports/reuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much declaring was saved
         * @description By period, form version, procedure and agency: what citizens would have had to declare, what was given, and what was handed in unedited. A field counts only if it came from who is in charge of it. By the time of the answer.
         */
        get: operations["reuse"];
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
         *       "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
         *       "form": "ct01",
         *       "version": "2024-01-01",
         *       "subject": {
         *         "known": true
         *       },
         *       "revision": 3,
         *       "fields": {
         *         "fullName": {
         *           "value": "Nguyễn Văn An",
         *           "raw": {
         *             "text": "Nguyễn Văn An"
         *           },
         *           "source": "population",
         *           "asOf": "2026-01-02T03:04:05.678Z",
         *           "confidence": "trusted",
         *           "lock": true,
         *           "rule": "population",
         *           "seal": "iNfP0XnXq0mJ8q4yVt1zR6aB"
         *         },
         *         "phone": {
         *           "reason": "not-held"
         *         }
         *       },
         *       "seal": "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl",
         *       "expiresAt": "2026-02-01T03:04:05.000Z"
         *     }
         */
        Prefill: {
            /** @description Names this answer on the access record, and when telling what became of it. */
            id: string;
            /** @description The form. */
            form: string;
            /** @description Its version. */
            version: string;
            /** @description What is to be known of the person as a whole. */
            subject: {
                /** @description Whether the hub holds this person. */
                known: boolean;
                /**
                 * @description Given if who is in charge says so.
                 * @enum {string}
                 */
                status?: "deceased";
                /** @description Given if the number asked for was replaced: the one the person has now. */
                replacedBy?: string;
            };
            /** @description Revision of what the hub holds, raised by every change. */
            revision?: number;
            /** @description Every field asked for, by its id in the form. */
            fields: {
                [key: string]: components["schemas"]["FilledField"] | components["schemas"]["FilledTable"] | components["schemas"]["UnfilledField"];
            };
            /** @description A signature over the whole answer: a compact JWS of type prefill-seal+jwt. */
            seal: string;
            /**
             * Format: date-time
             * @description Until when the seal is good.
             */
            expiresAt: string;
        };
        /** @description A field the hub fills. */
        FilledField: {
            /** @description The value, written as the form wants it. */
            value: string;
            /** @description The canonical value it was written from. */
            raw?: unknown;
            /** @description The system it came from. */
            source: string;
            /** @description When the source said so: a date or an ISO 8601 time. */
            asOf: string;
            /** @description Since when it is so, where an act made it so: a date. */
            validFrom?: string;
            /**
             * @description Whether the system said it that leads for the field, one in charge that does not lead, or another.
             * @enum {string}
             */
            confidence: "authoritative" | "trusted" | "reported";
            /** @description Whether the form should keep the citizen from changing it. */
            lock: boolean;
            /** @description The rule by which this value counts. */
            rule: string;
            /** @description What other systems say instead, where the client may know. */
            others?: {
                /** @description The system. */
                system: string;
                /** @description What it says instead, written as the form wants it. */
                value: string;
                /** @description When it said so. */
                asOf: string;
            }[];
            /** @description Proof of this field: send it back with the value. */
            seal: string;
        };
        /** @description A table the hub fills. */
        FilledTable: {
            /** @description Per row every column, by its id in the form. */
            rows: {
                [key: string]: components["schemas"]["FilledCell"] | components["schemas"]["UnfilledField"];
            }[];
            /** @description The system it came from. */
            source: string;
            /** @description When the source said so: a date or an ISO 8601 time. */
            asOf: string;
            /** @description Since when it is so, where an act made it so: a date. */
            validFrom?: string;
            /**
             * @description Whether the system said it that leads for the field, one in charge that does not lead, or another.
             * @enum {string}
             */
            confidence: "authoritative" | "trusted" | "reported";
            /** @description Whether the form should keep the citizen from changing it. */
            lock: boolean;
            /** @description The rule by which this value counts. */
            rule: string;
            /** @description Proof of this field: send it back with the value. */
            seal: string;
        };
        /** @description A cell of a table that the hub fills; the table is sealed as a whole. */
        FilledCell: {
            /** @description The value, written as the form wants it. */
            value: string;
            /** @description The canonical value it was written from. */
            raw?: unknown;
            /** @description The system it came from. */
            source: string;
            /** @description When the source said so: a date or an ISO 8601 time. */
            asOf: string;
            /** @description Since when it is so, where an act made it so: a date. */
            validFrom?: string;
            /**
             * @description Whether the system said it that leads for the field, one in charge that does not lead, or another.
             * @enum {string}
             */
            confidence: "authoritative" | "trusted" | "reported";
            /** @description Whether the form should keep the citizen from changing it. */
            lock: boolean;
            /** @description The rule by which this value counts. */
            rule: string;
            /** @description What other systems say instead, where the client may know. */
            others?: {
                /** @description The system. */
                system: string;
                /** @description What it says instead, written as the form wants it. */
                value: string;
                /** @description When it said so. */
                asOf: string;
            }[];
        };
        /** @description A field the hub does not fill. */
        UnfilledField: {
            /**
             * @description Why there is no value. `not-held`: No system connected to the hub has stated it. `not-named`: The request names nobody in this role, so nobody was asked. `declared-by-citizen`: Only the citizen can say it. `withheld`: Held, and protected from being given out. `not-permitted`: The purpose stated does not allow this field. `source-unavailable`: The system that holds it did not answer. `conflict`: Systems of equal standing state different values, and no rule tells which is right. `needs-confirmation`: It may be any of several values, and only who knows can say which. `under-investigation`: Held, and being investigated by who is in charge of it. `not-applicable`: The field has no meaning for this person. `not-presentable`: Held, but not as the form wants it written.
             * @enum {string}
             */
            reason: "not-held" | "not-named" | "declared-by-citizen" | "withheld" | "not-permitted" | "source-unavailable" | "conflict" | "needs-confirmation" | "under-investigation" | "not-applicable" | "not-presentable";
            /** @description What it may be, written as the form wants it, for the citizen to choose from. */
            candidates?: string[];
            /** @description The systems that say so. */
            sources?: string[];
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
         *           "expected": "A personal identification number is twelve digits, and not a placeholder (000000000000)."
         *         },
         *         {
         *           "path": "caseCode",
         *           "code": "missing",
         *           "expected": "a string"
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
            /** @description What was expected, in English or Vietnamese by Accept-Language. The value sent is never repeated. */
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
            /** @description Others the form has a role for, by that role (docs/reference/forms.md), where no record can name them yet: the other of two who marry, the applicant. */
            people?: {
                [key: string]: {
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
            };
            /**
             * @description What the applicant is to the subject; kept on the access record.
             * @enum {string}
             */
            applicantRelation?: "self" | "parent" | "child" | "spouse" | "sibling" | "other-relative" | "guardian" | "representative" | "other";
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
            /**
             * @description National code of the procedure the case is of; reports are by it.
             * @example 1.004222
             */
            procedure?: string;
            /** @description Of the citizen, where they fill the form themselves; kept on the access record. */
            session?: string;
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
         * @description What became of every field since the hub answered it.
         * @example {
         *       "seal": "genuine",
         *       "answer": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
         *       "expiresAt": "2026-02-01T03:04:05.000Z",
         *       "fields": {
         *         "fullName": "untouched",
         *         "requestedContent": "declared"
         *       },
         *       "outcome": "recorded"
         *     }
         */
        Verified: {
            /**
             * @description Of the seal as a whole. Of a forged one nothing can be said about its fields but that.
             * @enum {string}
             */
            seal: "genuine" | "expired" | "forged";
            /** @description Id of the answer that was sealed. */
            answer?: string;
            /**
             * Format: date-time
             * @description Until when the seal is, or was, good.
             */
            expiresAt?: string;
            /** @description The verdict on every field handed in. `untouched`: The value is the one the hub answered. `edited`: The hub answered this field, with another value. `forged`: What stands as proof is not the hub’s, or not for this field. `expired`: The value is the one the hub answered, and the seal is no longer good. `declared`: Nothing is claimed to come from the hub: the citizen says it. */
            fields: {
                [key: string]: "untouched" | "edited" | "forged" | "expired" | "declared";
            };
            /**
             * @description Of a final submission: `recorded`; `known`: something was told of the answer before, and stands; `not-recorded`: there is no such answer on record.
             * @enum {string}
             */
            outcome?: "recorded" | "known" | "not-recorded";
        };
        /**
         * @description A submission, with the seal of the answer it was made from.
         * @example {
         *       "seal": "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl",
         *       "caseCode": "H29.12-260102-0001",
         *       "form": "ct01",
         *       "version": "2024-01-01",
         *       "subject": {
         *         "personalNumber": "079190000001"
         *       },
         *       "fields": {
         *         "fullName": {
         *           "value": "Nguyễn Văn An",
         *           "seal": "iNfP0XnXq0mJ8q4yVt1zR6aB"
         *         },
         *         "requestedContent": {
         *           "value": "Đăng ký thường trú"
         *         }
         *       },
         *       "final": true
         *     }
         */
        VerifyRequest: {
            /** @description The seal of the answer. */
            seal: string;
            /** @description The case the submission belongs to. */
            caseCode: string;
            /** @description The form that is handed in. */
            form: string;
            /** @description Its version. */
            version: string;
            /** @description Whom the form is about. */
            subject: {
                /** @description Twelve digits. */
                personalNumber: string;
            };
            /** @description Every field that is handed in, by its id in the form. */
            fields: {
                [key: string]: components["schemas"]["SubmittedField"];
            };
            /**
             * @description Whether the form is handed in so: what became of the answer is then kept for the report.
             * @default false
             */
            final?: boolean;
        };
        /** @description A field as it is handed in. */
        SubmittedField: {
            /** @description The value as it is handed in. */
            value: string | number | boolean | null | {
                [key: string]: string | number | boolean | null | {
                    [key: string]: string | number | boolean | null;
                };
            } | (string | number | boolean | null | {
                [key: string]: string | number | boolean | null | {
                    [key: string]: string | number | boolean | null;
                };
            })[];
            /** @description What came with the value; leave it out for what the citizen wrote. */
            seal?: string;
        };
        /**
         * @description What became of the answer, as it counts.
         * @example {
         *       "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
         *       "declarable": 15,
         *       "prefilled": 8,
         *       "accepted": 7
         *     }
         */
        Outcome: {
            /** @description Id of the answer. */
            id: string;
            /** @description Fields the form has for a citizen to declare. */
            declarable: number;
            /** @description Fields that were given. */
            prefilled: number;
            /** @description Those from who is in charge of them, handed in unedited: only they were saved from declaring. */
            accepted: number;
        };
        /**
         * @description What became of an answer, as the portal saw it.
         * @example {
         *       "fields": {
         *         "fullName": "accepted",
         *         "birthDate": "edited"
         *       }
         *     }
         */
        OutcomeRequest: {
            /** @description What became of each field that was given; of which nothing is said was left. `accepted`: Handed in as it was given. `edited`: Handed in with another value, or without its proof. `left`: Not handed in. */
            fields: {
                [key: string]: "accepted" | "edited" | "left";
            };
        };
        /**
         * @description A JSON Web Key Set (RFC 7517).
         * @example {
         *       "keys": [
         *         {
         *           "kty": "OKP",
         *           "crv": "Ed25519",
         *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
         *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
         *           "alg": "EdDSA",
         *           "use": "sig"
         *         }
         *       ]
         *     }
         */
        SealKeys: {
            /** @description The key that signs, the next one, and those whose seals may still be good. */
            keys: {
                /**
                 * @description Kind of key.
                 * @enum {string}
                 */
                kty: "OKP";
                /**
                 * @description Curve.
                 * @enum {string}
                 */
                crv: "Ed25519";
                /** @description Names the key; stands in the header of a seal. */
                kid: string;
                /** @description The public key, base64url. */
                x: string;
                /**
                 * @description Algorithm.
                 * @enum {string}
                 */
                alg: "EdDSA";
                /**
                 * @description For signatures.
                 * @enum {string}
                 */
                use: "sig";
            }[];
        };
        /**
         * @description Who was given what of a citizen, when and why.
         * @example {
         *       "entries": [
         *         {
         *           "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
         *           "at": "2026-01-02T03:04:05.678Z",
         *           "client": "portal",
         *           "officer": "officer-1",
         *           "byCitizen": false,
         *           "purpose": "TTHC",
         *           "legalBasis": "Law on Residence 68/2020/QH14",
         *           "caseCode": "H29.12-260102-0001",
         *           "form": "ct01",
         *           "version": "2024-01-01",
         *           "given": [
         *             {
         *               "field": "fullName",
         *               "sources": [
         *                 "population"
         *               ]
         *             }
         *           ],
         *           "offered": [],
         *           "notGiven": [
         *             {
         *               "field": "phone",
         *               "reason": "not-held"
         *             }
         *           ],
         *           "told": []
         *         }
         *       ]
         *     }
         */
        AccessLog: {
            /** @description Newest first. */
            entries: components["schemas"]["AccessEntry"][];
            /** @description Given if there may be more: leads to the page after. */
            next?: string;
        };
        /** @description One answer that was given about the citizen. */
        AccessEntry: {
            /** @description Id of the answer. */
            id: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description To which system. */
            client: string;
            /** @description To which officer, as the system named them. */
            officer?: string;
            /** @description What the applicant is to the citizen. */
            applicantRelation?: string;
            /** @description Whether a citizen asked in a session of their own. */
            byCitizen: boolean;
            /** @description Why. */
            purpose: string;
            /** @description What allowed it. */
            legalBasis: string;
            /** @description In which case. */
            caseCode: string;
            /** @description For which form. */
            form: string;
            /** @description For which version of it. */
            version: string;
            /** @description The fields that were given of the citizen; no value is kept here. */
            given: {
                /** @description Id of the field in the form. */
                field: string;
                /** @description The systems the value came from. */
                sources: string[];
            }[];
            /** @description The fields of which several values, or a doubtful one, were given to choose from. */
            offered: {
                /** @description Id of the field in the form. */
                field: string;
                /** @description The systems the value came from. */
                sources: string[];
            }[];
            /** @description The fields that were asked for and not given, if it was the citizen who was asked for. */
            notGiven: {
                /** @description Id of the field in the form. */
                field: string;
                /** @description Why it was not given. */
                reason: string;
            }[];
            /** @description What was said of the citizen as a whole: that a death is recorded (`status`), the number they have now (`replacedBy`). */
            told: ("status" | "replacedBy")[];
        };
        /**
         * @description Whose record, and which part of it.
         * @example {
         *       "personalNumber": "079190000001",
         *       "limit": 50
         *     }
         */
        AccessLogRequest: {
            /** @description Of the citizen who asks. Twelve digits. */
            personalNumber: string;
            /**
             * Format: date-time
             * @description Only since then.
             */
            from?: string;
            /**
             * Format: date-time
             * @description Only before then.
             */
            until?: string;
            /**
             * @description Most entries in the answer.
             * @default 50
             */
            limit?: number;
            /** @description `next` of the page before. */
            after?: string;
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
            /** @description Open failures that matched and were looked at. */
            matched: number;
            /** @description How many of them are on their way again. */
            replayed: number;
            /** @description Given if it ended before all were looked at, by the limit or for time: what to send as `after`. */
            next?: string;
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
            /** @description `next` of the answer before, to go on behind it. */
            after?: string;
        };
        /**
         * @description One page of questions.
         * @example {
         *       "reviews": [
         *         {
         *           "id": "Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA",
         *           "people": [
         *             "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *             "q3xQ0b8R2mZJ5yq0rVw9bA"
         *           ],
         *           "status": "open",
         *           "band": "review",
         *           "score": 11.42,
         *           "rule": "scored",
         *           "rulesVersion": "2026-02-01",
         *           "openedAt": "2026-01-02T03:04:05.678Z"
         *         }
         *       ],
         *       "total": 1
         *     }
         */
        ReviewList: {
            /** @description The likeliest first. */
            reviews: components["schemas"]["Review"][];
            /** @description How many questions there are in this state, on this page or not. */
            total: number;
            /** @description If there may be more: what to send as `after`. */
            next?: string;
        };
        /**
         * @description A question: are these two one?
         * @example {
         *       "id": "Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA",
         *       "people": [
         *         "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *         "q3xQ0b8R2mZJ5yq0rVw9bA"
         *       ],
         *       "status": "open",
         *       "band": "review",
         *       "score": 11.42,
         *       "rule": "scored",
         *       "rulesVersion": "2026-02-01",
         *       "openedAt": "2026-01-02T03:04:05.678Z"
         *     }
         */
        Review: {
            /** @description Id of the question. */
            id: string;
            /** @description The two keys whose records look like one person’s. */
            people: string[];
            /**
             * @description Open; decided; or withdrawn, since the records do not raise it any more.
             * @enum {string}
             */
            status: "open" | "same" | "distinct" | "withdrawn";
            /**
             * @description `review`: too little speaks for it. `same`: enough does, but not for these two alone.
             * @enum {string}
             */
            band: "same" | "review";
            /** @description Sum of the weights, in bits. */
            score: number;
            /** @description The rule that judged. */
            rule: string;
            /** @description Version of the rules that judged. */
            rulesVersion: string;
            /**
             * Format: date-time
             * @description When it was asked first.
             */
            openedAt: string;
            /**
             * Format: date-time
             * @description When it was decided or withdrawn.
             */
            closedAt?: string;
        };
        /**
         * @description A question with both sides. Holds personal data.
         * @example {
         *       "id": "Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA",
         *       "people": [
         *         "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *         "q3xQ0b8R2mZJ5yq0rVw9bA"
         *       ],
         *       "status": "open",
         *       "band": "review",
         *       "score": 11.42,
         *       "rule": "scored",
         *       "rulesVersion": "2026-02-01",
         *       "openedAt": "2026-01-02T03:04:05.678Z",
         *       "sides": [
         *         {
         *           "key": "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *           "person": "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *           "numbers": [],
         *           "systems": [
         *             "health"
         *           ]
         *         },
         *         {
         *           "key": "q3xQ0b8R2mZJ5yq0rVw9bA",
         *           "person": "q3xQ0b8R2mZJ5yq0rVw9bA",
         *           "numbers": [],
         *           "systems": [
         *             "civil-status"
         *           ]
         *         }
         *       ],
         *       "fields": [
         *         {
         *           "field": "phone",
         *           "values": [
         *             "0900000001",
         *             "0900000001"
         *           ],
         *           "compared": "phone"
         *         }
         *       ],
         *       "evidence": [
         *         {
         *           "field": "phone",
         *           "level": "agree",
         *           "weight": 11.42
         *         }
         *       ]
         *     }
         */
        ReviewDetail: {
            /** @description Id of the question. */
            id: string;
            /** @description The two keys whose records look like one person’s. */
            people: string[];
            /**
             * @description Open; decided; or withdrawn, since the records do not raise it any more.
             * @enum {string}
             */
            status: "open" | "same" | "distinct" | "withdrawn";
            /**
             * @description `review`: too little speaks for it. `same`: enough does, but not for these two alone.
             * @enum {string}
             */
            band: "same" | "review";
            /** @description Sum of the weights, in bits. */
            score: number;
            /** @description The rule that judged. */
            rule: string;
            /** @description Version of the rules that judged. */
            rulesVersion: string;
            /**
             * Format: date-time
             * @description When it was asked first.
             */
            openedAt: string;
            /**
             * Format: date-time
             * @description When it was decided or withdrawn.
             */
            closedAt?: string;
            /** @description How it was decided. */
            decision?: {
                /** @description The client that decided. */
                by: string;
                /** @description Why, as the client said. */
                reason: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description Id of the act. */
                act: string;
            };
            /** @description The two, in the order of `people`. */
            sides: components["schemas"]["ReviewSide"][];
            /** @description Every field either side tells. */
            fields: {
                /** @description A field of the citizen. */
                field: string;
                /** @description What the records under each key tell. */
                values: unknown[];
                /** @description As which evidence it was compared. */
                compared?: string;
            }[];
            /** @description What the score is the sum of, as it was when the question was asked. */
            evidence: {
                /** @description What was compared. */
                field: string;
                /** @description How far it agrees. */
                level: string;
                /** @description In bits; below zero speaks against. */
                weight: number;
            }[];
        };
        /** @description One of the two. Holds personal data. */
        ReviewSide: {
            /** @description The key asked about. */
            key: string;
            /** @description In whose document its records stand; null: nobody’s any more. */
            person: string | null;
            /** @description That person’s numbers. */
            numbers: components["schemas"]["HeldNumber"][];
            /** @description The systems that have records under the key. */
            systems: string[];
        };
        /** @description A number in use, or a former one. */
        HeldNumber: {
            /** @description The personal number. */
            number: string;
            /** @description The day until which it was theirs, if it was replaced. */
            until?: string;
            /** @description The number that replaced it. */
            replacedBy?: string;
        };
        /**
         * @description The act is filed and takes effect within moments.
         * @example {
         *       "id": "q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA",
         *       "kind": "same",
         *       "people": [
         *         "q3xQ0b8R2mZJ5yq0rVw9bA",
         *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
         *       ],
         *       "moves": [
         *         {
         *           "from": "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *           "to": "q3xQ0b8R2mZJ5yq0rVw9bA",
         *           "records": 2
         *         }
         *       ]
         *     }
         */
        FiledAct: {
            /** @description Id of the act, by which it can be taken back. */
            id: string;
            /**
             * @description What it says.
             * @enum {string}
             */
            kind: "same" | "distinct" | "number-replaced" | "split" | "protected";
            /** @description The keys it is filed with. */
            people: string[];
            /** @description What will change, as things stood when it was asked. Empty: nothing moves. */
            moves: {
                /** @description Whose they are now. */
                from: string;
                /** @description Whose they will be. */
                to: string;
                /** @description How many records. */
                records: number;
            }[];
        };
        /**
         * @description The answer to a question.
         * @example {
         *       "decision": "same",
         *       "reason": "one person by the civil-status register"
         *     }
         */
        ReviewDecision: {
            /**
             * @description Whether the two are one person.
             * @example same
             * @enum {string}
             */
            decision: "same" | "not-same";
            /** @description Under whose key the records stand then: one of the two. */
            survivor?: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
            };
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /**
         * @description Who somebody is to the hub. Holds personal data.
         * @example {
         *       "person": "q3xQ0b8R2mZJ5yq0rVw9bA",
         *       "key": "q3xQ0b8R2mZJ5yq0rVw9bA",
         *       "revision": 4,
         *       "numbers": [
         *         {
         *           "number": "079190000001"
         *         }
         *       ],
         *       "companions": [
         *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
         *       ],
         *       "records": [
         *         {
         *           "system": "health",
         *           "sourceKey": "bn-1",
         *           "key": "Zc1nXgVQ3m4pC8s0aKq7Tw",
         *           "asOf": "2026-01-02",
         *           "isInForce": true
         *         }
         *       ],
         *       "acts": []
         *     }
         */
        Person: {
            /** @description The key under which their records stand. */
            person: string;
            /** @description The key asked for; another one, if that leads here. */
            key: string;
            /** @description Raised by every change. */
            revision: number;
            /** @description Numbers in use first, then former ones. */
            numbers: components["schemas"]["HeldNumber"][];
            /** @description Every other key they are or were known by. */
            companions: string[];
            /** @description Every record, by system. */
            records: {
                /** @description The system it is from. */
                system: string;
                /** @description How that system calls it. */
                sourceKey: string;
                /** @description The key it came under. */
                key: string;
                /** @description When it was so. */
                asOf: string;
                /** @description False: taken back, or deleted. */
                isInForce: boolean;
            }[];
            /** @description Every act filed with them, the latest first. */
            acts: components["schemas"]["HeldAct"][];
        };
        /** @description An administrator’s act. */
        HeldAct: {
            /** @description Id of the act. */
            id: string;
            /**
             * @description What it says.
             * @enum {string}
             */
            kind: "same" | "distinct" | "number-replaced" | "split" | "protected";
            /** @description The keys it is filed with. */
            people: string[];
            /** @description The client that decided. */
            by: string;
            /** @description Why, as the client said. */
            reason: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description From which day it is so. */
            effectiveOn: string;
            /** @description If it was taken back: by whom, why and when. */
            annulled?: {
                /** @description The client that decided. */
                by: string;
                /** @description Why, as the client said. */
                reason: string;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
            };
        };
        /**
         * @description Whom, by exactly one of the two.
         * @example {
         *       "personalNumber": "079190000001"
         *     }
         */
        PersonRequest: {
            /** @description A personal number, former ones too. */
            personalNumber?: string;
            /** @description A key the person is or was known by. */
            person?: string;
        };
        /**
         * @description What is so about who is who.
         * @example {
         *       "kind": "same",
         *       "people": [
         *         {
         *           "personalNumber": "079190000001"
         *         },
         *         {
         *           "person": "q3xQ0b8R2mZJ5yq0rVw9bA"
         *         }
         *       ],
         *       "reason": "one person by the civil-status register"
         *     }
         */
        IdentityAct: components["schemas"]["SameAct"] | components["schemas"]["DistinctAct"] | components["schemas"]["NumberReplacedAct"] | components["schemas"]["SplitAct"] | components["schemas"]["ProtectedAct"];
        /** @description Two persons are one. */
        SameAct: {
            /**
             * @description Two persons are one. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "same";
            /** @description The two. */
            people: [
                {
                    /** @description A personal number, former ones too. */
                    personalNumber?: string;
                    /** @description A key the person is or was known by. */
                    person?: string;
                },
                {
                    /** @description A personal number, former ones too. */
                    personalNumber?: string;
                    /** @description A key the person is or was known by. */
                    person?: string;
                }
            ];
            /** @description Under whose key the records stand then; who has a number if not given. */
            survivor?: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
            };
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /** @description Two are two, and stay so. */
        DistinctAct: {
            /**
             * @description The records under two keys are about two persons. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "distinct";
            /** @description The two. */
            people: [
                {
                    /** @description A personal number, former ones too. */
                    personalNumber?: string;
                    /** @description A key the person is or was known by. */
                    person?: string;
                },
                {
                    /** @description A personal number, former ones too. */
                    personalNumber?: string;
                    /** @description A key the person is or was known by. */
                    person?: string;
                }
            ];
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /** @description A personal number was replaced by another. */
        NumberReplacedAct: {
            /**
             * @description A number replaced another. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "number-replaced";
            /** @description The number replaced, or the person whose number in use was. */
            old: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
            };
            /** @description The number that replaced it; nobody needs to have it yet. */
            replacement: {
                /** @description Twelve digits. */
                personalNumber: string;
            };
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /** @description Some records of a person are about somebody else. */
        SplitAct: {
            /**
             * @description Some records are about somebody else. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "split";
            /** @description Whose records they are held to be. */
            from: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
            };
            /** @description Which records, as the person’s answer names them. */
            records: {
                /** @description The system the record is from. */
                system: string;
                /** @description How that system calls it. */
                sourceKey: string;
            }[];
            /** @description Whom they are about, by exactly one of the three. */
            into: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
                /**
                 * @description Somebody not known yet.
                 * @enum {boolean}
                 */
                new?: true;
            };
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /** @description Where a person lives, and how to reach them, is given to nobody. */
        ProtectedAct: {
            /**
             * @description The person is protected. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "protected";
            /** @description Whom to protect. */
            person: {
                /** @description A personal number, former ones too. */
                personalNumber?: string;
                /** @description A key the person is or was known by. */
                person?: string;
            };
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
            /**
             * Format: date
             * @description From which day it is so; today in Vietnam if not given.
             * @example 2026-01-02
             */
            effectiveOn?: string;
        };
        /**
         * @description The act is taken back; within moments it decides nothing.
         * @example {
         *       "id": "q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA",
         *       "kind": "same",
         *       "people": [
         *         "q3xQ0b8R2mZJ5yq0rVw9bA",
         *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
         *       ]
         *     }
         */
        AnnulledAct: {
            /** @description Id of the act. */
            id: string;
            /**
             * @description What it said.
             * @enum {string}
             */
            kind: "same" | "distinct" | "number-replaced" | "split" | "protected";
            /** @description The keys it was filed with. */
            people: string[];
        };
        /**
         * @description Why an act is taken back.
         * @example {
         *       "reason": "wrong person named"
         *     }
         */
        AnnulRequest: {
            /**
             * @description Why. Kept with the people it concerns for good; put no personal data here.
             * @example one person by the civil-status register
             */
            reason: string;
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
                /** @description The number of the delivery that reading waits for, of a source that reads deliveries. */
                delivery?: number;
            };
        };
        /**
         * @description How much declaring was saved.
         * @example {
         *       "from": "2026-01-01",
         *       "until": "2026-01-31",
         *       "isWhole": true,
         *       "totals": {
         *         "answers": 50,
         *         "submissions": 40,
         *         "verified": 38,
         *         "declarable": 600,
         *         "reusable": 360,
         *         "prefilled": 300,
         *         "accepted": 270,
         *         "share": 0.45
         *       },
         *       "lines": [
         *         {
         *           "period": "2026-01",
         *           "form": "ct01",
         *           "version": "2024-01-01",
         *           "procedure": "1.004222",
         *           "agency": "H29.12",
         *           "answers": 50,
         *           "submissions": 40,
         *           "verified": 38,
         *           "declarable": 600,
         *           "reusable": 360,
         *           "prefilled": 300,
         *           "accepted": 270,
         *           "share": 0.45,
         *           "failing": [
         *             {
         *               "field": "phone",
         *               "reason": "not-held",
         *               "count": 31
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        Reuse: {
            /**
             * Format: date
             * @description First day counted.
             */
            from: string;
            /**
             * Format: date
             * @description Last day counted.
             */
            until: string;
            /** @description False where there are more lines: ask for less. */
            isWhole: boolean;
            /** @description The sum over the lines. */
            totals: {
                /** @description Answers given. */
                answers: number;
                /** @description Those of which it is known what became of them; all figures below are about these. */
                submissions: number;
                /** @description Those among them that the hub’s own seals tell of; the others are as the portal told. */
                verified: number;
                /** @description Fields a citizen would have had to declare. */
                declarable: number;
                /** @description Fields asked for that could come from a system. */
                reusable: number;
                /** @description Fields that were given. */
                prefilled: number;
                /** @description Those from who is in charge of them, handed in unedited. */
                accepted: number;
                /** @description Accepted of declarable: the share of declaring that was saved; null for none of none. */
                share: number | null;
            };
            /** @description By period, form, version, procedure and agency. */
            lines: components["schemas"]["ReuseLine"][];
        };
        /** @description What was saved in one period, for one form, procedure and agency. */
        ReuseLine: {
            /** @description The month or day, in Việt Nam. */
            period: string;
            /** @description The form. */
            form: string;
            /** @description Its version. */
            version: string;
            /** @description The procedure, where the portal named it. */
            procedure: string;
            /** @description The agency, where the case code tells it. */
            agency: string;
            /** @description Answers given. */
            answers: number;
            /** @description Those of which it is known what became of them; all figures below are about these. */
            submissions: number;
            /** @description Those among them that the hub’s own seals tell of; the others are as the portal told. */
            verified: number;
            /** @description Fields a citizen would have had to declare. */
            declarable: number;
            /** @description Fields asked for that could come from a system. */
            reusable: number;
            /** @description Fields that were given. */
            prefilled: number;
            /** @description Those from who is in charge of them, handed in unedited. */
            accepted: number;
            /** @description Accepted of declarable: the share of declaring that was saved; null for none of none. */
            share: number | null;
            /** @description The fields that fail most, the worst first. */
            failing: components["schemas"]["FailingField"][];
        };
        /** @description A field that could have been saved and was not. */
        FailingField: {
            /** @description Id of the field. */
            field: string;
            /** @description Why it does not count: what became of it (`edited`, `left`, `expired`), `not-authoritative`, or the reason the form was answered with. */
            reason: string;
            /** @description How often. */
            count: number;
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
                     *       "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
                     *       "form": "ct01",
                     *       "version": "2024-01-01",
                     *       "subject": {
                     *         "known": true
                     *       },
                     *       "revision": 3,
                     *       "fields": {
                     *         "fullName": {
                     *           "value": "Nguyễn Văn An",
                     *           "raw": {
                     *             "text": "Nguyễn Văn An"
                     *           },
                     *           "source": "population",
                     *           "asOf": "2026-01-02T03:04:05.678Z",
                     *           "confidence": "trusted",
                     *           "lock": true,
                     *           "rule": "population",
                     *           "seal": "iNfP0XnXq0mJ8q4yVt1zR6aB"
                     *         },
                     *         "phone": {
                     *           "reason": "not-held"
                     *         }
                     *       },
                     *       "seal": "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl",
                     *       "expiresAt": "2026-02-01T03:04:05.000Z"
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
            /** @description `purpose-not-allowed`: This client may not ask for this purpose. `form-not-allowed`: This client may not fill this form for this purpose. `scope-missing`: The access token does not allow this. */
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
            /** @description `subject-deceased`: A death is recorded of the person the form is about, and this client fills no form for the dead. */
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
            /** @description `unknown-form`: The form is not known. `unknown-version`: The form has no such version. `unknown-fields`: Fields are asked for that the form does not have. `unknown-role`: People are named for whom the form has no place. `subject-malformed`: The person the form is about is not properly named. `case-code-missing`: A form is filled in a case only: its code is missing. `repeated-fields`: Fields are asked for more than once. `invalid-request`: The request has faults. */
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
    verify: {
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
                 *       "seal": "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl",
                 *       "caseCode": "H29.12-260102-0001",
                 *       "form": "ct01",
                 *       "version": "2024-01-01",
                 *       "subject": {
                 *         "personalNumber": "079190000001"
                 *       },
                 *       "fields": {
                 *         "fullName": {
                 *           "value": "Nguyễn Văn An",
                 *           "seal": "iNfP0XnXq0mJ8q4yVt1zR6aB"
                 *         },
                 *         "requestedContent": {
                 *           "value": "Đăng ký thường trú"
                 *         }
                 *       },
                 *       "final": true
                 *     }
                 */
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description The verdict on every field. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seal": "genuine",
                     *       "answer": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
                     *       "expiresAt": "2026-02-01T03:04:05.000Z",
                     *       "fields": {
                     *         "fullName": "untouched",
                     *         "requestedContent": "declared"
                     *       },
                     *       "outcome": "recorded"
                     *     }
                     */
                    "application/json": components["schemas"]["Verified"];
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
            /** @description `unknown-form`: The form is not known. `unknown-version`: The form has no such version. `subject-malformed`: The person the form is about is not properly named. `case-code-missing`: A form is filled in a case only: its code is missing. `extra-fields`: The submission has fields that the form does not have. `seal-of-another-case`: The seal was given in another case. `seal-of-another-form`: The seal was given for another form, or another version of it. `seal-of-another-person`: The seal was given for another person. `invalid-request`: The request has faults. */
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
    tellOutcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the answer. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fields": {
                 *         "fullName": "accepted",
                 *         "birthDate": "edited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["OutcomeRequest"];
            };
        };
        responses: {
            /** @description What became of it, as it counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
                     *       "declarable": 15,
                     *       "prefilled": 8,
                     *       "accepted": 7
                     *     }
                     */
                    "application/json": components["schemas"]["Outcome"];
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
            /** @description `unknown-prefill`: This client was given no such answer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `outcome-known`: Something else was told of this answer before, and stands. */
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
            /** @description `extra-fields`: The submission has fields that the form does not have. `invalid-request`: The request has faults. */
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
    sealKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "alg": "EdDSA",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SealKeys"];
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
    accessLog: {
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
                 *       "personalNumber": "079190000001",
                 *       "limit": 50
                 *     }
                 */
                "application/json": components["schemas"]["AccessLogRequest"];
            };
        };
        responses: {
            /** @description A page of the record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": "3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11",
                     *           "at": "2026-01-02T03:04:05.678Z",
                     *           "client": "portal",
                     *           "officer": "officer-1",
                     *           "byCitizen": false,
                     *           "purpose": "TTHC",
                     *           "legalBasis": "Law on Residence 68/2020/QH14",
                     *           "caseCode": "H29.12-260102-0001",
                     *           "form": "ct01",
                     *           "version": "2024-01-01",
                     *           "given": [
                     *             {
                     *               "field": "fullName",
                     *               "sources": [
                     *                 "population"
                     *               ]
                     *             }
                     *           ],
                     *           "offered": [],
                     *           "notGiven": [
                     *             {
                     *               "field": "phone",
                     *               "reason": "not-held"
                     *             }
                     *           ],
                     *           "told": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccessLog"];
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
            /** @description None was taken (`records-refused`); or the message holds none, or too many (`invalid-request`). */
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
    listReviews: {
        parameters: {
            query?: {
                /** @description Only questions of this state. */
                status?: "open" | "same" | "distinct" | "withdrawn";
                /** @description Most questions in the answer. */
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
            /** @description A page of questions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reviews": [
                     *         {
                     *           "id": "Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA",
                     *           "people": [
                     *             "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *             "q3xQ0b8R2mZJ5yq0rVw9bA"
                     *           ],
                     *           "status": "open",
                     *           "band": "review",
                     *           "score": 11.42,
                     *           "rule": "scored",
                     *           "rulesVersion": "2026-02-01",
                     *           "openedAt": "2026-01-02T03:04:05.678Z"
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["ReviewList"];
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
    showReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA",
                     *       "people": [
                     *         "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *         "q3xQ0b8R2mZJ5yq0rVw9bA"
                     *       ],
                     *       "status": "open",
                     *       "band": "review",
                     *       "score": 11.42,
                     *       "rule": "scored",
                     *       "rulesVersion": "2026-02-01",
                     *       "openedAt": "2026-01-02T03:04:05.678Z",
                     *       "sides": [
                     *         {
                     *           "key": "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *           "person": "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *           "numbers": [],
                     *           "systems": [
                     *             "health"
                     *           ]
                     *         },
                     *         {
                     *           "key": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *           "person": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *           "numbers": [],
                     *           "systems": [
                     *             "civil-status"
                     *           ]
                     *         }
                     *       ],
                     *       "fields": [
                     *         {
                     *           "field": "phone",
                     *           "values": [
                     *             "0900000001",
                     *             "0900000001"
                     *           ],
                     *           "compared": "phone"
                     *         }
                     *       ],
                     *       "evidence": [
                     *         {
                     *           "field": "phone",
                     *           "level": "agree",
                     *           "weight": 11.42
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReviewDetail"];
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
            /** @description `unknown-review`: There is no such question. */
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
    decideReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "same",
                 *       "reason": "one person by the civil-status register"
                 *     }
                 */
                "application/json": components["schemas"]["ReviewDecision"];
            };
        };
        responses: {
            /** @description The act is filed; Kafka has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA",
                     *       "kind": "same",
                     *       "people": [
                     *         "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
                     *       ],
                     *       "moves": [
                     *         {
                     *           "from": "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *           "to": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *           "records": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FiledAct"];
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
            /** @description `unknown-review`: There is no such question. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already-decided`: The question is not open. `act-contradicts`: An act in force says otherwise, or says so already. */
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
            /** @description `act-refused`: As things stand this cannot be done. `invalid-request`: The request has faults. */
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
    queryPerson: {
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
                 *       "personalNumber": "079190000001"
                 *     }
                 */
                "application/json": components["schemas"]["PersonRequest"];
            };
        };
        responses: {
            /** @description The person. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "person": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *       "key": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *       "revision": 4,
                     *       "numbers": [
                     *         {
                     *           "number": "079190000001"
                     *         }
                     *       ],
                     *       "companions": [
                     *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
                     *       ],
                     *       "records": [
                     *         {
                     *           "system": "health",
                     *           "sourceKey": "bn-1",
                     *           "key": "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *           "asOf": "2026-01-02",
                     *           "isInForce": true
                     *         }
                     *       ],
                     *       "acts": []
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
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
            /** @description `unknown-person`: The hub holds nobody under this. */
            404: {
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
    fileAct: {
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
                 *       "kind": "same",
                 *       "people": [
                 *         {
                 *           "personalNumber": "079190000001"
                 *         },
                 *         {
                 *           "person": "q3xQ0b8R2mZJ5yq0rVw9bA"
                 *         }
                 *       ],
                 *       "reason": "one person by the civil-status register"
                 *     }
                 */
                "application/json": components["schemas"]["IdentityAct"];
            };
        };
        responses: {
            /** @description The act is filed; Kafka has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA",
                     *       "kind": "same",
                     *       "people": [
                     *         "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
                     *       ],
                     *       "moves": [
                     *         {
                     *           "from": "Zc1nXgVQ3m4pC8s0aKq7Tw",
                     *           "to": "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *           "records": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FiledAct"];
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
            /** @description `act-contradicts`: An act in force says otherwise, or says so already. */
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
            /** @description `act-refused`: As things stand this cannot be done. `invalid-request`: The request has faults. */
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
    annulAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the act. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "wrong person named"
                 *     }
                 */
                "application/json": components["schemas"]["AnnulRequest"];
            };
        };
        responses: {
            /** @description It is taken back; Kafka has acknowledged it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA",
                     *       "kind": "same",
                     *       "people": [
                     *         "q3xQ0b8R2mZJ5yq0rVw9bA",
                     *         "Zc1nXgVQ3m4pC8s0aKq7Tw"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AnnulledAct"];
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
            /** @description `unknown-act`: No such act is filed, or it is still on its way. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already-annulled`: The act was taken back already. */
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
    reuse: {
        parameters: {
            query?: {
                /** @description First day of answers to count, in Việt Nam; the first of the last day’s month if not given. */
                from?: string;
                /** @description Last day to count; today if not given. */
                until?: string;
                /** @description How long the time of one line is. */
                by?: "month" | "day";
                /** @description Only this form. */
                form?: string;
                /** @description Only this version of a form. */
                version?: string;
                /** @description Only this procedure. */
                procedure?: string;
                /** @description Only cases of this agency. */
                agency?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-01-01",
                     *       "until": "2026-01-31",
                     *       "isWhole": true,
                     *       "totals": {
                     *         "answers": 50,
                     *         "submissions": 40,
                     *         "verified": 38,
                     *         "declarable": 600,
                     *         "reusable": 360,
                     *         "prefilled": 300,
                     *         "accepted": 270,
                     *         "share": 0.45
                     *       },
                     *       "lines": [
                     *         {
                     *           "period": "2026-01",
                     *           "form": "ct01",
                     *           "version": "2024-01-01",
                     *           "procedure": "1.004222",
                     *           "agency": "H29.12",
                     *           "answers": 50,
                     *           "submissions": 40,
                     *           "verified": 38,
                     *           "declarable": 600,
                     *           "reusable": 360,
                     *           "prefilled": 300,
                     *           "accepted": 270,
                     *           "share": 0.45,
                     *           "failing": [
                     *             {
                     *               "field": "phone",
                     *               "reason": "not-held",
                     *               "count": 31
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Reuse"];
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
