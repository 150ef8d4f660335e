using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>Entity tags of documents, and what <c>If-Match</c> says about them (RFC 9110, 13.1.1).</summary>
internal static class Preconditions
{
    private const int TagBytes = 12;

    /// <summary>A strong tag for a document's version: it changes with every write, also with a run's.</summary>
    public static EntityTagHeaderValue TagOf(ETag version) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.ToString())).AsSpan(0, TagBytes))}\"");

    public static ApiResult WithTag(this ApiResult result, ETag version) => result.WithHeader(HeaderNames.ETag, TagOf(version).ToString());

    /// <summary>Whether the request says that it has the answer of this tag (<c>If-None-Match</c>; RFC 9110, 13.1.2). A header that cannot be read counts as left out.</summary>
    public static bool Knows(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
        && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));

    /// <summary>
    /// Lets the request change the document of this version: it has no <c>If-Match</c>, or that names the version or is <c>*</c>.
    /// A tag marked weak is taken for the strong one: proxies that compress mark tags so, and the document behind it is the same.
    /// </summary>
    /// <exception cref="ApiException">412: it names other versions. 400: the header cannot be read.</exception>
    public static void Check(HttpRequest request, ETag version)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags))
        {
            throw ApiError.Invalid("", "The header If-Match must be '*' or a list of quoted entity tags.");
        }

        var current = TagOf(version);
        if (!tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || current.Compare(tag, useStrongComparison: false)))
        {
            throw ApiError.PreconditionFailed();
        }
    }
}
