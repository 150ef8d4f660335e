using System.Net.Http.Headers;

namespace FlowFunctions.Benchmarks.Outages;

/// <summary>A request for one route of the API.</summary>
/// <param name="Route">Method and template, as the API's document has them.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With ids in place of the template's parameters.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record ApiCall(string Route, HttpMethod Method, string Path, string? Body)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Path, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = new StringContent(Body, new MediaTypeHeaderValue("application/json"));
        }

        return message;
    }
}
