using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Bodies in JSON whose length is told beforehand: not every server takes a request that comes in pieces.</summary>
internal static class JsonBody
{
    public static HttpContent Of(object value)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        return content;
    }
}
