using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Target;

internal static class CallFaults
{
    public static CallFault Draw(Random random) => random.Pick(
        (CallFault.InternalError, 2),
        (CallFault.Unavailable, 3),
        (CallFault.TooManyRequests, 2),
        (CallFault.ResetBefore, 2),
        (CallFault.ResetAfter, 3),
        (CallFault.Silence, 0.5));

    /// <summary>Whether the operation is begun all the same.</summary>
    public static bool HasEffect(this CallFault fault) => fault is CallFault.ResetAfter or CallFault.Silence;

    /// <summary>Null where there is no answer.</summary>
    public static int? StatusOf(CallFault fault) => fault switch
    {
        CallFault.InternalError => 500,
        CallFault.Unavailable => 503,
        CallFault.TooManyRequests => 429,
        CallFault.Gone => 410,
        _ => null,
    };
}
