using CsCheck;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>Endpoints with secrets in their headers and addresses, and without.</summary>
internal static class AnyEndpoint
{
    private static readonly Gen<string> HeaderName = OneOf(
        "Authorization", "authorization", "Cookie", "X-Api-Key", "x-functions-key", "My-TOKEN-2", "Client_Secret", "Password", "X-Team", "Accept", "X-Code");

    private static readonly Gen<string> ParameterName = OneOf(
        "sig", "SIG", "code", "auth", "api%5Fkey", "access_token", "client-secret", "X-Amz-Signature", "X-Amz-Credential", "passWord", "s%69g",
        "a", "page", "author", "design", "", "api-version");

    // Long enough to occur nowhere by chance.
    private static readonly Gen<string> Value = Gen.Char["abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789+/=%25*-._~ "].Array[12, 40].Select(letters => new string(letters).Trim().PadRight(12, '!'));

    private static readonly Gen<string> Query =
        from parameters in Gen.Select(ParameterName, Value, Gen.Int[0, 3], (name, value, kind) => kind switch
        {
            0 => name,
            1 => $"{name}=",
            _ => $"{name}={value.Replace(' ', '+')}",
        }).Array[0, 6]
        select parameters.Length == 0 ? "" : "?" + string.Join('&', parameters);

    public static Gen<EndpointInput> Any { get; } =
        from path in OneOf("https://example.com", "http://example.com:8080/run", "https://example.com/a/key=b/token")
        from query in Query
        from headers in Gen.Select(HeaderName, Value, (name, value) => (Name: name, Value: value)).Array[0, 6]
        select new EndpointInput
        {
            Url = path + query,
            Headers = headers.DistinctBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        };

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
