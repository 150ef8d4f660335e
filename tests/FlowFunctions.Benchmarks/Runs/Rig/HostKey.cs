using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>The key of this run of the program, and what a host is told of it.</summary>
internal static class HostKey
{
    private static readonly byte[] SaltBytes = RandomNumberGenerator.GetBytes(16);

    /// <summary>The key itself, which may all.</summary>
    public static string Key { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static string Salt => Convert.ToBase64String(SaltBytes);

    public static string Hash => Convert.ToBase64String(SHA256.HashData([.. SaltBytes, .. Encoding.UTF8.GetBytes(Key)]));

    /// <summary>A client that sends the key, and waits for as long as a host with far too much to do may take; its address is still to be set.</summary>
    public static HttpClient CreateClient() => new() { DefaultRequestHeaders = { { "x-functions-key", Key } }, Timeout = TimeSpan.FromMinutes(5) };
}
