using System.Text;
using FlowFunctions.Tests.Api;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>A request as it goes over the wire, right or wrong.</summary>
/// <param name="Method">Any token.</param>
/// <param name="Path">Decoded, with its leading slash.</param>
/// <param name="Query">Not decoded; empty, or with its leading question mark.</param>
/// <param name="Headers">A name may come twice.</param>
/// <param name="Body">Null for none.</param>
internal sealed record FuzzRequest(string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    private const int ShownLength = 2000;

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new(Method), "/");
        message.Options.Set(FunctionsHostHandler.Target, (Path, Query));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>What is needed to send it again.</summary>
    public override string ToString()
    {
        var headers = string.Concat(Headers.Select(header => $"\n{header.Name}: {Shown(header.Value)}"));
        return $"{Method} {Shown(Path)}{Shown(Query)}{headers}\n\n{(Body is null ? "no body" : Shown(Encoding.Latin1.GetString(Body)))}";
    }

    private static string Shown(string text) => text.Length <= ShownLength ? text : $"{text[..ShownLength]}… ({text.Length} characters)";
}
