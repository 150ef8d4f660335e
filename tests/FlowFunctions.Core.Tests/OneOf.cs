using CsCheck;

namespace FlowFunctions.Core.Tests;

internal static class OneOf
{
    public static Gen<T> Values<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
