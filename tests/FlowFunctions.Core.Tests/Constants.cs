using System.Reflection;

namespace FlowFunctions.Core.Tests;

/// <summary>Numbers of the contract as the assembly has them: the compiler would put today's into the tests.</summary>
internal static class Constants
{
    /// <summary>The public integer constants of a type, by name.</summary>
    public static IReadOnlyDictionary<string, int> Of<T>() => Of(typeof(T));

    public static IReadOnlyDictionary<string, int> Of(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(constant => constant.IsLiteral)
        .ToDictionary(constant => constant.Name, constant => (int)constant.GetRawConstantValue()!, StringComparer.Ordinal);
}
