using System.Globalization;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Connections;

/// <summary>
/// Reads the key of a Google service account: the members of the file that Google makes, in Google's spelling (<c>private_key</c>) or in that of the wire
/// format (<c>privateKey</c>).
/// </summary>
internal static class ServiceAccountKeyReader
{
    /// <summary>Of all members together; Google's keys of 4,096 bits have about 5,000, and a key vault holds 25 KB.</summary>
    private const int MaximumLength = 10_000;

    private const string TypeOfKey = "service_account";

    private static readonly string[] Members =
    [
        "type", "projectId", "privateKeyId", "privateKey", "clientEmail", "clientId", "authUri", "tokenUri", "authProviderX509CertUrl", "clientX509CertUrl",
        "universeDomain",
    ];

    private static readonly string[] Needed = ["type", "projectId", "privateKey", "clientEmail"];

    private static readonly FieldNames Fields = new(Members);

    /// <summary>The members by Google's names; null where the value is no object.</summary>
    public static IReadOnlyDictionary<string, string>? Read(DocumentValue value)
    {
        if (value.AsObject(Fields) is not { } key)
        {
            return null;
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var length = 0;
        foreach (var name in Members)
        {
            var member = Needed.Contains(name) ? key.Required(name) : key.Optional(name);
            if (member?.AsString(MaximumLength) is not { } text)
            {
                continue;
            }

            if (FindFault(name, text) is { } fault)
            {
                member.Refuse(fault);
            }

            members[Spelling.ToSnakeCase(name)] = text;
            length += text.Length;
        }

        if (length > MaximumLength)
        {
            value.Refuse(string.Create(CultureInfo.InvariantCulture, $"Its members must be at most {MaximumLength:N0} characters together, but are {length:N0}."));
        }

        return members;
    }

    private static string? FindFault(string name, string text) => name switch
    {
        "type" => text == TypeOfKey ? null : $"Must be '{TypeOfKey}': give the key of a service account, not another kind of credential.",
        _ when !text.All(c => c is (>= ' ' and <= '~') or '\n' or '\r' or '\t') => "Must be ASCII, as it is in the file that Google makes.",
        _ when text.Length == 0 && Needed.Contains(name) => "Must not be empty.",

        "projectId" when !GoogleProjects.IsId(text) => "Must be the id of a project.",

        // The only address that is ever called, and with a signed assertion.
        "tokenUri" when !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps) => "Must be an absolute https address.",
        _ => null,
    };
}
