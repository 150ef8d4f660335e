using FlowFunctions.Http;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>What holds for all calls, for people.</summary>
internal static class OpenApiText
{
    /// <summary>CommonMark.</summary>
    public static readonly string Introduction =
        $"""
        **Answers.** Success is always 200 with `status` and what the call is about. An error has its code and message in `code`, `message` and `status`, every problem that was
        found in `errors`, each with its JSON path, and the `traceId` under which the log has the rest.

        **Keys.** Every call but health and this page takes a key. Its owner is the user in `createdBy`, `modifiedBy` and `triggeredBy`; their role says what they may do: a
        *viewer* reads, an *operator* also runs, cancels, resumes and switches schedules, an *editor* also writes definitions. `x-role` names the least role of each call.

        **Names.** Fields are camelCase; bodies may also spell them in snake_case, but not one field both ways. With `?naming=snake_case` answers and errors are spelt so. A property
        that is not known is an error, which names the nearest known one. An optional field that is null is the same as one that is left out.

        **Values.** Ids are 32 lowercase hexadecimal digits. Dates are ISO 8601 in UTC with milliseconds; durations are ISO 8601. A body is JSON in UTF-8 of at most
        {RequestBody.MaximumLength / (1024 * 1024)} MiB.

        **Lists.** `limit` and `offset` choose the page; `meta.paging` says where it stands. Pages of a list that does not change neither overlap nor leave gaps, so they may be
        fetched at the same time.

        **Versions.** A single document comes with its `ETag`; a change or deletion with `If-Match` is refused with 412 where the document has changed since. A POST with an
        `Idempotency-Key` can be repeated for 24 hours without being done twice.

        **Try again.** 429 and 503 come with `Retry-After`.
        """.ReplaceLineEndings("\n");
}
