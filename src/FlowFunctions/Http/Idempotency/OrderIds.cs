using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>The id of what a request with an <c>Idempotency-Key</c> asks for, the same for all that repeat it (<see cref="Claim.OrderId"/>).</summary>
internal static class OrderIds
{
    private static readonly object Key = new();

    /// <summary>Null where the request has no key: each of those asks for something of its own.</summary>
    public static string? OrderId(this HttpContext context) => context.Items[Key] as string;

    public static void SetOrderId(this HttpContext context, string id) => context.Items[Key] = id;
}
