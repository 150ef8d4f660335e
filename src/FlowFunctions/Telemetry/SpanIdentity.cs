using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FlowFunctions.Telemetry;

/// <summary>
/// Gives a span the id that follows from its run. <see cref="Activity"/> has ids of its own making and no public way to choose one, but a span that lasts longer than a
/// process must have the same id wherever its children and its end come from. (The Durable Task framework reaches for the same fields, for the same reason.)
/// </summary>
internal static class SpanIdentity
{
    /// <summary>Whether this .NET has the fields. One that has not costs traces their shape, but no run its end.</summary>
    public static readonly bool IsSupported = CanSet();

    /// <param name="span">Started, and not stopped yet.</param>
    /// <param name="id">Its id from now on.</param>
    public static void Set(Activity span, ActivitySpanId id)
    {
        if (!IsSupported)
        {
            return;
        }

        SpanId(span) = id.ToHexString();

        // The whole id is put together from the parts when it is first asked for.
        WholeId(span) = null;
    }

    private static bool CanSet()
    {
        try
        {
            using var probe = new Activity("probe");
            SpanId(probe) = null;
            WholeId(probe) = null;
            return true;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity span);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? WholeId(Activity span);
}
