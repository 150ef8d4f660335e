using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowFunctions.Chaos.Weather;

/// <summary>
/// Lets messages that are taken from a queue be hidden for a minute. The queue trigger hides them for ten, and a trial would wait so long for each message that a killed host had taken. What
/// is changed is signed, so the request gets another signature.
/// </summary>
/// <param name="signature">A shared access signature of the account, as a query without a question mark.</param>
internal sealed class ShortHold(string signature) : SameRequest
{
    private const string HiddenFor = "visibilitytimeout";

    /// <summary>In seconds.</summary>
    private const int Hold = 60;

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var kept = httpContext.Request.Query
            .Where(parameter => !parameter.Key.Equals(HiddenFor, StringComparison.OrdinalIgnoreCase))
            .SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value)));
        var target = QueryHelpers.AddQueryString($"{proxyRequest.RequestUri!.GetLeftPart(UriPartial.Path)}?{signature}", kept.Append(KeyValuePair.Create(HiddenFor, (string?)$"{Hold}")));
        proxyRequest.RequestUri = new Uri(target);
        proxyRequest.Headers.Authorization = null;
    }
}
