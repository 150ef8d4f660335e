using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Core;

/// <summary>
/// Identifiers of flows, integrations and runs: UUIDs of version 7 (RFC 9562) written as 32 lowercase hexadecimal digits, so that
/// their ordinal order is the order of creation.
/// </summary>
public static class ResourceId
{
    public const int Length = 32;

    private const int TimestampBytes = 6;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new identifier. Those made at least 3 µs apart sort in the order of their making; within that, in any order.</summary>
    /// <param name="now">The instant of creation, from the Unix epoch on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the Unix epoch.</exception>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);

        // RFC 9562, section 6.2, method 3: the twelve bits after the version carry the fraction of the millisecond.
        var fraction = now.UtcTicks % TimeSpan.TicksPerMillisecond * 4096 / TimeSpan.TicksPerMillisecond;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[TimestampBytes..], (ushort)(0x7000 | fraction));
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Sorts after every identifier made before <paramref name="instant"/>, in whole milliseconds, and not after any made since.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="instant"/> is before the Unix epoch.</exception>
    public static string FirstAt(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, DateTimeOffset.UnixEpoch);
        return instant.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);
    }

    /// <summary>When the identifier was made, to the millisecond; null for a text that is none, and for one of a time that the calendar has not.</summary>
    public static DateTimeOffset? InstantOf(string? id) =>
        IsValid(id)
        && long.Parse(id.AsSpan(0, TimestampBytes * 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var milliseconds
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>Whether <paramref name="id"/> is written as an identifier: 32 digits of 0-9 and a-f. It need not exist.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: Length } && !id.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>The identifier of the integration run that is a step's part of a flow run: the same for the same arguments, and as old as the flow run.</summary>
    /// <exception cref="ArgumentException"><paramref name="runId"/> is not an identifier.</exception>
    public static string Derive(string runId, string referrer)
    {
        if (!IsValid(runId))
        {
            throw new ArgumentException($"'{runId}' is not an identifier.", nameof(runId));
        }

        return Derive(Convert.FromHexString(runId.AsSpan(0, TimestampBytes * 2)), $"{runId}/{referrer}");
    }

    /// <summary>The identifier of what happens to something at an instant: the same for the same arguments, and as old as the instant.</summary>
    /// <param name="instant">From the Unix epoch on; counts to the millisecond.</param>
    /// <param name="subject">What it happens to.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="instant"/> is before the Unix epoch.</exception>
    public static string Derive(DateTimeOffset instant, string subject)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds, nameof(instant));
        Span<byte> timestamp = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(timestamp, milliseconds);
        return Derive(timestamp[^TimestampBytes..], $"{subject}@{milliseconds}");
    }

    private static string Derive(ReadOnlySpan<byte> timestamp, string subject)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(subject), bytes);
        timestamp.CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return Convert.ToHexStringLower(bytes[..16]);
    }
}
