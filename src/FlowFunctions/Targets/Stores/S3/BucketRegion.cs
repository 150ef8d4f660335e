using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>
/// Where an answer that sends elsewhere says that the bucket is: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html.
/// </summary>
internal static class BucketRegion
{
    public const string Header = "x-amz-bucket-region";

    private const int LongestRegion = 32;

    /// <summary>The header's word, else that of the address that the answer points to, else that of its body.</summary>
    /// <param name="header">Of <see cref="Header"/>; null where there is none.</param>
    /// <param name="location">Of the answer; null where there is none.</param>
    /// <param name="body">In XML, or anything else.</param>
    /// <returns>Null where nothing in the answer is a region.</returns>
    public static string? Of(string? header, Uri? location, string body)
    {
        var error = Parse(body)?.Elements().ToLookup(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);
        return Known(header)
            ?? (location is { IsAbsoluteUri: true } ? OfHost(location.Host) : null)
            ?? Known(error?["Region"].FirstOrDefault())
            ?? (error?["Endpoint"].FirstOrDefault() is { } endpoint ? OfHost(endpoint) : null);
    }

    /// <summary>The code of the error that a body holds; null where it holds none.</summary>
    public static string? CodeOf(string body) =>
        Parse(body)?.Elements().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value is { Length: > 0 and < 64 } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;

    /// <summary>
    /// The region that a request is signed for: the third part of its credential's scope, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. Null where it is not signed so.
    /// </summary>
    public static string? SignedFor(HttpRequestHeaders headers)
    {
        const string Credential = "Credential=";
        var text = headers.TryGetValues("Authorization", out var values) ? string.Concat(values) : "";
        var at = text.IndexOf(Credential, StringComparison.Ordinal);
        return at >= 0 && text[(at + Credential.Length)..].Split('/') is [_, _, var region, ..] ? region : null;
    }

    /// <summary>Of <c>bucket.s3.eu-central-1.amazonaws.com</c>, <c>bucket.s3-eu-west-1.amazonaws.com</c> and what else Amazon calls its hosts.</summary>
    private static string? OfHost(string host)
    {
        var labels = host.Split(':')[0].Split('.');
        var end = Array.IndexOf(labels, "amazonaws");
        if (end < 1)
        {
            return null;
        }

        var last = labels[end - 1];
        return Known(last.StartsWith("s3-", StringComparison.Ordinal) ? last["s3-".Length..] : last);
    }

    /// <summary>A region's code has a number at its end, as no other part of a host's name has.</summary>
    private static string? Known(string? text) =>
        text is { Length: > 3 and <= LongestRegion } && text.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(text[^1])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? text
            : null;

    private static XElement? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : XDocument.Parse(body).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
