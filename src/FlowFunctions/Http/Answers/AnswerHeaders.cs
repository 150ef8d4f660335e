using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>What every answer says of itself.</summary>
internal static class AnswerHeaders
{
    /// <summary>For answers that are of a moment and of a caller: no cache between keeps them, nor the browser of a machine that others use.</summary>
    public const string NoStore = "no-store";

    /// <summary>Nothing is taken for a page or a script that does not say so: names in answers are others' text.</summary>
    public const string NoSniff = "nosniff";

    /// <summary>To be called before anything is written. What may be kept says so over it (<see cref="StaticContent"/>).</summary>
    public static void Guard(this HttpResponse response)
    {
        response.Headers.CacheControl = NoStore;
        response.Headers.XContentTypeOptions = NoSniff;
    }
}
