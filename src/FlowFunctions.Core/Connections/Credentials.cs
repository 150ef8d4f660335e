using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Connections;

/// <summary>Reads credentials, as far as their form tells a right one from a slip. Whether they open anything is for their cloud to say.</summary>
internal static class Credentials
{
    /// <summary>A shared access signature as the portal shows it, with or without its question mark; given back without.</summary>
    public static string? ReadSasToken(DocumentValue value)
    {
        if (value.AsString(ConnectionSecret.MaximumPartLength) is not { } text)
        {
            return null;
        }

        var token = text.StartsWith('?') ? text[1..] : text;
        if (FindFault(token) is { } fault)
        {
            value.Refuse(fault);
            return null;
        }

        return token;
    }

    /// <summary>One half of an Amazon access key.</summary>
    public static string? ReadKey(DocumentValue value)
    {
        if (value.AsString(ConnectionSecret.MaximumPartLength) is not { } key)
        {
            return null;
        }

        if (key.Length == 0 || !IsOneWord(key))
        {
            value.Refuse("Must be the key alone: printable ASCII characters without spaces.");
            return null;
        }

        return key;
    }

    private static string? FindFault(string token)
    {
        if (!IsOneWord(token))
        {
            return "Must be a SAS token alone: printable ASCII characters without spaces.";
        }

        if (token.Contains("://", StringComparison.Ordinal))
        {
            return "Must be the SAS token alone: what follows the question mark of a SAS address.";
        }

        if (token.Contains("SharedAccessSignature=", StringComparison.OrdinalIgnoreCase) || token.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase))
        {
            return "Must be the SAS token alone, not a connection string.";
        }

        return token.Split('&').All(IsParameter) ? null : "Must be a SAS token: parameters of the form 'name=value', joined by '&'.";
    }

    // All parameters of a shared access signature have short names of small letters, which sets them apart from a key in Base64.
    private static bool IsParameter(string part) =>
        part.IndexOf('=', StringComparison.Ordinal) is >= 2 and <= 8 and var end && end + 1 < part.Length && part.AsSpan(0, end).IndexOfAnyExceptInRange('a', 'z') < 0;

    private static bool IsOneWord(string text) => text.All(c => c is > ' ' and <= '~');
}
